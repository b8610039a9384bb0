using System;

namespace RnnGen.Generator.Planning;

/// <summary>
/// How a row of outputs is cut into strips of equal tiles for a matrix times a vector: the sums of a tile stay in
/// registers while the terms go by, one broadcast for each.
/// </summary>
/// <param name="Vectors">Vectors in a tile.</param>
/// <param name="Strips">Tiles in a row.</param>
/// <param name="ChainsAtOnce">Chains that a tile has under way; the others follow.</param>
internal sealed record MatVecTile(int Vectors, int Strips, int ChainsAtOnce)
{
    /// <summary>Sums in registers: ten leave room for a broadcast on a machine with sixteen (measured: twelve spill).</summary>
    public const int MostSums = 10;

    /// <summary>The same with AVX-512, which has thirty-two.</summary>
    public const int MostWideSums = 16;

    /// <summary>Elements of a row that are computed, in vectors of <paramref name="width"/>.</summary>
    public int Columns(int width) => Strips * Vectors * width;

    /// <summary>
    /// The tiles that take the fewest cycles. A term of a tile of v vectors takes the longest of its loads, (v + 1) / 2,
    /// and of the latency of a multiply-add over the chains that take turns, 4 / chains. Chains that follow others cost
    /// a store and a load of the sums before; there is one such turn at most, or pairs could not be added up. Rows may be
    /// padded by a tenth at most.
    /// </summary>
    public static MatVecTile For(Chains chains, int outputs, int width, int mostSums)
    {
        int vectors = Arithmetic.CeilingDivide(outputs, width);
        MatVecTile? best = null;
        double least = double.MaxValue;
        for (int atOnce = chains.Count; atOnce >= Math.Max(1, chains.Count / 2); atOnce /= 2)
        {
            int fewest = Arithmetic.CeilingDivide(vectors * atOnce, mostSums);
            for (int strips = fewest; strips <= Math.Min(fewest + 1, vectors); strips++)
            {
                int tile = Arithmetic.CeilingDivide(vectors, strips);
                double term = Math.Max((tile + 1) / 2.0, 4.0 / atOnce);
                double cycles = strips * ((chains.Terms * term) + (((chains.Count / atOnce) - 1) * tile * 2));
                bool padsLittle = strips * tile * 10 <= vectors * 11;
                if (tile * atOnce <= mostSums && padsLittle && cycles < least)
                {
                    least = cycles;
                    best = new(tile, strips, atOnce);
                }
            }
        }

        return best ?? new(1, vectors, 1);
    }
}
