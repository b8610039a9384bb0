using System;
using System.Collections.Generic;

namespace RnnGen.Generator.Planning;

/// <summary>
/// The register tile of a product of two matrices, C = start + A B: Rows × Vectors sums stay in registers while the
/// terms go by, a row of B and a broadcast of A for each row of the tile. The last tile of a row, and the last row of
/// tiles, overlap the ones before them where they do not come out even, which costs less than tiles of other shapes.
/// </summary>
/// <param name="Rows">Rows of a tile.</param>
/// <param name="Vectors">Vectors of a tile.</param>
/// <param name="Columns">Elements of a row of C that are computed: whole vectors.</param>
internal sealed record ProductTile(int Rows, int Vectors, int Columns)
{
    /// <summary>Sums in registers: twelve, three vectors of B and a broadcast fill a machine with sixteen.</summary>
    public const int MostSums = 12;

    /// <summary>The same with AVX-512, which has thirty-two: two dozen, and four vectors of B.</summary>
    public const int MostWideSums = 24;

    /// <summary>
    /// The tile that takes the fewest cycles over all the products it serves, counting a tile's term as the longest of
    /// its arithmetic (two multiply-adds a cycle), its loads (two a cycle) and the latency of a sum (4 cycles).
    /// </summary>
    /// <param name="outputs">Length of a row of C.</param>
    /// <param name="rows">Rows of C, one number for each product.</param>
    /// <param name="width">Lanes of a vector.</param>
    /// <param name="mostSums">Sums that fit the registers.</param>
    public static ProductTile For(int outputs, IReadOnlyList<int> rows, int width, int mostSums)
    {
        int vectors = Arithmetic.CeilingDivide(outputs, width);
        ProductTile best = new(1, 1, vectors * width);
        double least = double.MaxValue;
        for (int across = 1; across <= Math.Min(4, vectors); across++)
        {
            for (int down = 1; down <= Math.Min(8, mostSums / across); down++)
            {
                double cycles = 0;
                foreach (int count in rows)
                {
                    int height = count < down ? 1 : down;
                    double term = Math.Max(4, Math.Max(height * across, height + across) / 2.0);
                    cycles += Arithmetic.CeilingDivide(count, height) * Arithmetic.CeilingDivide(vectors, across) * term;
                }

                if (cycles <= least)
                {
                    least = cycles;
                    best = new(down, across, vectors * width);
                }
            }
        }

        return best;
    }
}
