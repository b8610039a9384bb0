using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>
/// The product of two matrices in memory, by tiles of sums in registers: what networks compute for many sequences at once.
/// Each lane is one output and its sum runs in the order of the terms, so every vector width gives the same bits.
/// </summary>
public static partial class MatrixProduct
{
    /// <summary>
    /// Terms summed before the next tile: so many rows of a strip of B, at most 192 bytes each, stay in the first cache for all
    /// rows of C. The sums go on where they stopped, so this does not change them.
    /// </summary>
    private const int Block = 128;

    /// <summary>C[r] = start[r] + Σ over k of a[r, k] b[k]. Rows of b, c and start are read and written to whole lines of 64 bytes.</summary>
    /// <param name="a">The factor that is broadcast.</param>
    /// <param name="aRow">Distance between its rows r, in elements.</param>
    /// <param name="aColumn">Distance between its columns k.</param>
    /// <param name="b">The factor that is loaded, depth rows.</param>
    /// <param name="bRow">Distance between its rows k.</param>
    /// <param name="start">What the sums start from; a null reference for zero. It may be c itself.</param>
    /// <param name="startRow">Distance between its rows r; 0 for one row that all start from.</param>
    /// <param name="c">The result.</param>
    /// <param name="cRow">Distance between its rows r.</param>
    /// <param name="rows">Rows of a and c, at least 1.</param>
    /// <param name="columns">Columns of b and c.</param>
    /// <param name="depth">Terms of a sum, at least 1.</param>
    /// <param name="chains">
    /// With 1, a sum goes on from its start, term by term. With more, the terms are cut into so many blocks of neighbours,
    /// and every block is summed from zero and added to what stands there: the order of a matrix-vector product in chains.
    /// </param>
    public static void Run(ref float a, nint aRow, nint aColumn, ref float b, nint bRow, ref float start, nint startRow, ref float c, nint cRow, int rows, int columns, int depth, int chains = 1)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<Vector512<float>, float, WideLanes>(ref a, aRow, aColumn, ref b, bRow, ref start, startRow, ref c, cRow, rows, columns, depth, chains);
        }
        else
        {
            Run<Vector<float>, float, UsualLanes>(ref a, aRow, aColumn, ref b, bRow, ref start, startRow, ref c, cRow, rows, columns, depth, chains);
        }
    }

    /// <inheritdoc cref="Run(ref float, nint, nint, ref float, nint, ref float, nint, ref float, nint, int, int, int, int)"/>
    public static void Run(ref double a, nint aRow, nint aColumn, ref double b, nint bRow, ref double start, nint startRow, ref double c, nint cRow, int rows, int columns, int depth, int chains = 1)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<Vector512<double>, double, WideLanes>(ref a, aRow, aColumn, ref b, bRow, ref start, startRow, ref c, cRow, rows, columns, depth, chains);
        }
        else
        {
            Run<Vector<double>, double, UsualLanes>(ref a, aRow, aColumn, ref b, bRow, ref start, startRow, ref c, cRow, rows, columns, depth, chains);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<V, T, L>(ref T a, nint aRow, nint aColumn, ref T b, nint bRow, ref T start, nint startRow, ref T c, nint cRow, int rows, int columns, int depth, int chains)
        where L : struct, ILanes<V, T>
    {
        int vectors = (columns + L.Count - 1) / L.Count, tall = TallRows<V>(rows);
        for (int done = 0, strip; done < vectors; done += strip)
        {
            int left = vectors - done;
            strip = left is 1 ? 1 : left is 2 or 4 ? 2 : 3; // 4 as 2 and 2: a single vector would need more loads than sums
            int i = done * L.Count;
            ref T from = ref Unsafe.IsNullRef(ref start) ? ref start : ref Unsafe.Add(ref start, i);
            nint fromRow = startRow;
            ref T to = ref Unsafe.Add(ref c, i);
            if (chains > 1)
            {
                Fill<V, T, L>(ref from, fromRow, ref to, cRow, rows, strip);
                from = ref Unsafe.NullRef<T>();
            }

            int blocks = chains > 1 ? chains : (depth + Block - 1) / Block;
            for (int block = 0; block < blocks; block++)
            {
                int k = chains > 1 ? block * depth / chains : block * Block;
                int terms = (chains > 1 ? (block + 1) * depth / chains : Math.Min(depth, k + Block)) - k;
                ref T factor = ref Unsafe.Add(ref a, k * aColumn);
                ref T row = ref Unsafe.Add(ref b, k * bRow + i);
                int above = strip > 1 ? tall : 0;
                if (above > 0)
                {
                    if (strip == 2)
                    {
                        Tall8x2<V, T, L>(ref factor, aRow, aColumn, ref row, bRow, ref from, fromRow, ref to, cRow, above, terms, chains > 1);
                    }
                    else
                    {
                        Tall8x3<V, T, L>(ref factor, aRow, aColumn, ref row, bRow, ref from, fromRow, ref to, cRow, above, terms, chains > 1);
                    }
                }

                if (above < rows)
                {
                    factor = ref Unsafe.Add(ref factor, above * aRow);
                    ref T origin = ref Unsafe.IsNullRef(ref from) ? ref from : ref Unsafe.Add(ref from, above * fromRow);
                    ref T corner = ref Unsafe.Add(ref to, above * cRow);
                    switch (strip)
                    {
                        case 1:
                            Tile8x1<V, T, L>(ref factor, aRow, aColumn, ref row, bRow, ref origin, fromRow, ref corner, cRow, rows - above, terms, chains > 1);
                            break;
                        case 2:
                            Tile4x2<V, T, L>(ref factor, aRow, aColumn, ref row, bRow, ref origin, fromRow, ref corner, cRow, rows - above, terms, chains > 1);
                            break;
                        default:
                            Tile4x3<V, T, L>(ref factor, aRow, aColumn, ref row, bRow, ref origin, fromRow, ref corner, cRow, rows - above, terms, chains > 1);
                            break;
                    }
                }

                if (chains == 1)
                {
                    from = ref to;
                    fromRow = cRow;
                }
            }
        }
    }

    /// <summary>C = start, for a strip of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fill<V, T, L>(ref T start, nint startRow, ref T c, nint cRow, int rows, int strip)
        where L : struct, ILanes<V, T>
    {
        for (int r = 0; r < rows; r++)
        {
            for (int v = 0; v < strip; v++)
            {
                V value = Unsafe.IsNullRef(ref start) ? L.Zero : L.Load(ref Unsafe.Add(ref start, r * startRow + v * L.Count));
                L.Store(value, ref Unsafe.Add(ref c, r * cRow + v * L.Count));
            }
        }
    }

    // The tiles. Where fewer rows are left than a tile has, the last one is computed several times over.

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x3<V, T, L>(ref T a, nint aRow, nint aColumn, ref T b, nint bRow, ref T start, nint startRow, ref T c, nint cRow, int rows, int depth, bool add)
        where L : struct, ILanes<V, T>
    {
        for (int r = 0; r < rows; r += 4)
        {
            int last = rows - r - 1;
            nint r1 = Math.Min(1, last);
            nint r2 = Math.Min(2, last);
            nint r3 = Math.Min(3, last);
            nint a1 = r1 * aRow, a2 = r2 * aRow, a3 = r3 * aRow;
            V c00 = L.Zero, c01 = L.Zero, c02 = L.Zero, c10 = L.Zero, c11 = L.Zero, c12 = L.Zero, c20 = L.Zero, c21 = L.Zero, c22 = L.Zero, c30 = L.Zero, c31 = L.Zero, c32 = L.Zero;
            if (!Unsafe.IsNullRef(ref start))
            {
                ref T from = ref Unsafe.Add(ref start, r * startRow);
                c00 = L.Load(ref from); c01 = L.Load(ref Unsafe.Add(ref from, L.Count)); c02 = L.Load(ref Unsafe.Add(ref from, 2 * L.Count));
                c10 = L.Load(ref Unsafe.Add(ref from, r1 * startRow)); c11 = L.Load(ref Unsafe.Add(ref from, r1 * startRow + L.Count)); c12 = L.Load(ref Unsafe.Add(ref from, r1 * startRow + 2 * L.Count));
                c20 = L.Load(ref Unsafe.Add(ref from, r2 * startRow)); c21 = L.Load(ref Unsafe.Add(ref from, r2 * startRow + L.Count)); c22 = L.Load(ref Unsafe.Add(ref from, r2 * startRow + 2 * L.Count));
                c30 = L.Load(ref Unsafe.Add(ref from, r3 * startRow)); c31 = L.Load(ref Unsafe.Add(ref from, r3 * startRow + L.Count)); c32 = L.Load(ref Unsafe.Add(ref from, r3 * startRow + 2 * L.Count));
            }

            ref T left = ref Unsafe.Add(ref a, r * aRow);
            ref T right = ref b;
            for (int k = depth; k > 0; k--)
            {
                V b0 = L.Load(ref right), b1 = L.Load(ref Unsafe.Add(ref right, L.Count)), b2 = L.Load(ref Unsafe.Add(ref right, 2 * L.Count)), f;
                f = L.Create(left); c00 = L.MultiplyAdd(f, b0, c00); c01 = L.MultiplyAdd(f, b1, c01); c02 = L.MultiplyAdd(f, b2, c02);
                f = L.Create(Unsafe.Add(ref left, a1)); c10 = L.MultiplyAdd(f, b0, c10); c11 = L.MultiplyAdd(f, b1, c11); c12 = L.MultiplyAdd(f, b2, c12);
                f = L.Create(Unsafe.Add(ref left, a2)); c20 = L.MultiplyAdd(f, b0, c20); c21 = L.MultiplyAdd(f, b1, c21); c22 = L.MultiplyAdd(f, b2, c22);
                f = L.Create(Unsafe.Add(ref left, a3)); c30 = L.MultiplyAdd(f, b0, c30); c31 = L.MultiplyAdd(f, b1, c31); c32 = L.MultiplyAdd(f, b2, c32);
                left = ref Unsafe.Add(ref left, aColumn);
                right = ref Unsafe.Add(ref right, bRow);
            }

            ref T cell = ref Unsafe.Add(ref c, r * cRow);
            if (add)
            {
                // All are loaded before any is stored, for a row may be there several times.
                c00 = L.Add(L.Load(ref cell), c00); c01 = L.Add(L.Load(ref Unsafe.Add(ref cell, L.Count)), c01); c02 = L.Add(L.Load(ref Unsafe.Add(ref cell, 2 * L.Count)), c02);
                c10 = L.Add(L.Load(ref Unsafe.Add(ref cell, r1 * cRow)), c10); c11 = L.Add(L.Load(ref Unsafe.Add(ref cell, r1 * cRow + L.Count)), c11); c12 = L.Add(L.Load(ref Unsafe.Add(ref cell, r1 * cRow + 2 * L.Count)), c12);
                c20 = L.Add(L.Load(ref Unsafe.Add(ref cell, r2 * cRow)), c20); c21 = L.Add(L.Load(ref Unsafe.Add(ref cell, r2 * cRow + L.Count)), c21); c22 = L.Add(L.Load(ref Unsafe.Add(ref cell, r2 * cRow + 2 * L.Count)), c22);
                c30 = L.Add(L.Load(ref Unsafe.Add(ref cell, r3 * cRow)), c30); c31 = L.Add(L.Load(ref Unsafe.Add(ref cell, r3 * cRow + L.Count)), c31); c32 = L.Add(L.Load(ref Unsafe.Add(ref cell, r3 * cRow + 2 * L.Count)), c32);
            }

            L.Store(c00, ref cell); L.Store(c01, ref Unsafe.Add(ref cell, L.Count)); L.Store(c02, ref Unsafe.Add(ref cell, 2 * L.Count));
            L.Store(c10, ref Unsafe.Add(ref cell, r1 * cRow)); L.Store(c11, ref Unsafe.Add(ref cell, r1 * cRow + L.Count)); L.Store(c12, ref Unsafe.Add(ref cell, r1 * cRow + 2 * L.Count));
            L.Store(c20, ref Unsafe.Add(ref cell, r2 * cRow)); L.Store(c21, ref Unsafe.Add(ref cell, r2 * cRow + L.Count)); L.Store(c22, ref Unsafe.Add(ref cell, r2 * cRow + 2 * L.Count));
            L.Store(c30, ref Unsafe.Add(ref cell, r3 * cRow)); L.Store(c31, ref Unsafe.Add(ref cell, r3 * cRow + L.Count)); L.Store(c32, ref Unsafe.Add(ref cell, r3 * cRow + 2 * L.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x2<V, T, L>(ref T a, nint aRow, nint aColumn, ref T b, nint bRow, ref T start, nint startRow, ref T c, nint cRow, int rows, int depth, bool add)
        where L : struct, ILanes<V, T>
    {
        for (int r = 0; r < rows; r += 4)
        {
            int last = rows - r - 1;
            nint r1 = Math.Min(1, last);
            nint r2 = Math.Min(2, last);
            nint r3 = Math.Min(3, last);
            nint a1 = r1 * aRow, a2 = r2 * aRow, a3 = r3 * aRow;
            V c00 = L.Zero, c01 = L.Zero, c10 = L.Zero, c11 = L.Zero, c20 = L.Zero, c21 = L.Zero, c30 = L.Zero, c31 = L.Zero;
            if (!Unsafe.IsNullRef(ref start))
            {
                ref T from = ref Unsafe.Add(ref start, r * startRow);
                c00 = L.Load(ref from); c01 = L.Load(ref Unsafe.Add(ref from, L.Count));
                c10 = L.Load(ref Unsafe.Add(ref from, r1 * startRow)); c11 = L.Load(ref Unsafe.Add(ref from, r1 * startRow + L.Count));
                c20 = L.Load(ref Unsafe.Add(ref from, r2 * startRow)); c21 = L.Load(ref Unsafe.Add(ref from, r2 * startRow + L.Count));
                c30 = L.Load(ref Unsafe.Add(ref from, r3 * startRow)); c31 = L.Load(ref Unsafe.Add(ref from, r3 * startRow + L.Count));
            }

            ref T left = ref Unsafe.Add(ref a, r * aRow);
            ref T right = ref b;
            for (int k = depth; k > 0; k--)
            {
                V b0 = L.Load(ref right), b1 = L.Load(ref Unsafe.Add(ref right, L.Count)), f;
                f = L.Create(left); c00 = L.MultiplyAdd(f, b0, c00); c01 = L.MultiplyAdd(f, b1, c01);
                f = L.Create(Unsafe.Add(ref left, a1)); c10 = L.MultiplyAdd(f, b0, c10); c11 = L.MultiplyAdd(f, b1, c11);
                f = L.Create(Unsafe.Add(ref left, a2)); c20 = L.MultiplyAdd(f, b0, c20); c21 = L.MultiplyAdd(f, b1, c21);
                f = L.Create(Unsafe.Add(ref left, a3)); c30 = L.MultiplyAdd(f, b0, c30); c31 = L.MultiplyAdd(f, b1, c31);
                left = ref Unsafe.Add(ref left, aColumn);
                right = ref Unsafe.Add(ref right, bRow);
            }

            ref T cell = ref Unsafe.Add(ref c, r * cRow);
            if (add)
            {
                // All are loaded before any is stored, for a row may be there several times.
                c00 = L.Add(L.Load(ref cell), c00); c01 = L.Add(L.Load(ref Unsafe.Add(ref cell, L.Count)), c01);
                c10 = L.Add(L.Load(ref Unsafe.Add(ref cell, r1 * cRow)), c10); c11 = L.Add(L.Load(ref Unsafe.Add(ref cell, r1 * cRow + L.Count)), c11);
                c20 = L.Add(L.Load(ref Unsafe.Add(ref cell, r2 * cRow)), c20); c21 = L.Add(L.Load(ref Unsafe.Add(ref cell, r2 * cRow + L.Count)), c21);
                c30 = L.Add(L.Load(ref Unsafe.Add(ref cell, r3 * cRow)), c30); c31 = L.Add(L.Load(ref Unsafe.Add(ref cell, r3 * cRow + L.Count)), c31);
            }

            L.Store(c00, ref cell); L.Store(c01, ref Unsafe.Add(ref cell, L.Count));
            L.Store(c10, ref Unsafe.Add(ref cell, r1 * cRow)); L.Store(c11, ref Unsafe.Add(ref cell, r1 * cRow + L.Count));
            L.Store(c20, ref Unsafe.Add(ref cell, r2 * cRow)); L.Store(c21, ref Unsafe.Add(ref cell, r2 * cRow + L.Count));
            L.Store(c30, ref Unsafe.Add(ref cell, r3 * cRow)); L.Store(c31, ref Unsafe.Add(ref cell, r3 * cRow + L.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile8x1<V, T, L>(ref T a, nint aRow, nint aColumn, ref T b, nint bRow, ref T start, nint startRow, ref T c, nint cRow, int rows, int depth, bool add)
        where L : struct, ILanes<V, T>
    {
        for (int r = 0; r < rows; r += 8)
        {
            int last = rows - r - 1;
            nint r1 = Math.Min(1, last);
            nint r2 = Math.Min(2, last);
            nint r3 = Math.Min(3, last);
            nint r4 = Math.Min(4, last);
            nint r5 = Math.Min(5, last);
            nint r6 = Math.Min(6, last);
            nint r7 = Math.Min(7, last);
            nint a1 = r1 * aRow, a2 = r2 * aRow, a3 = r3 * aRow, a4 = r4 * aRow, a5 = r5 * aRow, a6 = r6 * aRow, a7 = r7 * aRow;
            V c00 = L.Zero, c10 = L.Zero, c20 = L.Zero, c30 = L.Zero, c40 = L.Zero, c50 = L.Zero, c60 = L.Zero, c70 = L.Zero;
            if (!Unsafe.IsNullRef(ref start))
            {
                ref T from = ref Unsafe.Add(ref start, r * startRow);
                c00 = L.Load(ref from);
                c10 = L.Load(ref Unsafe.Add(ref from, r1 * startRow));
                c20 = L.Load(ref Unsafe.Add(ref from, r2 * startRow));
                c30 = L.Load(ref Unsafe.Add(ref from, r3 * startRow));
                c40 = L.Load(ref Unsafe.Add(ref from, r4 * startRow));
                c50 = L.Load(ref Unsafe.Add(ref from, r5 * startRow));
                c60 = L.Load(ref Unsafe.Add(ref from, r6 * startRow));
                c70 = L.Load(ref Unsafe.Add(ref from, r7 * startRow));
            }

            ref T left = ref Unsafe.Add(ref a, r * aRow);
            ref T right = ref b;
            for (int k = depth; k > 0; k--)
            {
                V b0 = L.Load(ref right), f;
                f = L.Create(left); c00 = L.MultiplyAdd(f, b0, c00);
                f = L.Create(Unsafe.Add(ref left, a1)); c10 = L.MultiplyAdd(f, b0, c10);
                f = L.Create(Unsafe.Add(ref left, a2)); c20 = L.MultiplyAdd(f, b0, c20);
                f = L.Create(Unsafe.Add(ref left, a3)); c30 = L.MultiplyAdd(f, b0, c30);
                f = L.Create(Unsafe.Add(ref left, a4)); c40 = L.MultiplyAdd(f, b0, c40);
                f = L.Create(Unsafe.Add(ref left, a5)); c50 = L.MultiplyAdd(f, b0, c50);
                f = L.Create(Unsafe.Add(ref left, a6)); c60 = L.MultiplyAdd(f, b0, c60);
                f = L.Create(Unsafe.Add(ref left, a7)); c70 = L.MultiplyAdd(f, b0, c70);
                left = ref Unsafe.Add(ref left, aColumn);
                right = ref Unsafe.Add(ref right, bRow);
            }

            ref T cell = ref Unsafe.Add(ref c, r * cRow);
            if (add)
            {
                // All are loaded before any is stored, for a row may be there several times.
                c00 = L.Add(L.Load(ref cell), c00);
                c10 = L.Add(L.Load(ref Unsafe.Add(ref cell, r1 * cRow)), c10);
                c20 = L.Add(L.Load(ref Unsafe.Add(ref cell, r2 * cRow)), c20);
                c30 = L.Add(L.Load(ref Unsafe.Add(ref cell, r3 * cRow)), c30);
                c40 = L.Add(L.Load(ref Unsafe.Add(ref cell, r4 * cRow)), c40);
                c50 = L.Add(L.Load(ref Unsafe.Add(ref cell, r5 * cRow)), c50);
                c60 = L.Add(L.Load(ref Unsafe.Add(ref cell, r6 * cRow)), c60);
                c70 = L.Add(L.Load(ref Unsafe.Add(ref cell, r7 * cRow)), c70);
            }

            L.Store(c00, ref cell);
            L.Store(c10, ref Unsafe.Add(ref cell, r1 * cRow));
            L.Store(c20, ref Unsafe.Add(ref cell, r2 * cRow));
            L.Store(c30, ref Unsafe.Add(ref cell, r3 * cRow));
            L.Store(c40, ref Unsafe.Add(ref cell, r4 * cRow));
            L.Store(c50, ref Unsafe.Add(ref cell, r5 * cRow));
            L.Store(c60, ref Unsafe.Add(ref cell, r6 * cRow));
            L.Store(c70, ref Unsafe.Add(ref cell, r7 * cRow));
        }
    }
}
