using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

// The recursion of a tiny network with its sequences across the lanes, for vectors of up to 256 bits: tiles of four rows by
// two vectors, all tiles of all steps in one method. A step of eight units has four tiles of some ten terms, and through
// calls and loops that fit every product it took 400 instructions a tile, 175 of them for the sums; so it takes 290. Mini-
// batches take 7 to 9 % less time so at H = 8, 4 to 7 % at H = 16.
internal static partial class Tiles<V, T, L>
{
    /// <summary>Whether <see cref="Steps"/> is made for such a recursion: on 512 bits tiles are higher, and fewer rows than a tile has would be overrun.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool GoesInSteps(int rows) => Unsafe.SizeOf<V>() != 64 && rows >= 4;

    /// <summary>c = F(A1 B1 + A2 B2) for every step, B1, B2, c and h being a step further each time.</summary>
    /// <param name="first">A1 B1 of the first step.</param>
    /// <param name="second">A2 B2.</param>
    /// <param name="work">c and h, whose rows lie as far apart as those of B.</param>
    /// <param name="step">From one step to the next, in elements.</param>
    /// <param name="steps">Number of steps.</param>
    /// <param name="rows">Rows of A and c, at least 4.</param>
    /// <param name="columns">Columns of B and c; an even number of vectors is computed.</param>
    /// <param name="squash">Whether tanh follows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Steps<F>(in Product<T> first, in Product<T> second, in Work<T> work, nint step, int steps, int rows, int columns, bool squash)
        where F : struct, IFinish
    {
        nint size = Unsafe.SizeOf<T>(), cRow = work.CRow * size, hRow = work.HRow * size;
        Unsafe.SkipInit(out Square none);
        for (nint t = 0; t < steps; t++)
        {
            for (nint column = t * step; column < t * step + columns; column += 2 * L.Count)
            {
                for (int top = 0; top < rows; top += 4)
                {
                    // The last four rows may be there already: they are computed once more, from what no tile changes.
                    int row = Math.Min(top, rows - 4);
                    Square upper = default, lower = default;
                    Add(first, row, column, ref upper, ref lower, ref none);
                    Add(second, row, column, ref upper, ref lower, ref none);
                    ref T c = ref Unsafe.Add(ref work.C, row * work.CRow + column);
                    ref T h = ref Unsafe.Add(ref work.H, row * work.HRow + column);
                    ref T a = ref Unsafe.NullRef<T>();
                    ref T b = ref Unsafe.NullRef<T>();
                    upper.Finish<F>(0, ref a, 0, 0, 0, ref b, 0, ref c, cRow, ref h, hRow);
                    c = ref Unsafe.AddByteOffset(ref c, 2 * cRow);
                    lower.Finish<F>(0, ref a, 0, 0, 0, ref b, 0, ref c, cRow, ref Unsafe.AddByteOffset(ref h, 2 * hRow), hRow);
                }
            }

            if (squash)
            {
                Tanh(ref Unsafe.Add(ref work.C, t * step), work.CRow, rows, columns / L.Count);
            }
        }
    }

    /// <summary>Adds the terms of a product to the sums of four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(in Product<T> product, int row, nint column, ref Square upper, ref Square lower, ref Square none)
    {
        nint size = Unsafe.SizeOf<T>(), a1 = product.ARow * size, a2 = 2 * a1, a3 = 3 * a1, aColumn = product.AColumn * size, bRow = product.BRow * size;
        ref T a = ref Unsafe.Add(ref product.A, row * product.ARow);
        ref T b = ref Unsafe.Add(ref product.B, column);
        int k = product.Depth;
        if ((k & 1) != 0)
        {
            Term<Middle>(ref a, a1, a2, a3, 0, 0, ref b, ref upper, ref lower, ref none);
            a = ref Unsafe.AddByteOffset(ref a, aColumn);
            b = ref Unsafe.AddByteOffset(ref b, bRow);
        }

        for (; k > 1; k -= 2)
        {
            Term<Middle>(ref a, a1, a2, a3, 0, 0, ref b, ref upper, ref lower, ref none);
            a = ref Unsafe.AddByteOffset(ref a, aColumn);
            b = ref Unsafe.AddByteOffset(ref b, bRow);
            Term<Middle>(ref a, a1, a2, a3, 0, 0, ref b, ref upper, ref lower, ref none);
            a = ref Unsafe.AddByteOffset(ref a, aColumn);
            b = ref Unsafe.AddByteOffset(ref b, bRow);
        }
    }
}
