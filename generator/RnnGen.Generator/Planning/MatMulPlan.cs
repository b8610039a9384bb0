using System;

namespace RnnGen.Generator.Planning;

/// <summary>
/// A product of two matrices by register tiles: C[r] = init + Σ over k of A[r, k] · B[k], r a row, B[k] a row of
/// outputs. Every output sums in the order of k, whatever the tile.
/// </summary>
/// <param name="Outputs">Length of a row of C.</param>
/// <param name="Strips">How a row of C is cut.</param>
internal sealed record MatMulPlan(int Outputs, StripSchedule Strips, int ExpectedRows)
{
    /// <summary>Cuts rows into strips of two vectors where they come in pairs, of three otherwise.</summary>
    public static MatMulPlan For(int outputs, int expectedRows, Lanes lanes)
    {
        int vectors = Arithmetic.CeilingDivide(outputs, lanes.Middle);
        int most = vectors % 2 == 0 ? 2 : 3;
        return new(outputs, StripSchedule.For(outputs, lanes, most), expectedRows);
    }

    /// <summary>
    /// Rows of a tile that is <paramref name="vectors"/> wide: at most twelve sums in registers, which with the
    /// operands fills a machine that has sixteen. Of the sizes allowed, the one that takes the fewest cycles for the
    /// rows expected, counting a tile as the longest of its arithmetic (two multiply-adds a cycle), its loads (two a
    /// cycle) and the latency of one sum (4 cycles).
    /// </summary>
    public int TileRows(int vectors)
    {
        int most = vectors switch { 1 => 8, 2 => 6, _ => 4 };
        int best = Math.Min(most, ExpectedRows);
        double least = double.MaxValue;
        for (int rows = Math.Min(most, ExpectedRows); rows >= 1; rows--)
        {
            double tile = Math.Max(4, Math.Max(rows * vectors, rows + vectors) / 2.0);
            double cycles = Arithmetic.CeilingDivide(ExpectedRows, rows) * tile;
            if (cycles < least)
            {
                least = cycles;
                best = rows;
            }
        }

        return best;
    }
}
