using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

/// <summary>
/// Sums of products in tiles that stay in registers, c = F(start + A1 B1 + A2 B2): one text for every shape of tile, every
/// vector width and every F. Each lane is one output and its sum runs in the order of the terms.
/// </summary>
/// <typeparam name="V">The vector.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="L">What the vector can do.</typeparam>
internal static partial class Tiles<V, T, L>
    where L : struct, ILanes<V, T>
{
    /// <summary>c = F(start + A1 B1 + A2 B2).</summary>
    /// <typeparam name="F">What becomes of a sum.</typeparam>
    /// <param name="first">A1 B1, summed term by term.</param>
    /// <param name="second">A2 B2, and then this.</param>
    /// <param name="work">Everything else.</param>
    /// <param name="rows">Rows of A and c, at least 1.</param>
    /// <param name="columns">Columns of B and c; what pads them to whole vectors is computed as well.</param>
    /// <param name="squash">Whether tanh follows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<F>(in Product<T> first, in Product<T> second, in Work<T> work, int rows, int columns, bool squash = false)
        where F : struct, IFinish
    {
        int vectors = (columns + L.Count - 1) / L.Count, done = 0;
        bool apart = work.Chains > 1 && ChainsGoApart(second, work.Chains);
        if (GoesInPairs(vectors) && (work.Chains == 1 || apart))
        {
            done = apart ? RunChains(first, second, work, rows, vectors) : RunPairs<F>(first, second, work, rows, vectors);
            if (squash)
            {
                Tanh(ref work.C, work.CRow, rows, done);
            }
        }

        if (first.IsPacked)
        {
            RunPacked<F>(first, second, work, rows, done, vectors, squash);
            return;
        }

        for (int strip; done < vectors; done += strip)
        {
            strip = Width(vectors - done);
            RunStrip<F>(first, second, work, done, strip, rows, squash);
        }
    }

    /// <summary>Vectors of the next strip, where so many are left: 4 as 2 and 2, for a single vector would need more loads than sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Width(int vectors) => vectors is 1 ? 1 : vectors is 2 or 4 ? 2 : 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunStrip<F>(in Product<T> first, in Product<T> second, in Work<T> work, int done, int strip, int rows, bool squash)
        where F : struct, IFinish
    {
        switch (strip)
        {
            case 1:
                Strip<One, F>(first, second, work, done, rows);
                break;
            case 2:
                Strip<Two, F>(first, second, work, done, rows);
                break;
            default:
                Strip<Three, F>(first, second, work, done, rows);
                break;
        }

        if (squash)
        {
            Tanh(ref Unsafe.Add(ref work.C, done * L.Count), work.CRow, rows, strip);
        }
    }

    /// <summary>c ← tanh(c) for so many vectors of every row: a pass of its own, for in the tiles sums and constants would not find room side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tanh(ref T c, nint cRow, int rows, int vectors)
    {
        for (; rows > 0; rows--)
        {
            ref T cell = ref c;
            for (int v = vectors; v > 0; v--)
            {
                L.Store(L.Tanh(L.Load(ref cell)), ref cell);
                cell = ref Unsafe.Add(ref cell, L.Count);
            }

            c = ref Unsafe.Add(ref c, cRow);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strip<S, F>(in Product<T> first, in Product<T> second, in Work<T> work, int vector, int rows)
        where S : struct, IStrip<S>
        where F : struct, IFinish
    {
        int column = vector * L.Count;
        if (work.Chains > 1)
        {
            Shape<InBlocks<S>, S, F>(first, second, work, column, rows);
        }
        else
        {
            Shape<Single<S>, S, F>(first, second, work, column, rows);
        }
    }

    /// <summary>
    /// Tiles as high as the registers allow, for one of few sums waits for its multiply-adds and for its loads: 16 sums or 24
    /// in the 32 registers of AVX-512, and 8 or 12 in the 16 of other processors. Every tile costs 3 to 6 ms before the first
    /// training step. So there are no more, and their loops are not unrolled (2 % of a product of 128 terms alone).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Shape<R, S, F>(in Product<T> first, in Product<T> second, in Work<T> work, int column, int rows)
        where R : struct, IRows<S>
        where S : struct, IStrip<S>
        where F : struct, IFinish
    {
        int done = 0;
        if (S.Vectors == 1)
        {
            done = Column<R, S, F>(first, second, work, column, rows);
        }
        else if (Unsafe.SizeOf<V>() == 64)
        {
            // Of two vectors, nine and ten rows are six and the rest: with eight, the rest would wait for its multiply-adds (1 % of
            // a training step at K = 10, H = 64).
            done = rows & ~7;
            if (S.Vectors == 2 && rows > 8 && (rows - done) is 1 or 2)
            {
                done -= 8;
            }

            if (done > 0)
            {
                Tile<Twice<R, S>, Twice<R, S>, S, F>(first, second, work, column, 0, done);
            }

            if (S.Vectors == 2 && (rows - done) is 6 or 9 or 10)
            {
                Tile<Twice<R, S>, None<S>, S, F>(first, second, work, column, done, done + 6);
                done += 6;
            }
            else if (rows - done == 5)
            {
                // With four and four windows of 13, 21 and 29 steps take 2 to 6 % more time, and their training up to 4 %.
                Tile<R, Twice<R, S>, S, F>(first, second, work, column, done, rows);
                return;
            }
            else if (S.Vectors == 3 && rows - done == 6)
            {
                // Three and three: 1 to 3 % less of windows of 14, 22 and 30 steps at H = 33 to 48 than four and four.
                Tile<R, None<S>, S, F>(first, second, work, column, done, rows);
                return;
            }
        }

        if (rows - done > 3)
        {
            Tile<R, R, S, F>(first, second, work, column, done, rows);
        }
        else if (done < rows)
        {
            Tile<R, None<S>, S, F>(first, second, work, column, done, rows);
        }
    }

    /// <summary>
    /// A single vector, in tiles of sixteen, twelve and eight rows where there are thirty-two registers, else of eight: a tile of four
    /// would take as long as one of eight. The last tile may begin with rows that are there already, unless their sums start from
    /// what they would find. Against tiles of four for all that is left windows and training at H = 8 to 16 take up to 6 % less time,
    /// on 256 bits, which have no other single vectors than those of H up to 8, 1 to 2 % (measured on Zen 5).
    /// </summary>
    /// <returns>Rows that are done: all, or all but up to four, or up to seven where no row may be computed twice.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Column<R, S, F>(in Product<T> first, in Product<T> second, in Work<T> work, int column, int rows)
        where R : struct, IRows<S>
        where S : struct, IStrip<S>
        where F : struct, IFinish
    {
        bool wide = Unsafe.SizeOf<V>() == 64, twice = !Unsafe.AreSame(ref work.Start, ref work.C);
        int done = 0;
        for (int left = rows; left > 4; left = rows - done)
        {
            // Of 17 to 20 rows, sixteen would leave a tile of four: they are twelve and eight.
            int height = !wide ? 8 : left is > 20 or (> 12 and <= 16) ? 16 : left > 8 ? 12 : 8;
            if (left < height && !(twice && rows >= height))
            {
                if (left < 8)
                {
                    break;
                }

                height = 8;
            }

            // Where there are lower tiles, five rows at least are left for them, or none.
            int row = Math.Min(done, rows - height), tiles = (left - (wide ? 5 : 0)) / height;
            done = row + Math.Max(1, tiles) * height;
            switch (height)
            {
                case 16 when wide:
                    Tile<Twice<Twice<R, S>, S>, Twice<Twice<R, S>, S>, S, F>(first, second, work, column, row, done);
                    break;
                case 12 when wide:
                    Tile<Twice<Twice<R, S>, S>, None<S>, S, F>(first, second, work, column, row, done);
                    break;
                default:
                    Tile<Twice<R, S>, Twice<R, S>, S, F>(first, second, work, column, row, done);
                    break;
            }
        }

        return done;
    }

    /// <summary>
    /// Rows from row to before end, in tiles of four R, or of three where X is none. Where fewer single rows are left, the
    /// last one is computed several times over. Of three single rows and two that X holds there is one tile.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tile<R, X, S, F>(in Product<T> first, in Product<T> second, in Work<T> work, int column, int row, int end)
        where R : struct, IRows<S>
        where X : struct, IRows<S>
        where S : struct, IStrip<S>
        where F : struct, IFinish
    {
        int side = Side<R, X, S>();
        nint startRow = work.StartRow, cRow = work.CRow, hRow = work.HRow, startNext = side * startRow, cNext = side * cRow, hNext = side * hRow;
        for (int r = row; r < end; r += 3 * R.Count + X.Count)
        {
            int last = end - r - 1;
            nint r1 = Math.Min(1, last);
            nint r2 = Math.Min(2, last);
            nint r3 = Math.Min(3, last);
            R c0 = default, c1 = default, c2 = default;
            X c3 = default;
            if (!Unsafe.IsNullRef(ref work.Start))
            {
                ref T from = ref Unsafe.Add(ref work.Start, r * startRow + column);
                c0.Load(ref from, startNext);
                c1.Load(ref Unsafe.Add(ref from, r1 * startRow), startNext);
                c2.Load(ref Unsafe.Add(ref from, r2 * startRow), startNext);
                c3.Load(ref Unsafe.Add(ref from, r3 * startRow), startNext);
            }

            Sum<R, X, S>(first, 0, first.Depth, 1, column, r, r1, r2, r3, ref c0, ref c1, ref c2, ref c3);
            c0.Open();
            c1.Open();
            c2.Open();
            c3.Open();
            int chain = 0;
            do
            {
                (int from, int terms, int stride) = R.InChains ? (work.First(chain, second.Depth), work.Length(chain, second.Depth), work.Stride) : (0, second.Depth, 1);
                Sum<R, X, S>(second, from, terms, stride, column, r, r1, r2, r3, ref c0, ref c1, ref c2, ref c3);
                c0.Close();
                c1.Close();
                c2.Close();
                c3.Close();
                chain++;
            }
            while (R.InChains && chain < work.Chains);

            // All are finished before any is stored, for a row may be there several times.
            ref T h = ref Unsafe.Add(ref work.H, r * hRow + column);
            c0.Finish<F>(ref h, hNext);
            c1.Finish<F>(ref Unsafe.Add(ref h, r1 * hRow), hNext);
            c2.Finish<F>(ref Unsafe.Add(ref h, r2 * hRow), hNext);
            c3.Finish<F>(ref Unsafe.Add(ref h, r3 * hRow), hNext);
            ref T cell = ref Unsafe.Add(ref work.C, r * cRow + column);
            c0.Store(ref cell, cNext);
            c1.Store(ref Unsafe.Add(ref cell, r1 * cRow), cNext);
            c2.Store(ref Unsafe.Add(ref cell, r2 * cRow), cNext);
            c3.Store(ref Unsafe.Add(ref cell, r3 * cRow), cNext);
        }
    }

    /// <summary>From one row of R, or X, to its next: as many as lie side by side, but for two single rows behind three.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Side<R, X, S>()
        where R : struct, IRows<S>
        where X : struct, IRows<S>
        where S : struct, IStrip<S> => X.Count == 0 ? 3 : X.Count == R.Count ? 4 : 1;

    /// <summary>So many terms from first on, so far apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum<R, X, S>(in Product<T> product, int first, int terms, int stride, int column, nint r, nint r1, nint r2, nint r3, ref R c0, ref R c1, ref R c2, ref X c3)
        where R : struct, IRows<S>
        where X : struct, IRows<S>
        where S : struct, IStrip<S>
    {
        nint aColumn = stride * product.AColumn, bRow = stride * product.BRow, next = Side<R, X, S>() * product.ARow;
        nint a1 = r1 * product.ARow, a2 = r2 * product.ARow, a3 = r3 * product.ARow;
        ref T left = ref Unsafe.Add(ref product.A, r * product.ARow + first * product.AColumn);
        ref T right = ref Unsafe.Add(ref product.B, first * product.BRow + column);
        for (int k = terms; k > 0; k--)
        {
            S b = default;
            b.Load(ref right);
            c0.MultiplyAdd(ref left, 0, next, b);
            c1.MultiplyAdd(ref left, a1, next, b);
            c2.MultiplyAdd(ref left, a2, next, b);
            c3.MultiplyAdd(ref left, a3, next, b);
            left = ref Unsafe.Add(ref left, aColumn);
            right = ref Unsafe.Add(ref right, bRow);
        }
    }
}
