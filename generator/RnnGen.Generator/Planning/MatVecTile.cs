using System;

namespace RnnGen.Generator.Planning;

/// <summary>
/// How a row of outputs is cut into strips of equal tiles for a matrix times a vector: the sums of a tile stay in
/// registers while the terms go by, one broadcast for each.
/// </summary>
/// <param name="Vectors">Vectors in a tile.</param>
/// <param name="Strips">Tiles in a row.</param>
/// <param name="Chains">Chains that every output has under way.</param>
internal sealed record MatVecTile(int Vectors, int Strips, int Chains)
{
    /// <summary>Sums in registers: ten leave room for a broadcast on a machine with sixteen (measured: twelve spill).</summary>
    public const int MostSums = 10;

    /// <summary>The same with AVX-512, which has thirty-two.</summary>
    public const int MostWideSums = 16;

    /// <summary>The same where two of four chains are summed before the other two, beside which what the first came to waits.</summary>
    public const int MostPairedSums = 8;

    /// <summary>Elements of a row that are computed, in vectors of <paramref name="width"/>.</summary>
    public int Columns(int width) => Strips * Vectors * width;

    /// <summary>Cycles a term takes in all strips: its loads, (v + 1) / 2 for a tile of v vectors, or the latency of a multiply-add, 4, over the chains that take turns.</summary>
    public double CyclesPerTerm => Strips * Math.Max((Vectors + 1) / 2.0, 4.0 / Chains);

    /// <summary>The tiles that take the fewest cycles. Rows may be padded by a tenth at most, or to a line of 64 bytes.</summary>
    /// <param name="chains">Chains of every output.</param>
    /// <param name="outputs">Length of the row.</param>
    /// <param name="width">Lanes of a vector.</param>
    /// <param name="line">Elements in 64 bytes.</param>
    /// <param name="mostSums">Sums that fit the registers.</param>
    public static MatVecTile For(int chains, int outputs, int width, int line, int mostSums)
    {
        int vectors = Arithmetic.CeilingDivide(outputs, width);
        MatVecTile best = new(1, vectors, chains);
        int fewest = Arithmetic.CeilingDivide(vectors * chains, mostSums);
        for (int strips = fewest; strips <= Math.Min(fewest + 1, vectors); strips++)
        {
            MatVecTile tile = new(Arithmetic.CeilingDivide(vectors, strips), strips, chains);
            bool padsLittle = strips * tile.Vectors * 10 <= vectors * 11 || tile.Columns(width) <= Arithmetic.RoundUp(outputs, line);
            if (tile.Vectors * chains <= mostSums && padsLittle && tile.CyclesPerTerm < best.CyclesPerTerm)
            {
                best = tile;
            }
        }

        return best;
    }
}
