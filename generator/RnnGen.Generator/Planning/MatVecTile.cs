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
    /// <summary>Elements of a row that are computed, in vectors of <paramref name="width"/>.</summary>
    public int Columns(int width) => Strips * Vectors * width;

    /// <summary>Cycles a term takes in all strips: its loads, (v + 1) / 2 for a tile of v vectors, or the latency of a multiply-add, 4, over the chains that take turns.</summary>
    public double CyclesPerTerm => Strips * Math.Max((Vectors + 1) / 2.0, 4.0 / Chains);

    /// <summary>The tiles that take the fewest cycles. Rows may be padded by a tenth at most, or to a line of 64 bytes.</summary>
    /// <param name="chains">Chains of every output.</param>
    /// <param name="outputs">Length of the row.</param>
    /// <param name="width">Lanes of a vector.</param>
    /// <param name="line">Elements in 64 bytes.</param>
    /// <param name="budget">Sums that fit the registers.</param>
    public static MatVecTile For(int chains, int outputs, int width, int line, RegisterBudget budget)
    {
        int vectors = Arithmetic.CeilingDivide(outputs, width);
        if (vectors * chains <= (chains == 1 ? budget.OfChain : budget.OfRow))
        {
            return new(vectors, 1, chains);
        }

        MatVecTile best = new(1, vectors, chains);
        int fewest = Arithmetic.CeilingDivide(vectors * chains, budget.OfStrip);
        for (int strips = fewest; strips <= Math.Min(fewest + 1, vectors); strips++)
        {
            MatVecTile tile = new(Arithmetic.CeilingDivide(vectors, strips), strips, chains);
            bool padsLittle = strips * tile.Vectors * 10 <= vectors * 11 || tile.Columns(width) <= Arithmetic.RoundUp(outputs, line);
            if (tile.Vectors * chains <= budget.OfStrip && padsLittle && tile.CyclesPerTerm < best.CyclesPerTerm)
            {
                best = tile;
            }
        }

        return best;
    }
}
