using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>
/// The product of a matrix with the transpose of another, both of few and long rows: sums run down the lanes, and those of a
/// line of 64 bytes are added up once at the end, so every vector width gives the same bits. Gradients of small networks are
/// that, a row being all steps of all sequences.
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
    /// <param name="spare">Twelve lines of 64 bytes for partial sums.</param>
    public static void Run(ref float a, nint aRow, ref float b, nint bRow, ref float c, nint cRow, int rows, int columns, int length, float scale, ref float spare)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Tile4x3<Vector512<float>, float, WideLanes>(ref a, aRow, ref b, bRow, ref c, cRow, rows, columns, length, scale, ref spare);
        }
        else
        {
            Tile4x3<Vector<float>, float, UsualLanes>(ref a, aRow, ref b, bRow, ref c, cRow, rows, columns, length, scale, ref spare);
        }
    }

    /// <inheritdoc cref="Run(ref float, nint, ref float, nint, ref float, nint, int, int, int, float, ref float)"/>
    public static void Run(ref double a, nint aRow, ref double b, nint bRow, ref double c, nint cRow, int rows, int columns, int length, double scale, ref double spare)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Tile4x3<Vector512<double>, double, WideLanes>(ref a, aRow, ref b, bRow, ref c, cRow, rows, columns, length, scale, ref spare);
        }
        else
        {
            Tile4x3<Vector<double>, double, UsualLanes>(ref a, aRow, ref b, bRow, ref c, cRow, rows, columns, length, scale, ref spare);
        }
    }

    /// <summary>Tiles of 4 rows of a and 3 of b; where fewer are left, the last one is computed several times over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x3<V, T, L>(ref T a, nint aRow, ref T b, nint bRow, ref T c, nint cRow, int rows, int columns, int length, T scale, ref T spare)
        where L : struct, ILanes<V, T>
    {
        V share = L.Create(scale);
        int line = 64 / Unsafe.SizeOf<T>();
        for (int i = 0; i < rows; i += 4)
        {
            int last = rows - i - 1;
            nint i1 = Math.Min(1, last);
            nint i2 = Math.Min(2, last);
            nint i3 = Math.Min(3, last);
            nint a1 = i1 * aRow, a2 = i2 * aRow, a3 = i3 * aRow;

            // The four rows stay in the first cache; of what comes from the second, three have to suffice for twelve sums.
            for (int j = 0; j < columns; j += 3)
            {
                int rest = columns - j - 1;
                nint j1 = Math.Min(1, rest), j2 = Math.Min(2, rest);
                nint b1 = j1 * bRow, b2 = j2 * bRow;
                for (int part = 0; part < line; part += L.Count)
                {
                    V c00 = L.Zero, c01 = L.Zero, c02 = L.Zero, c10 = L.Zero, c11 = L.Zero, c12 = L.Zero, c20 = L.Zero, c21 = L.Zero, c22 = L.Zero, c30 = L.Zero, c31 = L.Zero, c32 = L.Zero;
                    ref T left = ref Unsafe.Add(ref a, i * aRow + part);
                    ref T right = ref Unsafe.Add(ref b, j * bRow + part);
                    for (int l = 0; l < length; l += line)
                    {
                        V f0 = L.Load(ref right), f1 = L.Load(ref Unsafe.Add(ref right, b1)), f2 = L.Load(ref Unsafe.Add(ref right, b2)), e;
                        e = L.Load(ref left); c00 = L.MultiplyAdd(e, f0, c00); c01 = L.MultiplyAdd(e, f1, c01); c02 = L.MultiplyAdd(e, f2, c02);
                        e = L.Load(ref Unsafe.Add(ref left, a1)); c10 = L.MultiplyAdd(e, f0, c10); c11 = L.MultiplyAdd(e, f1, c11); c12 = L.MultiplyAdd(e, f2, c12);
                        e = L.Load(ref Unsafe.Add(ref left, a2)); c20 = L.MultiplyAdd(e, f0, c20); c21 = L.MultiplyAdd(e, f1, c21); c22 = L.MultiplyAdd(e, f2, c22);
                        e = L.Load(ref Unsafe.Add(ref left, a3)); c30 = L.MultiplyAdd(e, f0, c30); c31 = L.MultiplyAdd(e, f1, c31); c32 = L.MultiplyAdd(e, f2, c32);
                        left = ref Unsafe.Add(ref left, line);
                        right = ref Unsafe.Add(ref right, line);
                    }

                    ref T sums = ref Unsafe.Add(ref spare, part);
                    L.Store(c00, ref sums); L.Store(c01, ref Unsafe.Add(ref sums, line)); L.Store(c02, ref Unsafe.Add(ref sums, 2 * line));
                    L.Store(c10, ref Unsafe.Add(ref sums, 3 * line)); L.Store(c11, ref Unsafe.Add(ref sums, 4 * line)); L.Store(c12, ref Unsafe.Add(ref sums, 5 * line));
                    L.Store(c20, ref Unsafe.Add(ref sums, 6 * line)); L.Store(c21, ref Unsafe.Add(ref sums, 7 * line)); L.Store(c22, ref Unsafe.Add(ref sums, 8 * line));
                    L.Store(c30, ref Unsafe.Add(ref sums, 9 * line)); L.Store(c31, ref Unsafe.Add(ref sums, 10 * line)); L.Store(c32, ref Unsafe.Add(ref sums, 11 * line));
                }

                ref T cell = ref Unsafe.Add(ref c, j * cRow + i);
                Column<V, T, L>(ref cell, i1, i2, i3, ref spare, 3 * line, share);
                Column<V, T, L>(ref Unsafe.Add(ref cell, j1 * cRow), i1, i2, i3, ref Unsafe.Add(ref spare, line), 3 * line, share);
                Column<V, T, L>(ref Unsafe.Add(ref cell, j2 * cRow), i1, i2, i3, ref Unsafe.Add(ref spare, 2 * line), 3 * line, share);
            }
        }
    }

    /// <summary>A column of a tile: the sums of its four rows, whose lines are so far apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column<V, T, L>(ref T cell, nint i1, nint i2, nint i3, ref T sums, int next, V share)
        where L : struct, ILanes<V, T>
    {
        cell = Line<V, T, L>(ref sums, share);
        Unsafe.Add(ref cell, i1) = Line<V, T, L>(ref Unsafe.Add(ref sums, next), share);
        Unsafe.Add(ref cell, i2) = Line<V, T, L>(ref Unsafe.Add(ref sums, 2 * next), share);
        Unsafe.Add(ref cell, i3) = Line<V, T, L>(ref Unsafe.Add(ref sums, 3 * next), share);
    }

    /// <summary>The scaled sum of a line: halves are added up until one number is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Line<V, T, L>(ref T sums, V scale)
        where L : struct, ILanes<V, T>
    {
        V sum = Scaled(ref sums, 0, scale);
        if (Unsafe.SizeOf<V>() == 32)
        {
            sum = L.Add(sum, Scaled(ref sums, 1, scale));
        }
        else if (Unsafe.SizeOf<V>() == 16)
        {
            sum = L.Add(L.Add(sum, Scaled(ref sums, 2, scale)), L.Add(Scaled(ref sums, 1, scale), Scaled(ref sums, 3, scale)));
        }

        return L.Sum(sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static V Scaled(ref T sums, int vector, V scale) => L.MultiplyAdd(L.Load(ref Unsafe.Add(ref sums, vector * L.Count)), scale, L.Zero);
    }
}
