using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

// Tiles two vectors wide, for vectors of up to 256 bits: all of a product but its odd vectors, and those of sums in chains.
//
// Six rows are 12 sums, which with two vectors of B and a number of A fit into 16 registers. Lengths are kept in bytes and by
// row, so that every address is one operand, and four terms in a turn leave a jump for 48 multiply-adds: 91 instructions for
// them, where two terms in a turn take 94 (a mini-batch at H = 32 to 128 takes 1 to 5 % less time so, a single sequence as long).
// Where there is one product and not two, as in every window, its tiles are methods of their own: 80 instructions beside the
// terms for 140, a tenth off a product of 16 terms, 3 to 6 % off a training step at H = 32 and 64.
//
// The last terms are summed two rows at a time, each followed by its stores. A store waits for its sum, which is some 40
// cycles behind; where more than about four of them wait, nothing behind them begins, and the next tile starts late. Measured
// (Zen 3, 28 terms, six rows): 0.79 of the peak with all 12 stores at the end, 0.83 with 6 of them, 0.91 with 4 or none, and
// 0.90 so. Mini-batches at H = 128 and 256 take 2 to 10 % less time with all of this than with tiles of 4 rows by 3 vectors.
internal static partial class Tiles<V, T, L>
{
    /// <summary>Terms at the end that are summed two rows at a time.</summary>
    private const int Late = 4;

    /// <summary>Terms from which on that pays: it loads B three times over. With 16 terms a training step at H = 32 takes 1 to 3 % more time so, with 5 or 10 the more.</summary>
    private const int FewestTermsForLate = 24;

    /// <summary>The height of a tile: two, four or six rows.</summary>
    private interface IHeight
    {
        static abstract int Rows { get; }
    }

    private readonly struct Low : IHeight
    {
        public static int Rows => 2;
    }

    private readonly struct Middle : IHeight
    {
        public static int Rows => 4;
    }

    private readonly struct High : IHeight
    {
        public static int Rows => 6;
    }

    /// <summary>Which products a tile sums.</summary>
    private interface IProducts
    {
        static abstract bool HasFirst { get; }
    }

    /// <summary>The second alone.</summary>
    private readonly struct Lone : IProducts
    {
        public static bool HasFirst => false;
    }

    private readonly struct Both : IProducts
    {
        public static bool HasFirst => true;
    }

    /// <summary>Whether the next two of so many vectors are such a pair. The last three are not, for a single one would be left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool GoesInPairs(int vectors) => Unsafe.SizeOf<V>() != 64 && vectors is not (1 or 3);

    /// <summary>Rows that go into tiles of six. One or two behind them would cost a whole tile: with the last six they are two tiles of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Sixes(int rows) => Math.Max(0, rows / 6 - (rows % 6 is 1 or 2 ? 1 : 0)) * 6;

    /// <summary>All vectors, or all but the last three. Not for inlining: every place that has it compiled into it would load the types of all its tiles.</summary>
    /// <returns>Vectors that are done.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int RunPairs<F>(in Product<T> first, in Product<T> second, in Work<T> work, int rows, int vectors)
        where F : struct, IFinish
    {
        int pairs = (vectors - 3 * (vectors & 1)) / 2;
        if (first.Depth == 0)
        {
            Heights<Lone, F>(first, second, work, rows, pairs);
        }
        else
        {
            Heights<Both, F>(first.Strips(2 * L.Count), second.Strips(2 * L.Count), work, rows, pairs);
        }

        return 2 * pairs;
    }

    /// <summary>All rows, in tiles of six, four and two. Not for inlining, likewise: most networks need one of the two cases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Heights<P, F>(in Product<T> first, in Product<T> second, in Work<T> work, int rows, int pairs)
        where P : struct, IProducts
        where F : struct, IFinish
    {
        int high = Sixes(rows), middle = high + ((rows - high) & ~3), low = rows & ~1;
        if (high > 0)
        {
            Pairs<High, P, F>(first, second, work, pairs, 0, high);
        }

        if (middle > high)
        {
            Pairs<Middle, P, F>(first, second, work, pairs, high, middle);
        }

        if (low > middle)
        {
            Pairs<Low, P, F>(first, second, work, pairs, middle, low);
        }

        if (rows > low)
        {
            Pairs<Low, P, F>(first, second, work, pairs, low, rows);
        }
    }

