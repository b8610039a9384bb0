using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Numerics;

namespace RnnGen.Tests.Generated.Guarded;

/// <summary>
/// The buffers of networks whose vectors are checked, each test on its own thread. Kernels check nothing, so what leaves
/// a buffer would only show where it meets something that matters.
/// </summary>
public static class GuardedMemory
{
    [ThreadStatic]
    private static List<(nint Start, nint End)>? t_buffers;

    [ThreadStatic]
    private static (nint Start, nint End) t_caller;

    [ThreadStatic]
    private static Dictionary<int, long>? t_touched;

    public static void Clear()
    {
        t_buffers = [];
        t_caller = default;
        t_touched = [];
    }

    /// <summary>Vectors of that many bytes loaded and stored on this thread since <see cref="Clear"/>.</summary>
    public static long Touched(int bytes) => t_touched!.GetValueOrDefault(bytes);

    /// <summary>What a generated network has instead of the buffer's constructor.</summary>
    public static AlignedBuffer<T> Allocate<T>(int length)
        where T : unmanaged
    {
        var buffer = new AlignedBuffer<T>(length);
        nint start = Address(in buffer.At(0)); // pinned, so it stays there
        t_buffers!.Add((start, start + (length * Unsafe.SizeOf<T>())));
        return buffer;
    }

    /// <summary>What a step, or a window, has instead of a reference to the caller's p, which must be pinned, and begins wherever it likes.</summary>
    public static ref T Caller<T>(Span<T> p)
        where T : unmanaged
    {
        nint start = Address(in MemoryMarshal.GetReference(p));
        t_caller = (start, start + (p.Length * Unsafe.SizeOf<T>()));
        return ref MemoryMarshal.GetReference(p);
    }

    /// <summary>Fails unless so many bytes lie there within one buffer, and within one line of 64 bytes, or within the caller's p.</summary>
    public static void Touch<T>(ref readonly T place, int bytes)
        where T : unmanaged
    {
        CollectionsMarshal.GetValueRefOrAddDefault(t_touched!, bytes, out _)++;
        nint address = Address(in place);
        if (address >= t_caller.Start && address + bytes <= t_caller.End)
        {
            return;
        }

        foreach ((nint start, nint end) in t_buffers!)
        {
            if (address >= start && address + bytes <= end)
            {
                Assert.True(address % bytes == 0, $"A vector straddles two lines: {(address - start) / Unsafe.SizeOf<T>()} elements from the start of its buffer.");
                return;
            }
        }

        Assert.Fail($"A vector of {bytes} bytes lies outside of every buffer.");
    }

    private static nint Address<T>(ref readonly T place) => Unsafe.ByteOffset(in Unsafe.NullRef<T>(), in place);
}
