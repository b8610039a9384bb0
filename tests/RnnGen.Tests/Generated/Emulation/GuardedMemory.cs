using System.Runtime.CompilerServices;
using RnnGen.Numerics;

namespace RnnGen.Tests.Generated.Emulation;

/// <summary>
/// The buffers of the networks that run on emulated vectors, each test on its own thread. Kernels check nothing, so what
/// leaves a buffer would only show where it meets something that matters.
/// </summary>
public static class GuardedMemory
{
    private const int Line = 64;

    [ThreadStatic]
    private static List<(nint Start, nint End)>? t_buffers;

    /// <summary>Vectors loaded and stored on this thread since <see cref="Clear"/>.</summary>
    [field: ThreadStatic]
    public static long Touched { get; private set; }

    public static void Clear()
    {
        t_buffers = [];
        Touched = 0;
    }

    /// <summary>What a generated network has instead of the buffer's constructor.</summary>
    public static AlignedBuffer<T> Allocate<T>(int length)
        where T : unmanaged
    {
        var buffer = new AlignedBuffer<T>(length);
        nint start = Address(in buffer.At(0)); // pinned, so it stays there
        t_buffers!.Add((start, start + (length * Unsafe.SizeOf<T>())));
        return buffer;
    }

    /// <summary>Fails unless a whole vector lies there, within one buffer and on a boundary of 64 bytes.</summary>
    public static void Touch<T>(ref readonly T place)
        where T : unmanaged
    {
        Touched++;
        nint address = Address(in place);
        foreach ((nint start, nint end) in t_buffers!)
        {
            if (address >= start && address + Line <= end)
            {
                Assert.True(address % Line == 0, $"A vector straddles two lines: {(address - start) / Unsafe.SizeOf<T>()} elements from the start of its buffer.");
                return;
            }
        }

        Assert.Fail("A vector lies outside of every buffer.");
    }

    private static nint Address<T>(ref readonly T place) => Unsafe.ByteOffset(in Unsafe.NullRef<T>(), in place);
}
