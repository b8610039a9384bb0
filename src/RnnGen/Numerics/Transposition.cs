using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Numerics;

/// <summary>Transposes matrices in memory, in blocks of registers.</summary>
public static class Transposition
{
    /// <summary>target[j][i] = source[i][j]. Only rows × columns elements are read and written.</summary>
    /// <param name="source">The first element of the source.</param>
    /// <param name="sourceRow">Distance between rows of the source, in elements.</param>
    /// <param name="target">The first element of the target, elsewhere in memory.</param>
    /// <param name="targetRow">Distance between rows of the target, in elements.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref float source, int sourceRow, ref float target, int targetRow, int rows, int columns)
    {
        if (rows == 2 && targetRow == 2)
        {
            Pairs(ref source, ref Unsafe.Add(ref source, sourceRow), ref target, columns);
            return;
        }

        (int doneRows, int doneColumns) = Avx.IsSupported ? (rows & ~7, columns & ~7) : (0, 0);

        // Two blocks side by side are a cache line of the source: it is fetched once. Rows that are a power of two apart
        // share few places in the cache, and half a line would be gone before its turn.
        nint row = sourceRow, column = targetRow;
        for (int j = 0; j < doneColumns; j += 16)
        {
            bool two = j + 8 < doneColumns;
            ref float from = ref Unsafe.Add(ref source, j);
            ref float to = ref Unsafe.Add(ref target, j * column);
            for (int i = doneRows; i > 0; i -= 8)
            {
                Block8(ref from, row, ref to, column);
                if (two)
                {
                    Block8(ref Unsafe.Add(ref from, 8), row, ref Unsafe.Add(ref to, 8 * column), column);
                }

                from = ref Unsafe.Add(ref from, 8 * row);
                to = ref Unsafe.Add(ref to, 8);
            }
        }

        int blockRows = rows & ~3, blockColumns = columns & ~3;
        for (int i = 0; i < blockRows; i += 4)
        {
            for (int j = i < doneRows ? doneColumns : 0; j < blockColumns; j += 4)
            {
                Block4(ref Unsafe.Add(ref source, i * sourceRow + j), sourceRow, ref Unsafe.Add(ref target, j * targetRow + i), targetRow);
            }
        }

        Rest(ref source, sourceRow, ref target, targetRow, 0, blockRows, blockColumns, columns);
        Rest(ref source, sourceRow, ref target, targetRow, blockRows, rows, 0, columns);
    }

    /// <inheritdoc cref="Run(ref float, int, ref float, int, int, int)"/>
    public static void Run(ref double source, int sourceRow, ref double target, int targetRow, int rows, int columns) =>
        Rest(ref source, sourceRow, ref target, targetRow, 0, rows, 0, columns);

    /// <summary>8 × 8: rows i and i + 4 share a register, so that all that is left to do stays within its halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block8(ref float from, nint sourceRow, ref float to, nint targetRow)
    {
        Block8x4(ref from, sourceRow, ref to, targetRow);
        Block8x4(ref Unsafe.Add(ref from, 4), sourceRow, ref Unsafe.Add(ref to, 4 * targetRow), targetRow);
    }

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
    private static void Block4(ref float from, int sourceRow, ref float to, int targetRow)
    {
        Vector128<float> a = Vector128.LoadUnsafe(ref from);
        Vector128<float> b = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, sourceRow));
        Vector128<float> c = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 2 * sourceRow));
        Vector128<float> d = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 3 * sourceRow));
        (Vector128<float> ac, Vector128<float> acHigh) = (UnpackLow(a, c), UnpackHigh(a, c));
        (Vector128<float> bd, Vector128<float> bdHigh) = (UnpackLow(b, d), UnpackHigh(b, d));
        UnpackLow(ac, bd).StoreUnsafe(ref to);
        UnpackHigh(ac, bd).StoreUnsafe(ref Unsafe.Add(ref to, targetRow));
        UnpackLow(acHigh, bdHigh).StoreUnsafe(ref Unsafe.Add(ref to, 2 * targetRow));
        UnpackHigh(acHigh, bdHigh).StoreUnsafe(ref Unsafe.Add(ref to, 3 * targetRow));
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

    /// <summary>Two rows into pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pairs(ref float a, ref float b, ref float target, int columns)
    {
        int done = columns & ~3;
        for (int j = 0; j < done; j += 4)
        {
            Vector128<float> first = Vector128.LoadUnsafe(ref Unsafe.Add(ref a, j)), second = Vector128.LoadUnsafe(ref Unsafe.Add(ref b, j));
            UnpackLow(first, second).StoreUnsafe(ref Unsafe.Add(ref target, 2 * j));
            UnpackHigh(first, second).StoreUnsafe(ref Unsafe.Add(ref target, 2 * j + 4));
        }

        for (int j = done; j < columns; j++)
        {
            Unsafe.Add(ref target, 2 * j) = Unsafe.Add(ref a, j);
            Unsafe.Add(ref target, 2 * j + 1) = Unsafe.Add(ref b, j);
        }
    }

    private static void Rest<T>(ref T source, int sourceRow, ref T target, int targetRow, int firstRow, int endRow, int firstColumn, int endColumn)
        where T : unmanaged
    {
        for (int i = firstRow; i < endRow; i++)
        {
            for (int j = firstColumn; j < endColumn; j++)
            {
                Unsafe.Add(ref target, j * targetRow + i) = Unsafe.Add(ref source, i * sourceRow + j);
            }
        }
    }
}