    /// <summary>
    /// Whether chains are products of their own. Each ends with a load and an addition for every sum. At 8 terms this pays: windows at
    /// N = 16 to 100 take 0 to 5 % less time, 16 streams at H = 36 to 64 between 5 % less and 2 % more, at H = 128 2 to 9 % less, at
    /// H = 256 5 to 12 % (measured on 256 bits).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool ChainsGoApart(in Product<T> second, int chains) => !second.IsPacked && second.Depth >= 8 * chains;

    /// <summary>
    /// The same for sums in chains: each is a product of its own, summed from zero and added to what came before, for the sums
    /// of a chain and of those before would take 24 registers. Not for inlining: whoever has no chains would compile it too.
    /// </summary>
    /// <returns>Vectors that are done.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int RunChains(in Product<T> first, in Product<T> second, in Work<T> work, int rows, int vectors)
    {
        ref T none = ref Unsafe.NullRef<T>(), before = ref work.Start;
        nint beforeRow = work.StartRow;
        if (first.Depth > 0)
        {
            RunPairs<Keep>(default, first, new(1, 1, ref before, beforeRow, ref work.C, work.CRow, ref none, 0), rows, vectors);
            before = ref work.C;
            beforeRow = work.CRow;
        }

        int done = 0;
        for (int i = 0; i < work.Chains; i++)
        {
            int from = work.First(i, second.Depth);
            var terms = new Product<T>(ref Unsafe.Add(ref second.A, from * second.AColumn), second.ARow, work.Stride * second.AColumn, ref Unsafe.Add(ref second.B, from * second.BRow), work.Stride * second.BRow, work.Length(i, second.Depth));
            var chain = new Work<T>(1, 1, ref none, 0, ref work.C, work.CRow, ref before, beforeRow);
            done = Unsafe.IsNullRef(ref before) ? RunPairs<Keep>(default, terms, chain, rows, vectors) : RunPairs<Plus>(default, terms, chain, rows, vectors);
            before = ref work.C;
            beforeRow = work.CRow;
        }

        return done;
    }

