using System.Diagnostics.Tracing;

namespace RnnGen.Benchmarks.Instructions;

/// <summary>Where the code of each method lies, as the JIT says of those it compiles from now on.</summary>
internal sealed class MethodMap : EventListener
{
    private const EventKeywords Jit = (EventKeywords)0x10;

    // Another thread compiles.
    private readonly Lock _lock = new();
    private readonly SortedList<ulong, (ulong Size, string Name)> _methods = [];

    /// <summary>The method at an address, as Type.Method; "elsewhere" for stubs, the runtime and C.</summary>
    public string Find(ulong address)
    {
        lock (_lock)
        {
            int low = 0;
            int high = _methods.Count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = _methods.GetKeyAtIndex(middle) <= address ? (middle + 1, high) : (low, middle);
            }

            return low > 0 && address - _methods.GetKeyAtIndex(low - 1) < _methods.GetValueAtIndex(low - 1).Size
                ? _methods.GetValueAtIndex(low - 1).Name
                : "elsewhere";
        }
    }

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(eventSource, EventLevel.Verbose, Jit);
        }
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("MethodLoadVerbose", StringComparison.Ordinal) != true)
        {
            return;
        }

        object? Field(string name) => eventData.Payload![eventData.PayloadNames!.IndexOf(name)];
        string type = $"{Field("MethodNamespace")}".Split('`')[0];

        // Types of one file have a long prefix that ends in two underscores.
        type = type[Math.Max(type.LastIndexOfAny(['.', '+']) + 1, type.LastIndexOf("__", StringComparison.Ordinal) + 2)..];
        lock (_lock)
        {
            _methods[(ulong)Field("MethodStartAddress")!] = ((uint)Field("MethodSize")!, $"{type}.{Field("MethodName")}");
        }
    }
}
