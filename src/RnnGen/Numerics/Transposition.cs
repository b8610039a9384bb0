using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Numerics;

/// <summary>Transposes matrices in memory, in blocks of registers.</summary>
public static partial class Transposition
{
    /// <summary>target[j][i] = source[i][j]. Only rows × columns elements are written; what lies between rows of the source may be read.</summary>
    /// <param name="source">The first element of the source.</param>
    /// <param name="sourceRow">Distance between rows of the source, in elements.</param>
    /// <param name="target">The first element of the target, elsewhere in memory.</param>
    /// <param name="targetRow">Distance between rows of the target, in elements.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <remarks>Inlined, for sizes are mostly constants: windows and training take 0 to 3 % less time so at H = 4 to 16, where what a call finds out counts.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(ref float source, int sourceRow, ref float target, int targetRow, int rows, int columns)
    {
        if (columns == 1 && sourceRow == 1)
        {
            Unsafe.CopyBlockUnaligned(ref Unsafe.As<float, byte>(ref target), ref Unsafe.As<float, byte>(ref source), (uint)rows * sizeof(float));
            return;
        }

        if (rows == 2 && targetRow == 2)
        {
            Pairs(ref source, ref Unsafe.Add(ref source, sourceRow), ref target, columns);
            return;
        }

        if (columns == 2 && sourceRow == 2)
        {
            Apart(ref source, ref target, ref Unsafe.Add(ref target, targetRow), rows);
            return;
        }

        int done = 0, blockColumns = columns & ~3, left = rows & 3;
        if (left > 1 && targetRow == rows)
        {
            rows -= left;
            LastRows(ref Unsafe.Add(ref source, rows * sourceRow), sourceRow, ref Unsafe.Add(ref target, rows), targetRow, left, columns);
        }

        if (Avx512F.IsSupported && rows >= 16)
        {
            done = rows & ~15;
            Bands16(ref source, sourceRow, ref target, targetRow, done, blockColumns);
        }

        if (Avx.IsSupported && rows - done >= 8)
        {
            int row = done;
            done = rows & ~7;
            Bands8(ref Unsafe.Add(ref source, row * sourceRow), sourceRow, ref Unsafe.Add(ref target, row), targetRow, done - row, blockColumns);
        }

        if (rows - done >= 4)
        {
            int row = done;
            done = rows & ~3;
            Bands4(ref Unsafe.Add(ref source, row * sourceRow), sourceRow, ref Unsafe.Add(ref target, row), targetRow, done - row, blockColumns);
        }

        if (blockColumns < columns)
        {
            LastColumns(ref Unsafe.Add(ref source, blockColumns), sourceRow, ref Unsafe.Add(ref target, blockColumns * targetRow), targetRow, done, columns - blockColumns);
        }

        if (done < rows)
        {
            Rest(ref Unsafe.Add(ref source, done * sourceRow), sourceRow, ref Unsafe.Add(ref target, done), targetRow, rows - done, columns);
        }
    }

    /// <inheritdoc cref="Run(ref float, int, ref float, int, int, int)"/>
    public static void Run(ref double source, int sourceRow, ref double target, int targetRow, int rows, int columns) =>
        Rest(ref source, sourceRow, ref target, targetRow, rows, columns);

    /// <summary>
    /// Bands of sixteen rows. Sixteen columns are a cache line of the source, which is fetched once: rows that are a power
    /// of two apart share few places in the cache, and half a line would be gone before its turn.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Bands16(ref float source, nint sourceRow, ref float target, nint targetRow, int rows, int columns)
    {
        for (; columns >= 16; columns -= 16)
        {
            for (int i = 0; i < rows; i += 16)
            {
                Block16(ref Unsafe.Add(ref source, i * sourceRow), sourceRow, ref Unsafe.Add(ref target, i), targetRow);
            }

            source = ref Unsafe.Add(ref source, 16);
            target = ref Unsafe.Add(ref target, 16 * targetRow);
        }

        for (; columns > 0; columns -= 4)
        {
            for (int i = 0; i < rows; i += 16)
            {
                Block16x4(ref Unsafe.Add(ref source, i * sourceRow), sourceRow, ref Unsafe.Add(ref target, i), targetRow);
            }

            source = ref Unsafe.Add(ref source, 4);
            target = ref Unsafe.Add(ref target, 4 * targetRow);
        }
    }

