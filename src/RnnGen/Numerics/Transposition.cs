using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
        int blockRows = rows & ~3;
        int blockColumns = columns & ~3;
        for (int i = 0; i < blockRows; i += 4)
        {
            for (int j = 0; j < blockColumns; j += 4)
            {
                ref float from = ref Unsafe.Add(ref source, i * sourceRow + j);
                Vector128<float> a = Vector128.LoadUnsafe(ref from);
                Vector128<float> b = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, sourceRow));
                Vector128<float> c = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 2 * sourceRow));
                Vector128<float> d = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 3 * sourceRow));
                (Vector128<float> ac, Vector128<float> acHigh) = (UnpackLow(a, c), UnpackHigh(a, c));
                (Vector128<float> bd, Vector128<float> bdHigh) = (UnpackLow(b, d), UnpackHigh(b, d));
                ref float to = ref Unsafe.Add(ref target, j * targetRow + i);
                UnpackLow(ac, bd).StoreUnsafe(ref to);
                UnpackHigh(ac, bd).StoreUnsafe(ref Unsafe.Add(ref to, targetRow));
                UnpackLow(acHigh, bdHigh).StoreUnsafe(ref Unsafe.Add(ref to, 2 * targetRow));
                UnpackHigh(acHigh, bdHigh).StoreUnsafe(ref Unsafe.Add(ref to, 3 * targetRow));
            }
        }

        Rest(ref source, sourceRow, ref target, targetRow, 0, blockRows, blockColumns, columns);
        Rest(ref source, sourceRow, ref target, targetRow, blockRows, rows, 0, columns);
    }

    /// <inheritdoc cref="Run(ref float, int, ref float, int, int, int)"/>
    public static void Run(ref double source, int sourceRow, ref double target, int targetRow, int rows, int columns) =>
        Rest(ref source, sourceRow, ref target, targetRow, 0, rows, 0, columns);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> UnpackLow(Vector128<float> a, Vector128<float> b) =>
        System.Runtime.Intrinsics.X86.Sse.IsSupported ? System.Runtime.Intrinsics.X86.Sse.UnpackLow(a, b)
        : System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.IsSupported ? System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> UnpackHigh(Vector128<float> a, Vector128<float> b) =>
        System.Runtime.Intrinsics.X86.Sse.IsSupported ? System.Runtime.Intrinsics.X86.Sse.UnpackHigh(a, b)
        : System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.IsSupported ? System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);

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
