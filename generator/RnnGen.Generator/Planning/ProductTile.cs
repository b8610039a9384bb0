using System;
using System.Collections.Generic;

namespace RnnGen.Generator.Planning;

/// <summary>
/// The register tile of a product of two matrices, C = start + A B: Rows × Vectors sums stay in registers while the
/// terms go by, a row of B and a broadcast of A for each row of the tile. One tile serves every vector width. The last
/// tile of a row, and the last row of tiles, overlap the ones before them where they do not come out even, which costs
/// less than tiles of other shapes.
/// </summary>
/// <param name="Rows">Rows of a tile.</param>
/// <param name="Vectors">Vectors of a tile: no more than a row has of the widest.</param>
internal sealed record ProductTile(int Rows, int Vectors)
{
    /// <summary>
    /// Sums in registers: twelve, three vectors of B and a broadcast fill a machine with sixteen. Eight hide the latency
    /// of a multiply-add (4 cycles, two a cycle), so machines with more registers gain nothing from more sums.
    /// </summary>
    public const int MostSums = 12;

    /// <summary>
    /// The tile that takes the fewest cycles over all the products it serves, counting a tile's term as the longest of
    /// its arithmetic (two multiply-adds a cycle), its loads (two a cycle) and the latency of a sum (4 cycles).
    /// </summary>
    /// <param name="outputs">Length of a row of C.</param>
    /// <param name="rows">Rows of C, one number for each product.</param>
    /// <param name="lanes">The vector widths.</param>
    public static ProductTile For(int outputs, IReadOnlyList<int> rows, Lanes lanes)
    {
        int vectors = Arithmetic.CeilingDivide(outputs, lanes.Wide);
        ProductTile best = new(1, 1);
        double least = double.MaxValue;
        for (int across = 1; across <= Math.Min(3, vectors); across++)
        {
            for (int down = 1; down <= Math.Min(8, MostSums / across); down++)
            {
                double term = Math.Max(4, Math.Max(down * across, down + across) / 2.0);
                double cycles = 0;
                foreach (int count in rows)
                {
                    cycles += Arithmetic.CeilingDivide(count, down) * Arithmetic.CeilingDivide(vectors, across) * term;
                }

                if (cycles <= least)
                {
                    least = cycles;
                    best = new(down, across);
                }
            }
        }

        return best;
    }
}