    /// <summary>Rows from row to before end in so many pairs of vectors. Of two rows the second may be missing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Pairs<R, P, F>(in Product<T> first, in Product<T> second, in Work<T> work, int pairs, int row, int end)
        where R : struct, IHeight
        where P : struct, IProducts
        where F : struct, IFinish
    {
        nint size = Unsafe.SizeOf<T>(), down = R.Rows == 2 && end - row == 1 ? 0 : size; // a single row is computed twice
        int late = R.Rows > 4 && second.Depth >= FewestTermsForLate ? Late : 0;
        for (int pair = 0; pair < pairs; pair++)
        {
            nint column = 2 * pair * L.Count;
            for (nint top = row; top < end; top += R.Rows)
            {
                Unsafe.SkipInit(out Square c2);
                Unsafe.SkipInit(out Square c4);
                Square c0;
                if (Unsafe.IsNullRef(ref work.Start))
                {
                    c0 = c2 = c4 = default;
                }
                else
                {
                    ref T start = ref Unsafe.Add(ref work.Start, top * work.StartRow + column);
                    nint startRow = work.StartRow * down;
                    c0 = new(ref start, startRow);
                    if (R.Rows > 2)
                    {
                        c2 = new(ref Unsafe.AddByteOffset(ref start, 2 * startRow), startRow);
                    }

                    if (R.Rows > 4)
                    {
                        c4 = new(ref Unsafe.AddByteOffset(ref start, 4 * startRow), startRow);
                    }
                }

                if (P.HasFirst)
                {
                    Sum<R>(ref Unsafe.Add(ref first.A, top * first.ARow), first.ARow * down, first.AColumn * size, ref Unsafe.Add(ref first.B, column * first.BColumn), first.BRow * size, first.Depth, ref c0, ref c2, ref c4);
                }

                nint a1 = second.ARow * down, aColumn = second.AColumn * size, bRow = second.BRow * size, cRow = work.CRow * down, hRow = work.HRow * down;
                ref T b = ref Unsafe.Add(ref second.B, column * second.BColumn);
                ref T a = ref Sum<R>(ref Unsafe.Add(ref second.A, top * second.ARow), a1, aColumn, ref b, bRow, second.Depth - late, ref c0, ref c2, ref c4);
                if (R.Rows > 4)
                {
                    b = ref Unsafe.AddByteOffset(ref b, (second.Depth - late) * bRow);
                }

                ref T c = ref Unsafe.Add(ref work.C, top * work.CRow + column);
                ref T h = ref Unsafe.Add(ref work.H, top * work.HRow + column);
                c0.Finish<F>(late, ref a, 0, a1, aColumn, ref b, bRow, ref c, cRow, ref h, hRow);
                if (R.Rows > 2)
                {
                    c2.Finish<F>(late, ref a, 2 * a1, 3 * a1, aColumn, ref b, bRow, ref Unsafe.AddByteOffset(ref c, 2 * cRow), cRow, ref Unsafe.AddByteOffset(ref h, 2 * hRow), hRow);
                }

                if (R.Rows > 4)
                {
                    c4.Finish<F>(late, ref a, 4 * a1, 5 * a1, aColumn, ref b, bRow, ref Unsafe.AddByteOffset(ref c, 4 * cRow), cRow, ref Unsafe.AddByteOffset(ref h, 4 * hRow), hRow);
                }
            }
        }
    }

    /// <summary>Adds so many terms of a product to the sums of a tile. Distances are in bytes.</summary>
    /// <returns>A behind these terms.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref T Sum<R>(ref T a, nint a1, nint aColumn, ref T b, nint bRow, int terms, ref Square c0, ref Square c2, ref Square c4)
        where R : struct, IHeight
    {
        nint a2 = 2 * a1, a3 = 3 * a1, a4 = 4 * a1, a5 = 5 * a1;
        for (int turns = terms >> 2; turns > 0; turns--)
        {
            Term<R>(ref a, a1, a2, a3, a4, a5, ref b, ref c0, ref c2, ref c4);
            a = ref Unsafe.AddByteOffset(ref a, aColumn);
            b = ref Unsafe.AddByteOffset(ref b, bRow);
            Term<R>(ref a, a1, a2, a3, a4, a5, ref b, ref c0, ref c2, ref c4);
            a = ref Unsafe.AddByteOffset(ref a, aColumn);
            b = ref Unsafe.AddByteOffset(ref b, bRow);
            Term<R>(ref a, a1, a2, a3, a4, a5, ref b, ref c0, ref c2, ref c4);
            a = ref Unsafe.AddByteOffset(ref a, aColumn);
            b = ref Unsafe.AddByteOffset(ref b, bRow);
            Term<R>(ref a, a1, a2, a3, a4, a5, ref b, ref c0, ref c2, ref c4);
            a = ref Unsafe.AddByteOffset(ref a, aColumn);
            b = ref Unsafe.AddByteOffset(ref b, bRow);
        }

        for (terms &= 3; terms > 0; terms--)
        {
            Term<R>(ref a, a1, a2, a3, a4, a5, ref b, ref c0, ref c2, ref c4);
            a = ref Unsafe.AddByteOffset(ref a, aColumn);
            b = ref Unsafe.AddByteOffset(ref b, bRow);
        }

        return ref a;
    }

