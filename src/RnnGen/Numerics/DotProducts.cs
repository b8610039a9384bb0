using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>
/// The product of a matrix with the transpose of another, both of few and long rows: sums run down the lanes, and those of a
/// vector are added up once at the end. Gradients of tiny networks are that, a row being all steps of all sequences.
/// </summary>
public static class DotProducts
{
    /// <summary>c[j, i] = scale Σ over l of a[i, l] b[j, l].</summary>
    /// <param name="a">Its rows are summed against those of b.</param>
    /// <param name="aRow">Distance between its rows i, in elements.</param>
    /// <param name="b">The other factor.</param>
    /// <param name="bRow">Distance between its rows j.</param>
    /// <param name="c">The result, elsewhere in memory; only columns × rows numbers of it are written.</param>
    /// <param name="cRow">Distance between its rows j.</param>
    /// <param name="rows">Rows of a, at least 1.</param>
    /// <param name="columns">Rows of b, at least 1.</param>
    /// <param name="length">Terms of a sum, a multiple of a line of 64 bytes.</param>
    /// <param name="scale">What every sum is multiplied by.</param>
    public static void Run(ref float a, nint aRow, ref float b, nint bRow, ref float c, nint cRow, int rows, int columns, int length, float scale)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Tile4x2<Vector512<float>, float, WideLanes>(ref a, aRow, ref b, bRow, ref c, cRow, rows, columns, length, scale);
        }
        else
        {
            Tile4x2<Vector<float>, float, UsualLanes>(ref a, aRow, ref b, bRow, ref c, cRow, rows, columns, length, scale);
        }
    }

    /// <inheritdoc cref="Run(ref float, nint, ref float, nint, ref float, nint, int, int, int, float)"/>
    public static void Run(ref double a, nint aRow, ref double b, nint bRow, ref double c, nint cRow, int rows, int columns, int length, double scale)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Tile4x2<Vector512<double>, double, WideLanes>(ref a, aRow, ref b, bRow, ref c, cRow, rows, columns, length, scale);
        }
        else
        {
            Tile4x2<Vector<double>, double, UsualLanes>(ref a, aRow, ref b, bRow, ref c, cRow, rows, columns, length, scale);
        }
    }

    /// <summary>Tiles of 4 rows of a and 2 of b; where fewer are left, the last one is computed several times over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x2<V, T, L>(ref T a, nint aRow, ref T b, nint bRow, ref T c, nint cRow, int rows, int columns, int length, T scale)
        where L : struct, ILanes<V, T>
    {
        V share = L.Create(scale);
        for (int j = 0; j < columns; j += 2)
        {
            nint j1 = Math.Min(1, columns - j - 1);
            nint b1 = j1 * bRow;
            for (int i = 0; i < rows; i += 4)
            {
                int last = rows - i - 1;
                nint i1 = Math.Min(1, last);
                nint i2 = Math.Min(2, last);
                nint i3 = Math.Min(3, last);
                nint a1 = i1 * aRow, a2 = i2 * aRow, a3 = i3 * aRow;
                V c00 = L.Zero, c01 = L.Zero, c10 = L.Zero, c11 = L.Zero, c20 = L.Zero, c21 = L.Zero, c30 = L.Zero, c31 = L.Zero;
                ref T left = ref Unsafe.Add(ref a, i * aRow);
                ref T right = ref Unsafe.Add(ref b, j * bRow);
                for (int l = 0; l < length; l += L.Count)
                {
                    V f0 = L.Load(ref right), f1 = L.Load(ref Unsafe.Add(ref right, b1)), e;
                    e = L.Load(ref left); c00 = L.MultiplyAdd(e, f0, c00); c01 = L.MultiplyAdd(e, f1, c01);
                    e = L.Load(ref Unsafe.Add(ref left, a1)); c10 = L.MultiplyAdd(e, f0, c10); c11 = L.MultiplyAdd(e, f1, c11);
                    e = L.Load(ref Unsafe.Add(ref left, a2)); c20 = L.MultiplyAdd(e, f0, c20); c21 = L.MultiplyAdd(e, f1, c21);
                    e = L.Load(ref Unsafe.Add(ref left, a3)); c30 = L.MultiplyAdd(e, f0, c30); c31 = L.MultiplyAdd(e, f1, c31);
                    left = ref Unsafe.Add(ref left, L.Count);
                    right = ref Unsafe.Add(ref right, L.Count);
                }

                ref T cell = ref Unsafe.Add(ref c, j * cRow + i);
                cell = L.Sum(L.MultiplyAdd(c00, share, L.Zero)); Unsafe.Add(ref cell, j1 * cRow) = L.Sum(L.MultiplyAdd(c01, share, L.Zero));
                Unsafe.Add(ref cell, i1) = L.Sum(L.MultiplyAdd(c10, share, L.Zero)); Unsafe.Add(ref cell, j1 * cRow + i1) = L.Sum(L.MultiplyAdd(c11, share, L.Zero));
                Unsafe.Add(ref cell, i2) = L.Sum(L.MultiplyAdd(c20, share, L.Zero)); Unsafe.Add(ref cell, j1 * cRow + i2) = L.Sum(L.MultiplyAdd(c21, share, L.Zero));
                Unsafe.Add(ref cell, i3) = L.Sum(L.MultiplyAdd(c30, share, L.Zero)); Unsafe.Add(ref cell, j1 * cRow + i3) = L.Sum(L.MultiplyAdd(c31, share, L.Zero));
            }
        }
    }
}
