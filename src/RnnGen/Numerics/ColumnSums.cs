using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>The sums of a matrix's columns: gradients of biases. Each lane is one column, so every vector width gives the same bits.</summary>
public static class ColumnSums
{
    /// <summary>sums[i] = Σ over r of a[r, i], or so much more than before.</summary>
    /// <param name="a">The matrix; its rows are read to whole lines of 64 bytes.</param>
    /// <param name="aRow">Distance between its rows, in elements.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="sums">The result, written to whole lines of 64 bytes.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="more">Whether the sums are added to what stands there.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref float a, nint aRow, int rows, ref float sums, int columns, bool more = false)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<Vector512<float>, float, WideLanes>(ref a, aRow, rows, ref sums, columns, more);
        }
        else
        {
            Run<Vector<float>, float, UsualLanes>(ref a, aRow, rows, ref sums, columns, more);
        }
    }

    /// <inheritdoc cref="Run(ref float, nint, int, ref float, int, bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref double a, nint aRow, int rows, ref double sums, int columns, bool more = false)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<Vector512<double>, double, WideLanes>(ref a, aRow, rows, ref sums, columns, more);
        }
        else
        {
            Run<Vector<double>, double, UsualLanes>(ref a, aRow, rows, ref sums, columns, more);
        }
    }

    /// <summary>
    /// Two vectors side by side, for with one every line of a long matrix waits for the second cache alone (1 % of a mini-batch at
    /// H = 32, on 512 bits); the last of an odd number is there twice. Every fourth row is in one chain of additions, for an addition
    /// waits for the one before.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<V, T, L>(ref T a, nint aRow, int rows, ref T sums, int columns, bool more)
        where L : struct, ILanes<V, T>
    {
        for (int i = 0; i < columns; i += 2 * L.Count)
        {
            V s0 = L.Zero, s1 = L.Zero, s2 = L.Zero, s3 = L.Zero, t0 = L.Zero, t1 = L.Zero, t2 = L.Zero, t3 = L.Zero;
            int second = i + L.Count < columns ? i + L.Count : i;
            ref T left = ref Unsafe.Add(ref a, i), right = ref Unsafe.Add(ref a, second);
            int r = rows;
            for (; r >= 4; r -= 4)
            {
                s0 = L.Add(s0, L.Load(ref left));
                t0 = L.Add(t0, L.Load(ref right));
                s1 = L.Add(s1, L.Load(ref Unsafe.Add(ref left, aRow)));
                t1 = L.Add(t1, L.Load(ref Unsafe.Add(ref right, aRow)));
                s2 = L.Add(s2, L.Load(ref Unsafe.Add(ref left, 2 * aRow)));
                t2 = L.Add(t2, L.Load(ref Unsafe.Add(ref right, 2 * aRow)));
                s3 = L.Add(s3, L.Load(ref Unsafe.Add(ref left, 3 * aRow)));
                t3 = L.Add(t3, L.Load(ref Unsafe.Add(ref right, 3 * aRow)));
                left = ref Unsafe.Add(ref left, 4 * aRow);
                right = ref Unsafe.Add(ref right, 4 * aRow);
            }

            for (; r > 0; r--)
            {
                s0 = L.Add(s0, L.Load(ref left));
                t0 = L.Add(t0, L.Load(ref right));
                left = ref Unsafe.Add(ref left, aRow);
                right = ref Unsafe.Add(ref right, aRow);
            }

            V s = L.Add(L.Add(s0, s1), L.Add(s2, s3)), t = L.Add(L.Add(t0, t1), L.Add(t2, t3));
            ref T sum = ref Unsafe.Add(ref sums, i), next = ref Unsafe.Add(ref sums, second);
            if (more)
            {
                s = L.Add(s, L.Load(ref sum));
                t = L.Add(t, L.Load(ref next));
            }

            L.Store(s, ref sum);
            L.Store(t, ref next);
        }
    }
}
