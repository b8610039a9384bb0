using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>
/// Products of matrices in memory, by tiles of sums in registers: what networks compute for many sequences at once.
/// Each lane is one output and its sum runs in the order of the terms, so every vector width gives the same bits.
/// </summary>
public static class MatrixProduct
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
    /// <param name="depth">Terms of a sum.</param>
    /// <param name="chains">
    /// With 1, a sum goes on from its start, term by term. With more, so many neighbouring terms belong to as many chains, and
    /// every chain is summed from zero and added to what stands there: the order of a matrix-vector product in chains.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    /// <summary>Packs a factor for products of many rows: its columns are cut into strips as wide as a tile, the rows of a strip lie one behind the other.</summary>
    /// <param name="b">The factor. Its rows are read to whole lines of 64 bytes.</param>
    /// <param name="bRow">Distance between its rows, in elements.</param>
    /// <param name="packed">Receives as much as b, every row filled to whole lines of 64 bytes; elsewhere in memory.</param>
    /// <param name="rows">Rows of b.</param>
    /// <param name="columns">Columns of b.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(ref float b, nint bRow, ref float packed, int rows, int columns)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Tiles<Vector512<float>, float, WideLanes>.Pack(ref b, bRow, ref packed, rows, columns);
        }
        else
        {
            Tiles<Vector<float>, float, UsualLanes>.Pack(ref b, bRow, ref packed, rows, columns);
        }
    }

    /// <inheritdoc cref="Pack(ref float, nint, ref float, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(ref double b, nint bRow, ref double packed, int rows, int columns)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Tiles<Vector512<double>, double, WideLanes>.Pack(ref b, bRow, ref packed, rows, columns);
        }
        else
        {
            Tiles<Vector<double>, double, UsualLanes>.Pack(ref b, bRow, ref packed, rows, columns);
        }
    }

    /// <summary>h[r] = tanh(start[r] + Σ over k of a1[r, k] b1[k] + Σ over k of a2[r, k] b2[k]).</summary>
    /// <param name="first">A1 B1, which is summed first; where B1 is packed, B2 is too.</param>
    /// <param name="second">A2 B2, whose terms may be cut into chains.</param>
    /// <param name="start">What the sums start from; a null reference for zero.</param>
    /// <param name="startRow">Distance between its rows r, in elements; 0 for one row that all start from.</param>
    /// <param name="h">The result, elsewhere in memory.</param>
    /// <param name="hRow">Distance between its rows r.</param>
    /// <param name="rows">Rows of A1, A2 and h, at least 1.</param>
    /// <param name="columns">Columns of B1, B2 and h.</param>
    /// <param name="chains">
    /// Of the second product: more than 1 where its terms are cut into so many chains, each summed from zero and added to what
    /// came before.
    /// </param>
    /// <param name="inTurn">Whether neighbouring terms belong to different chains; otherwise a chain is a block of neighbours.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tanh(in Product<float> first, in Product<float> second, ref float start, nint startRow, ref float h, nint hRow, int rows, int columns, int chains = 1, bool inTurn = false)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Tiles<Vector512<float>, float, WideLanes>.Run<Tiles<Vector512<float>, float, WideLanes>.Keep>(first, second, new(chains, inTurn ? chains : 1, ref start, startRow, ref h, hRow, ref Unsafe.NullRef<float>(), 0), rows, columns, squash: true);
        }
        else
        {
            Tiles<Vector<float>, float, UsualLanes>.Run<Tiles<Vector<float>, float, UsualLanes>.Keep>(first, second, new(chains, inTurn ? chains : 1, ref start, startRow, ref h, hRow, ref Unsafe.NullRef<float>(), 0), rows, columns, squash: true);
        }
    }

    /// <inheritdoc cref="Tanh(in Product{float}, in Product{float}, ref float, nint, ref float, nint, int, int, int, bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tanh(in Product<double> first, in Product<double> second, ref double start, nint startRow, ref double h, nint hRow, int rows, int columns, int chains = 1, bool inTurn = false)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Tiles<Vector512<double>, double, WideLanes>.Run<Tiles<Vector512<double>, double, WideLanes>.Keep>(first, second, new(chains, inTurn ? chains : 1, ref start, startRow, ref h, hRow, ref Unsafe.NullRef<double>(), 0), rows, columns, squash: true);
        }
        else
        {
            Tiles<Vector<double>, double, UsualLanes>.Run<Tiles<Vector<double>, double, UsualLanes>.Keep>(first, second, new(chains, inTurn ? chains : 1, ref start, startRow, ref h, hRow, ref Unsafe.NullRef<double>(), 0), rows, columns, squash: true);
        }
    }

    /// <summary>e[r] = (1 - h[r]²) ∘ (Σ over k of a1[r, k] b1[k] + Σ over k of a2[r, k] b2[k]).</summary>
    /// <param name="first">A1 B1, which is summed first; where B1 is packed, B2 is too.</param>
    /// <param name="second">A2 B2.</param>
    /// <param name="h">Hyperbolic tangents.</param>
    /// <param name="e">The result, elsewhere in memory.</param>
    /// <param name="row">Distance between rows r of h and of e, in elements.</param>
    /// <param name="rows">Rows of A1, A2, h and e, at least 1.</param>
    /// <param name="columns">Columns of B1, B2, h and e.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ThroughTanh(in Product<float> first, in Product<float> second, ref float h, ref float e, nint row, int rows, int columns)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Tiles<Vector512<float>, float, WideLanes>.Run<Tiles<Vector512<float>, float, WideLanes>.Slope>(first, second, new(1, 1, ref Unsafe.NullRef<float>(), 0, ref e, row, ref h, row), rows, columns);
        }
        else
        {
            Tiles<Vector<float>, float, UsualLanes>.Run<Tiles<Vector<float>, float, UsualLanes>.Slope>(first, second, new(1, 1, ref Unsafe.NullRef<float>(), 0, ref e, row, ref h, row), rows, columns);
        }
    }

    /// <inheritdoc cref="ThroughTanh(in Product{float}, in Product{float}, ref float, ref float, nint, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ThroughTanh(in Product<double> first, in Product<double> second, ref double h, ref double e, nint row, int rows, int columns)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Tiles<Vector512<double>, double, WideLanes>.Run<Tiles<Vector512<double>, double, WideLanes>.Slope>(first, second, new(1, 1, ref Unsafe.NullRef<double>(), 0, ref e, row, ref h, row), rows, columns);
        }
        else
        {
            Tiles<Vector<double>, double, UsualLanes>.Run<Tiles<Vector<double>, double, UsualLanes>.Slope>(first, second, new(1, 1, ref Unsafe.NullRef<double>(), 0, ref e, row, ref h, row), rows, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<V, T, L>(ref T a, nint aRow, nint aColumn, ref T b, nint bRow, ref T start, nint startRow, ref T c, nint cRow, int rows, int columns, int depth, int chains)
        where L : struct, ILanes<V, T>
    {
        var product = new Product<T>(ref a, aRow, aColumn, ref b, bRow, depth);
        var work = new Work<T>(chains, chains, ref start, startRow, ref c, cRow, ref Unsafe.NullRef<T>(), 0);
        if (chains > 1)
        {
            Tiles<V, T, L>.Run<Tiles<V, T, L>.Keep>(default, product, work, rows, columns);
            return;
        }

        bool twoRows = Tiles<V, T, L>.GoesInTwoRows(rows, columns);
        int k = 0;
        do
        {
            product.Depth = Math.Min(Block, depth - k);
            if (twoRows)
            {
                Tiles<V, T, L>.RunTwoRows(product, work, rows, columns);
            }
            else
            {
                Tiles<V, T, L>.Run<Tiles<V, T, L>.Keep>(default, product, work, rows, columns);
            }

            product.A = ref Unsafe.Add(ref product.A, Block * aColumn);
            product.B = ref Unsafe.Add(ref product.B, Block * bRow);
            work.Start = ref c;
            work.StartRow = cRow;
            k += Block;
        }
        while (k < depth);
    }
}
