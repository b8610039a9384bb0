using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>The sums of a matrix's columns: gradients of biases. Each lane is one column, so every vector width gives the same bits.</summary>
public static class ColumnSums
{
    /// <summary>sums[i] = Σ over r of a[r, i].</summary>
    /// <param name="a">The matrix; its rows are read to whole lines of 64 bytes.</param>
    /// <param name="aRow">Distance between its rows, in elements.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="sums">The result, written to whole lines of 64 bytes.</param>
    /// <param name="columns">Number of columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref float a, nint aRow, int rows, ref float sums, int columns)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<Vector512<float>, float, WideLanes>(ref a, aRow, rows, ref sums, columns);
        }
        else
        {
            Run<Vector<float>, float, UsualLanes>(ref a, aRow, rows, ref sums, columns);
        }
    }

    /// <inheritdoc cref="Run(ref float, nint, int, ref float, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref double a, nint aRow, int rows, ref double sums, int columns)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<Vector512<double>, double, WideLanes>(ref a, aRow, rows, ref sums, columns);
        }
        else
        {
            Run<Vector<double>, double, UsualLanes>(ref a, aRow, rows, ref sums, columns);
        }
    }

    /// <summary>Every fourth row in one chain of additions, for an addition waits for the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<V, T, L>(ref T a, nint aRow, int rows, ref T sums, int columns)
        where L : struct, ILanes<V, T>
    {
        for (int i = 0; i < columns; i += L.Count)
        {
            V s0 = L.Zero, s1 = L.Zero, s2 = L.Zero, s3 = L.Zero;
            ref T place = ref Unsafe.Add(ref a, i);
            int r = rows;
            for (; r >= 4; r -= 4)
            {
                s0 = L.Add(s0, L.Load(ref place));
                s1 = L.Add(s1, L.Load(ref Unsafe.Add(ref place, aRow)));
                s2 = L.Add(s2, L.Load(ref Unsafe.Add(ref place, 2 * aRow)));
                s3 = L.Add(s3, L.Load(ref Unsafe.Add(ref place, 3 * aRow)));
                place = ref Unsafe.Add(ref place, 4 * aRow);
            }

            for (; r > 0; r--)
            {
                s0 = L.Add(s0, L.Load(ref place));
                place = ref Unsafe.Add(ref place, aRow);
            }

            L.Store(L.Add(L.Add(s0, s1), L.Add(s2, s3)), ref Unsafe.Add(ref sums, i));
        }
    }
}
