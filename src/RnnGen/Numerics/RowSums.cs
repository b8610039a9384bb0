using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>
/// The sums of a matrix's rows: the gradient of by where time runs across the lanes. A row is summed in the lanes of a line of 64
/// bytes, and these are added up in the end, the upper half to the lower until one is left: every vector width gives the same bits.
/// </summary>
public static class RowSums
{
    /// <summary>sums[r] = Σ over i of a[r, i].</summary>
    /// <param name="a">The matrix; its rows are read to whole vectors, with zeros behind the last column.</param>
    /// <param name="aRow">Distance between its rows, in elements.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="sums">The result, so many numbers and no more.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref float a, nint aRow, int rows, int columns, ref float sums)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<Vector512<float>, float, WideLanes>(ref a, aRow, rows, columns, ref sums);
        }
        else
        {
            Run<Vector<float>, float, UsualLanes>(ref a, aRow, rows, columns, ref sums);
        }
    }

    /// <inheritdoc cref="Run(ref float, nint, int, int, ref float)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref double a, nint aRow, int rows, int columns, ref double sums)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<Vector512<double>, double, WideLanes>(ref a, aRow, rows, columns, ref sums);
        }
        else
        {
            Run<Vector<double>, double, UsualLanes>(ref a, aRow, rows, columns, ref sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<V, T, L>(ref T a, nint aRow, int rows, int columns, ref T sums)
        where L : struct, ILanes<V, T>
    {
        bool halves = Unsafe.SizeOf<V>() <= 32, quarters = Unsafe.SizeOf<V>() <= 16; // of a line
        for (; rows > 0; rows--)
        {
            V s0 = L.Zero, s1 = L.Zero, s2 = L.Zero, s3 = L.Zero;
            for (int i = 0; i < columns; i += 64 / Unsafe.SizeOf<T>())
            {
                ref T place = ref Unsafe.Add(ref a, i);
                s0 = L.Add(s0, L.Load(ref place));
                if (halves && i + L.Count < columns)
                {
                    s1 = L.Add(s1, L.Load(ref Unsafe.Add(ref place, L.Count)));
                }

                if (quarters && i + 2 * L.Count < columns)
                {
                    s2 = L.Add(s2, L.Load(ref Unsafe.Add(ref place, 2 * L.Count)));
                }

                if (quarters && i + 3 * L.Count < columns)
                {
                    s3 = L.Add(s3, L.Load(ref Unsafe.Add(ref place, 3 * L.Count)));
                }
            }

            sums = L.Sum(quarters ? L.Add(L.Add(s0, s2), L.Add(s1, s3)) : halves ? L.Add(s0, s1) : s0);
            a = ref Unsafe.Add(ref a, aRow);
            sums = ref Unsafe.Add(ref sums, 1);
        }
    }
}
