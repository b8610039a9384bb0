using System;

namespace RnnGen.Generator.Planning;

/// <summary>
/// A product of two matrices by register tiles: C[r] = init + Σ over k of A[r, k] · B[k], r a row, B[k] a row of
/// outputs. Every output sums in the order of k, whatever the tile.
/// </summary>
/// <param name="Columns">Length of a row of C as computed: whole vectors of the middle width.</param>
/// <param name="Vectors">Width of a tile. The last tile of a row overlaps the one before it where they do not come out even.</param>
/// <param name="ExpectedRows">Rows of C: those of a full window, where their number is known only at run time.</param>
internal sealed record MatMulPlan(int Columns, int Vectors, int ExpectedRows)
{
    /// <summary>Most rows of a tile.</summary>
    public const int MostRows = 8;

    /// <summary>
    /// Tiles of single vectors in short rows, where nothing wider would fit every vector width; else tiles of two
    /// vectors or of three, whichever wastes less.
    /// </summary>
    public static MatMulPlan For(int columns, int expectedRows, Lanes lanes)
    {
        int vectors = columns / lanes.Middle;
        bool two = Arithmetic.RoundUp(vectors, 2) <= Arithmetic.RoundUp(vectors, 3);
        return new(columns, vectors <= 3 ? 1 : two ? 2 : 3, expectedRows);
    }

    /// <summary>Length of a row in whole vectors of a width.</summary>
    public int ColumnsAt(int width) => Arithmetic.RoundUp(Columns, width);

    /// <summary>
    /// Rows of a tile that is <paramref name="vectors"/> wide: at most twelve sums in registers, which with the
    /// operands fills a machine that has sixteen. Of the sizes allowed, the one that takes the fewest cycles for the
    /// rows expected, counting a tile as the longest of its arithmetic (two multiply-adds a cycle), its loads (two a
    /// cycle) and the latency of one sum (4 cycles).
    /// </summary>
    public int TileRows(int vectors)
    {
        int most = Math.Min(vectors switch { 1 => MostRows, 2 => 6, _ => 4 }, ExpectedRows);
        int best = most;
        double least = double.MaxValue;
        for (int rows = most; rows >= 1; rows--)
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