    /// <summary>Bands of eight rows, sixteen columns at a time for the same reason.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Bands8(ref float source, nint sourceRow, ref float target, nint targetRow, int rows, int columns)
    {
        for (; columns > 0; columns -= 16)
        {
            int width = Math.Min(16, columns);
            for (int i = 0; i < rows; i += 8)
            {
                ref float from = ref Unsafe.Add(ref source, i * sourceRow);
                ref float to = ref Unsafe.Add(ref target, i);
                for (int j = 0; j < width; j += 4)
                {
                    Block8x4(ref Unsafe.Add(ref from, j), sourceRow, ref to, targetRow);
                    to = ref Unsafe.Add(ref to, 4 * targetRow);
                }
            }

            source = ref Unsafe.Add(ref source, 16);
            target = ref Unsafe.Add(ref target, 16 * targetRow);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Bands4(ref float source, nint sourceRow, ref float target, nint targetRow, int rows, int columns)
    {
        for (int i = 0; i < rows; i += 4)
        {
            ref float to = ref Unsafe.Add(ref target, i);
            for (int j = 0; j < columns; j += 4)
            {
                Block4(ref Unsafe.Add(ref source, i * sourceRow + j), sourceRow, ref to, targetRow);
                to = ref Unsafe.Add(ref to, 4 * targetRow);
            }
        }
    }

    /// <summary>16 × 16, half as many shuffles as in smaller blocks: the columns of four rows at a time into groups of four lanes, then the groups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Block16(ref float from, nint sourceRow, ref float to, nint targetRow)
    {
        Groups(ref from, sourceRow, out Vector512<float> a0, out Vector512<float> a1, out Vector512<float> a2, out Vector512<float> a3);
        Groups(ref Unsafe.Add(ref from, 4 * sourceRow), sourceRow, out Vector512<float> b0, out Vector512<float> b1, out Vector512<float> b2, out Vector512<float> b3);
        Groups(ref Unsafe.Add(ref from, 8 * sourceRow), sourceRow, out Vector512<float> c0, out Vector512<float> c1, out Vector512<float> c2, out Vector512<float> c3);
        Groups(ref Unsafe.Add(ref from, 12 * sourceRow), sourceRow, out Vector512<float> d0, out Vector512<float> d1, out Vector512<float> d2, out Vector512<float> d3);
        StoreGroups(a0, b0, c0, d0, ref to, 4 * targetRow);
        StoreGroups(a1, b1, c1, d1, ref Unsafe.Add(ref to, targetRow), 4 * targetRow);
        StoreGroups(a2, b2, c2, d2, ref Unsafe.Add(ref to, 2 * targetRow), 4 * targetRow);
        StoreGroups(a3, b3, c3, d3, ref Unsafe.Add(ref to, 3 * targetRow), 4 * targetRow);
    }

    /// <summary>Of four rows: columns 0, 4, 8 and 12 in the four groups of the first vector, columns 1, 5, 9 and 13 in the second, and so on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Groups(ref float from, nint row, out Vector512<float> first, out Vector512<float> second, out Vector512<float> third, out Vector512<float> fourth)
    {
        Vector512<float> a = Vector512.LoadUnsafe(ref from), b = Vector512.LoadUnsafe(ref Unsafe.Add(ref from, row));
        Vector512<float> c = Vector512.LoadUnsafe(ref Unsafe.Add(ref from, 2 * row)), d = Vector512.LoadUnsafe(ref Unsafe.Add(ref from, 3 * row));
        Interleave(a, b, c, d, out first, out second, out third, out fourth);
    }

    /// <summary>Group i of four vectors, one behind the other, into row i of the target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreGroups(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, ref float to, nint row)
    {
        (Vector512<float> ab, Vector512<float> abHigh) = (Avx512F.Shuffle4x128(a, b, 0x44), Avx512F.Shuffle4x128(a, b, 0xEE));
        (Vector512<float> cd, Vector512<float> cdHigh) = (Avx512F.Shuffle4x128(c, d, 0x44), Avx512F.Shuffle4x128(c, d, 0xEE));
        Avx512F.Shuffle4x128(ab, cd, 0x88).StoreUnsafe(ref to);
        Avx512F.Shuffle4x128(ab, cd, 0xDD).StoreUnsafe(ref Unsafe.Add(ref to, row));
        Avx512F.Shuffle4x128(abHigh, cdHigh, 0x88).StoreUnsafe(ref Unsafe.Add(ref to, 2 * row));
        Avx512F.Shuffle4x128(abHigh, cdHigh, 0xDD).StoreUnsafe(ref Unsafe.Add(ref to, 3 * row));
    }

    /// <summary>16 rows, 4 columns: rows four apart share a register, so that all that is left to do stays within groups of four lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block16x4(ref float from, nint sourceRow, ref float to, nint targetRow)
    {
        ref float below = ref Unsafe.Add(ref from, 8 * sourceRow);
        Interleave(
            Rows(ref from, ref below, 0, sourceRow),
            Rows(ref from, ref below, sourceRow, sourceRow),
            Rows(ref from, ref below, 2 * sourceRow, sourceRow),
            Rows(ref from, ref below, 3 * sourceRow, sourceRow),
            out Vector512<float> first,
            out Vector512<float> second,
            out Vector512<float> third,
            out Vector512<float> fourth);
        first.StoreUnsafe(ref to);
        second.StoreUnsafe(ref Unsafe.Add(ref to, targetRow));
        third.StoreUnsafe(ref Unsafe.Add(ref to, 2 * targetRow));
        fourth.StoreUnsafe(ref Unsafe.Add(ref to, 3 * targetRow));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Rows(ref float from, ref float below, nint row, nint sourceRow) => Avx512F.InsertVector256(
        Rows(ref from, ref Unsafe.Add(ref from, 4 * sourceRow), row).ToVector512Unsafe(),
        Rows(ref below, ref Unsafe.Add(ref below, 4 * sourceRow), row),
        1);

    /// <summary>Within every group of four lanes: the first of a, b, c and d, the second, the third and the fourth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(
        Vector512<float> a,
        Vector512<float> b,
        Vector512<float> c,
        Vector512<float> d,
        out Vector512<float> first,
        out Vector512<float> second,
        out Vector512<float> third,
        out Vector512<float> fourth)
    {
        (Vector512<float> ac, Vector512<float> acHigh) = (Avx512F.UnpackLow(a, c), Avx512F.UnpackHigh(a, c));
        (Vector512<float> bd, Vector512<float> bdHigh) = (Avx512F.UnpackLow(b, d), Avx512F.UnpackHigh(b, d));
        first = Avx512F.UnpackLow(ac, bd);
        second = Avx512F.UnpackHigh(ac, bd);
        third = Avx512F.UnpackLow(acHigh, bdHigh);
        fourth = Avx512F.UnpackHigh(acHigh, bdHigh);
    }

    /// <summary>8 rows, 4 columns: rows i and i + 4 share a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block8x4(ref float from, nint sourceRow, ref float to, nint targetRow)
    {
        ref float below = ref Unsafe.Add(ref from, 4 * sourceRow);
        Vector256<float> a = Rows(ref from, ref below, 0), b = Rows(ref from, ref below, sourceRow);
        Vector256<float> c = Rows(ref from, ref below, 2 * sourceRow), d = Rows(ref from, ref below, 3 * sourceRow);
        (Vector256<float> ac, Vector256<float> acHigh) = (Avx.UnpackLow(a, c), Avx.UnpackHigh(a, c));
        (Vector256<float> bd, Vector256<float> bdHigh) = (Avx.UnpackLow(b, d), Avx.UnpackHigh(b, d));
        Avx.UnpackLow(ac, bd).StoreUnsafe(ref to);
        Avx.UnpackHigh(ac, bd).StoreUnsafe(ref Unsafe.Add(ref to, targetRow));
        Avx.UnpackLow(acHigh, bdHigh).StoreUnsafe(ref Unsafe.Add(ref to, 2 * targetRow));
        Avx.UnpackHigh(acHigh, bdHigh).StoreUnsafe(ref Unsafe.Add(ref to, 3 * targetRow));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Rows(ref float from, ref float below, nint row) =>
        Vector256.Create(Vector128.LoadUnsafe(ref Unsafe.Add(ref from, row)), Vector128.LoadUnsafe(ref Unsafe.Add(ref below, row)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block4(ref float from, nint sourceRow, ref float to, nint targetRow)
    {
        Vector128<float> a = Vector128.LoadUnsafe(ref from);
        Vector128<float> b = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, sourceRow));
        Vector128<float> c = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 2 * sourceRow));
        Vector128<float> d = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 3 * sourceRow));
        Interleave(a, b, c, d, out Vector128<float> first, out Vector128<float> second, out Vector128<float> third, out Vector128<float> fourth);
        first.StoreUnsafe(ref to);
        second.StoreUnsafe(ref Unsafe.Add(ref to, targetRow));
        third.StoreUnsafe(ref Unsafe.Add(ref to, 2 * targetRow));
        fourth.StoreUnsafe(ref Unsafe.Add(ref to, 3 * targetRow));
    }

    /// <summary>
    /// Two or three rows behind the others, where rows of the target lie one behind the other: four numbers are written for them,
    /// of which those of the next row are written over. So these come before all others, and the last columns number by number.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void LastRows(ref float source, nint sourceRow, ref float target, nint targetRow, int rows, int columns)
    {
        nint last = (rows - 1) * sourceRow;
        for (; columns > 4; columns -= 4)
        {
            Vector128<float> a = Vector128.LoadUnsafe(ref source), b = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, sourceRow)), c = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, last));
            Interleave(a, b, c, c, out Vector128<float> first, out Vector128<float> second, out Vector128<float> third, out Vector128<float> fourth);
            first.StoreUnsafe(ref target);
            second.StoreUnsafe(ref Unsafe.Add(ref target, targetRow));
            third.StoreUnsafe(ref Unsafe.Add(ref target, 2 * targetRow));
            fourth.StoreUnsafe(ref Unsafe.Add(ref target, 3 * targetRow));
            source = ref Unsafe.Add(ref source, 4);
            target = ref Unsafe.Add(ref target, 4 * targetRow);
        }

        Rest(ref source, sourceRow, ref target, targetRow, rows, columns);
    }

    /// <summary>One to three columns behind the others, of all rows but those behind which there are not four numbers to read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void LastColumns(ref float source, nint sourceRow, ref float target, nint targetRow, int rows, int columns)
    {
        for (int safe = rows - 1 - (int)((3 - columns + sourceRow) / sourceRow); safe >= 3; safe -= 4)
        {
            Vector128<float> a = Vector128.LoadUnsafe(ref source), b = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, sourceRow));
            Vector128<float> c = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 2 * sourceRow)), d = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 3 * sourceRow));
            Interleave(a, b, c, d, out Vector128<float> first, out Vector128<float> second, out Vector128<float> third, out _);
            first.StoreUnsafe(ref target);
            if (columns > 1)
            {
                second.StoreUnsafe(ref Unsafe.Add(ref target, targetRow));
            }

            if (columns > 2)
            {
                third.StoreUnsafe(ref Unsafe.Add(ref target, 2 * targetRow));
            }

            source = ref Unsafe.Add(ref source, 4 * sourceRow);
            target = ref Unsafe.Add(ref target, 4);
            rows -= 4;
        }

        Rest(ref source, sourceRow, ref target, targetRow, rows, columns);
    }

    /// <summary>The first of a, b, c and d, the second, the third and the fourth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(
        Vector128<float> a,
        Vector128<float> b,
        Vector128<float> c,
        Vector128<float> d,
        out Vector128<float> first,
        out Vector128<float> second,
        out Vector128<float> third,
        out Vector128<float> fourth)
    {
        (Vector128<float> ac, Vector128<float> acHigh) = (UnpackLow(a, c), UnpackHigh(a, c));
        (Vector128<float> bd, Vector128<float> bdHigh) = (UnpackLow(b, d), UnpackHigh(b, d));
        first = UnpackLow(ac, bd);
        second = UnpackHigh(ac, bd);
        third = UnpackLow(acHigh, bdHigh);
        fourth = UnpackHigh(acHigh, bdHigh);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> UnpackLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> UnpackHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);

    /// <summary>Number by number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rest<T>(ref T source, nint sourceRow, ref T target, nint targetRow, int rows, int columns)
        where T : unmanaged
    {
        for (int i = 0; i < rows; i++)
        {
            ref T from = ref Unsafe.Add(ref source, i * sourceRow);
            ref T to = ref Unsafe.Add(ref target, i);
            for (int j = 0; j < columns; j++)
            {
                to = Unsafe.Add(ref from, j);
                to = ref Unsafe.Add(ref to, targetRow);
            }
        }
    }
}
