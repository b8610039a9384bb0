using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

// The recursion of a small network with its sequences across the lanes, for vectors of up to 256 bits: tiles of six and four
// rows by two vectors, all tiles of all steps in one method. A step of eight units has four tiles of some ten terms, and
// through calls and loops that fit every product it took 400 instructions a tile, 175 of them for the sums; so it takes 290.
// Mini-batches take 6 to 9 % less time so at H = 8, 5 to 9 % at H = 16, and at H = 9 to 12, with tiles of six, more.
internal static partial class Tiles<V, T, L>
{
    /// <summary>Whether <see cref="Steps"/> is made for such a recursion: on 512 bits tiles are higher, and fewer rows than a tile has would be overrun.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool GoesInSteps(int rows) => Unsafe.SizeOf<V>() != 64 && rows >= 4;

    /// <summary>c = F(A1 B1 + A2 B2) for every step, B1, B2, c and h being a step further each time.</summary>
    /// <param name="first">A1 B1 of the first step.</param>
    /// <param name="second">A2 B2.</param>
    /// <param name="work">c and h, whose rows lie as far apart as those of B, and what the sums of every step start from, if not from zero.</param>
    /// <param name="step">From one step to the next, in elements.</param>
    /// <param name="steps">Number of steps.</param>
    /// <param name="rows">Rows of A and c, at least 4.</param>
    /// <param name="columns">Columns of B and c; an even number of vectors is computed.</param>
    /// <param name="squash">Whether tanh follows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Steps<F>(in Product<T> first, in Product<T> second, in Work<T> work, nint step, int steps, int rows, int columns, bool squash)
        where F : struct, IFinish
    {
        int high = Sixes(rows);
        nint size = Unsafe.SizeOf<T>(), cRow = work.CRow * size, hRow = work.HRow * size;
        for (nint t = 0; t < steps; t++)
        {
            for (nint lane = 0; lane < columns; lane += 2 * L.Count)
            {
                nint column = t * step + lane;
                int row = 0;
                for (; row < high; row += 6)
                {
                    Step<High, F>(first, second, work, row, lane, column, cRow, hRow);
                }

                for (; row < rows; row += 4)
                {
                    // The last four rows may be there already: they are computed once more, from what no tile changes.
                    Step<Middle, F>(first, second, work, Math.Min(row, rows - 4), lane, column, cRow, hRow);
                }
            }

            if (squash)
            {
                Tanh(ref Unsafe.Add(ref work.C, t * step), work.CRow, rows, columns / L.Count);
            }
        }
    }

    /// <summary>One tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<R, F>(in Product<T> first, in Product<T> second, in Work<T> work, int row, nint lane, nint column, nint cRow, nint hRow)
        where R : struct, IHeight
        where F : struct, IFinish
    {
        Square c0 = default, c2 = default, c4 = default;
        if (!Unsafe.IsNullRef(ref work.Start))
        {
            nint startRow = work.StartRow * Unsafe.SizeOf<T>();
            ref T start = ref Unsafe.Add(ref work.Start, row * work.StartRow + lane);
            c0 = new(ref start, startRow);
            c2 = new(ref Unsafe.AddByteOffset(ref start, 2 * startRow), startRow);
            if (R.Rows > 4)
            {
                c4 = new(ref Unsafe.AddByteOffset(ref start, 4 * startRow), startRow);
            }
        }

        Add<R>(first, row, column, ref c0, ref c2, ref c4);
        Add<R>(second, row, column, ref c0, ref c2, ref c4);
        ref T c = ref Unsafe.Add(ref work.C, row * work.CRow + column);
        ref T h = ref Unsafe.Add(ref work.H, row * work.HRow + column);
        c0.Store<F>(ref c, cRow, ref h, hRow);
        c = ref Unsafe.AddByteOffset(ref c, 2 * cRow);
        h = ref Unsafe.AddByteOffset(ref h, 2 * hRow);
        c2.Store<F>(ref c, cRow, ref h, hRow);
        if (R.Rows > 4)
        {
            c = ref Unsafe.AddByteOffset(ref c, 2 * cRow);
            h = ref Unsafe.AddByteOffset(ref h, 2 * hRow);
            c4.Store<F>(ref c, cRow, ref h, hRow);
        }
    }

    /// <summary>Adds the terms of a product to the sums of a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<R>(in Product<T> product, int row, nint column, ref Square c0, ref Square c2, ref Square c4)
        where R : struct, IHeight
    {
        nint size = Unsafe.SizeOf<T>(), a1 = product.ARow * size, a2 = 2 * a1, a3 = 3 * a1, a4 = 4 * a1, a5 = 5 * a1, aColumn = product.AColumn * size, bRow = product.BRow * size;
        ref T a = ref Unsafe.Add(ref product.A, row * product.ARow);
        ref T b = ref Unsafe.Add(ref product.B, column);
        int k = product.Depth;
        if ((k & 1) != 0)
        {
            Term<R>(ref a, a1, a2, a3, a4, a5, ref b, ref c0, ref c2, ref c4);
            a = ref Unsafe.AddByteOffset(ref a, aColumn);
            b = ref Unsafe.AddByteOffset(ref b, bRow);
        }

        for (; k > 1; k -= 2)
        {
            Term<R>(ref a, a1, a2, a3, a4, a5, ref b, ref c0, ref c2, ref c4);
            a = ref Unsafe.AddByteOffset(ref a, aColumn);
            b = ref Unsafe.AddByteOffset(ref b, bRow);
            Term<R>(ref a, a1, a2, a3, a4, a5, ref b, ref c0, ref c2, ref c4);
            a = ref Unsafe.AddByteOffset(ref a, aColumn);
            b = ref Unsafe.AddByteOffset(ref b, bRow);
        }
    }
}
