using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

/// <summary>The product A B of two matrices in memory, to be summed: the terms a[r, k] b[k], k below <see cref="Depth"/>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public ref struct Product<T>
{
    /// <summary>Describes a product; nothing is computed.</summary>
    /// <param name="a">The factor that is broadcast, number by number.</param>
    /// <param name="aRow">Distance between its rows r, in elements.</param>
    /// <param name="aColumn">Distance between its columns k.</param>
    /// <param name="b">The factor that is loaded, vector by vector: its rows are read to whole lines of 64 bytes.</param>
    /// <param name="bRow">Distance between its rows k.</param>
    /// <param name="depth">Terms of a sum; with 0 nothing is read.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Product(ref T a, nint aRow, nint aColumn, ref T b, nint bRow, int depth)
    {
        A = ref a;
        ARow = aRow;
        AColumn = aColumn;
        B = ref b;
        BRow = bRow;
        Depth = depth;
    }

    /// <summary>Describes a product with a factor that <see cref="MatrixProduct.Pack(ref float, nint, ref float, int, int)"/> has packed.</summary>
    /// <param name="a">The factor that is broadcast, number by number.</param>
    /// <param name="aRow">Distance between its rows r, in elements.</param>
    /// <param name="aColumn">Distance between its columns k.</param>
    /// <param name="packed">The factor that is loaded.</param>
    /// <param name="depth">Terms of a sum: the rows that were packed; or 0, and nothing is read.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Product(ref T a, nint aRow, nint aColumn, ref T packed, int depth)
        : this(ref a, aRow, aColumn, ref packed, 0, depth)
    {
    }

    internal readonly bool IsPacked => BRow == 0 && Depth > 0;

    internal ref T A;

    internal readonly nint ARow;

    internal readonly nint AColumn;

    internal ref T B;

    internal nint BRow;

    internal int Depth;

    /// <summary>From the first column of a strip to that of another, in elements for each column between them.</summary>
    internal nint BColumn = 1;

    /// <summary>The same, where the factor is packed with the places of its rows and strips, so many columns wide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Product<T> Strips(int width)
    {
        Product<T> product = this;
        if (IsPacked)
        {
            product.BRow = width;
            product.BColumn = Depth;
        }

        return product;
    }
}
