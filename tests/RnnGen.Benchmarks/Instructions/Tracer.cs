using System.Runtime.InteropServices;
using RnnGen.Benchmarks.Peers;
using RnnGen.Benchmarks.Peers.Native;
using RnnGen.Benchmarks.Shapes;
using RnnGen.Benchmarks.Timing;

namespace RnnGen.Benchmarks.Instructions;

/// <summary>
/// Counts the instructions of a job by the processor's trap flag, one after the other: a figure without noise, the same
/// on a busy machine and an idle one. It is not a time; what the processor runs side by side counts in full.
/// </summary>
internal sealed unsafe class Tracer
{
    private const int MostTries = 10;

    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<void> _begin;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<void> _end;
    private readonly delegate* unmanaged[Cdecl]<ulong*, long*, int> _read;
    private readonly ulong[] _addresses;
    private readonly long[] _counts;

    private Tracer(nint library)
    {
        _begin = (delegate* unmanaged[Cdecl, SuppressGCTransition]<void>)NativeLibrary.GetExport(library, "trace_begin");
        _end = (delegate* unmanaged[Cdecl, SuppressGCTransition]<void>)NativeLibrary.GetExport(library, "trace_end");
        _read = (delegate* unmanaged[Cdecl]<ulong*, long*, int>)NativeLibrary.GetExport(library, "trace_read");
        int room = ((delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(library, "trace_room"))();
        _addresses = new ulong[room];
        _counts = new long[room];
    }

    /// <summary>Builds the tracer.</summary>
    /// <exception cref="InvalidOperationException">Not Linux on x86-64, or the compiler failed.</exception>
    public static Tracer Create(NativeCompiler compiler)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            throw new InvalidOperationException("Instructions are counted on Linux and x86-64 only.");
        }

        return compiler.TryBuild("tracing.c", "-std=gnu11", out string library, out string complaint)
            ? new Tracer(NativeLibrary.Load(library))
            : throw new InvalidOperationException($"The tracer could not be built. {complaint}");
    }

    /// <summary>The instructions of one pass of a job, by where they lie; the loop around it is not among them.</summary>
    /// <exception cref="InvalidOperationException">No two passes took the same number.</exception>
    public Trace Count(Peer peer, Job job)
    {
        // Whatever is resolved at a first call is behind us then.
        RoundRobin.Run(peer, job, 1);

        // Calls go through one stub and then another, and a method is compiled anew in between: some instructions more or less.
        HashSet<long> seen = [];
        for (int tries = 0; tries < MostTries; tries++)
        {
            Trace trace = CountOnce(peer, job);
            if (!seen.Add(trace.Total))
            {
                return trace;
            }
        }

        throw new InvalidOperationException($"{peer.Name}, {job.Title()}: every pass took another number of instructions.");
    }

    private Trace CountOnce(Peer peer, Job job)
    {
        Dictionary<ulong, long> counts = Passes(peer, job, 1);
        foreach ((ulong address, long count) in Passes(peer, job, 0))
        {
            counts[address] = counts.GetValueOrDefault(address) - count;
        }

        return new Trace(counts);
    }

    private Dictionary<ulong, long> Passes(Peer peer, Job job, long passes)
    {
        _begin();
        RoundRobin.Run(peer, job, passes);
        _end();
        fixed (ulong* addresses = _addresses)
        fixed (long* counts = _counts)
        {
            int found = _read(addresses, counts);
            return Enumerable.Range(0, found).ToDictionary(i => _addresses[i], i => _counts[i]);
        }
    }
}