    /// <summary>One term of every sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Term<R>(ref T a, nint a1, nint a2, nint a3, nint a4, nint a5, ref T b, ref Square c0, ref Square c2, ref Square c4)
        where R : struct, IHeight
    {
        V left = L.Load(ref b), right = L.Load(ref Unsafe.Add(ref b, L.Count));
        c0.MultiplyAdd(ref a, ref Unsafe.AddByteOffset(ref a, a1), left, right);
        if (R.Rows > 2)
        {
            c2.MultiplyAdd(ref Unsafe.AddByteOffset(ref a, a2), ref Unsafe.AddByteOffset(ref a, a3), left, right);
        }

        if (R.Rows > 4)
        {
            c4.MultiplyAdd(ref Unsafe.AddByteOffset(ref a, a4), ref Unsafe.AddByteOffset(ref a, a5), left, right);
        }
    }

    /// <summary>The sums of two rows by two vectors. Four fields are as many as the JIT takes apart.</summary>
    private struct Square
    {
        private V _upperLeft;
        private V _upperRight;
        private V _lowerLeft;
        private V _lowerRight;

        /// <summary>What stands in memory. Distances are in bytes here and below.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Square(ref T start, nint row)
        {
            _upperLeft = L.Load(ref start);
            _upperRight = L.Load(ref Unsafe.Add(ref start, L.Count));
            start = ref Unsafe.AddByteOffset(ref start, row);
            _lowerLeft = L.Load(ref start);
            _lowerRight = L.Load(ref Unsafe.Add(ref start, L.Count));
        }

        /// <summary>Adds a b, with the two rows' numbers of A and the two vectors of B.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void MultiplyAdd(ref T upper, ref T lower, V left, V right)
        {
            V a = L.Create(upper);
            _upperLeft = L.MultiplyAdd(a, left, _upperLeft);
            _upperRight = L.MultiplyAdd(a, right, _upperRight);
            a = L.Create(lower);
            _lowerLeft = L.MultiplyAdd(a, left, _lowerLeft);
            _lowerRight = L.MultiplyAdd(a, right, _lowerRight);
        }

        /// <summary>Adds the <see cref="Late"/> terms at the end, where they are not summed yet, and stores F of every sum.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Finish<F>(int late, ref T a, nint upper, nint lower, nint aColumn, ref T b, nint bRow, ref T c, nint cRow, ref T h, nint hRow)
            where F : struct, IFinish
        {
            if (late > 0)
            {
                Add(ref a, upper, lower, ref b);
                Add(ref Unsafe.AddByteOffset(ref a, aColumn), upper, lower, ref Unsafe.AddByteOffset(ref b, bRow));
                a = ref Unsafe.AddByteOffset(ref a, 2 * aColumn);
                b = ref Unsafe.AddByteOffset(ref b, 2 * bRow);
                Add(ref a, upper, lower, ref b);
                Add(ref Unsafe.AddByteOffset(ref a, aColumn), upper, lower, ref Unsafe.AddByteOffset(ref b, bRow));
            }

            Store<F>(ref c, cRow, ref h, hRow);
        }

        /// <summary>Stores F of every sum.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store<F>(ref T c, nint cRow, ref T h, nint hRow)
            where F : struct, IFinish
        {
            // A single row is there twice, and h may be c: all are finished before any is stored.
            ref T below = ref Unsafe.AddByteOffset(ref h, hRow);
            V upperLeft = F.Finish(_upperLeft, ref h), upperRight = F.Finish(_upperRight, ref Unsafe.Add(ref h, L.Count));
            V lowerLeft = F.Finish(_lowerLeft, ref below), lowerRight = F.Finish(_lowerRight, ref Unsafe.Add(ref below, L.Count));
            L.Store(upperLeft, ref c);
            L.Store(upperRight, ref Unsafe.Add(ref c, L.Count));
            c = ref Unsafe.AddByteOffset(ref c, cRow);
            L.Store(lowerLeft, ref c);
            L.Store(lowerRight, ref Unsafe.Add(ref c, L.Count));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Add(ref T a, nint upper, nint lower, ref T b) =>
            MultiplyAdd(ref Unsafe.AddByteOffset(ref a, upper), ref Unsafe.AddByteOffset(ref a, lower), L.Load(ref b), L.Load(ref Unsafe.Add(ref b, L.Count)));
    }
}
