using System;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>How the chains of a sum are added up.</summary>
internal enum ChainOrder
{
    /// <summary>(a + b) + (c + d): the shortest way, for what the next step waits for.</summary>
    InPairs,

    /// <summary>((start + a) + b) + c …, every chain from zero: what a product over many rows can do as well.</summary>
    InTurn,
}

/// <summary>
/// A matrix times a vector, columns broadcast: out += Σ over j of source[j] · row j. Each lane is one output, so the
/// order of a sum does not depend on the vector width.
/// </summary>
/// <param name="Inner">Number of terms j of each sum.</param>
/// <param name="RowLength">Distance from one row j to the next.</param>
/// <param name="Chains">Independent partial sums an output has; term j goes to chain j mod Chains.</param>
/// <param name="Unroll">How far to write the sum out.</param>
/// <param name="Tile">Vectors of the tile that serves the usual vector widths.</param>
/// <param name="Order">How the chains are added up in the end.</param>
internal sealed record MatVecPlan(int Inner, int RowLength, int Chains, Unroll Unroll, int Tile, ChainOrder Order = ChainOrder.InPairs)
{
    /// <summary>
    /// A fused multiply-add takes 4 cycles and two start in each, so about eight sums must be under way at once:
    /// a row of one or two vectors needs four chains for that, a row of three to five needs two.
    /// </summary>
    public static int ChainsFor(int inner, int outputs, Lanes lanes)
    {
        int vectors = Arithmetic.CeilingDivide(outputs, lanes.Middle);
        int wanted = vectors <= 2 ? 4 : vectors <= 5 ? 2 : 1;
        while (wanted > inner)
        {
            wanted /= 2;
        }

        return wanted;
    }

    /// <summary>Vectors a tile may have: ten sums in registers leave room for a broadcast on a machine with sixteen.</summary>
    public static int TileLimit(int chains) => 10 / chains;

    /// <summary>
    /// Terms j written out in the loop body of a tile; Inner where there is no loop, which is so up to sixteen
    /// multiply-adds. Six multiply-adds or four terms in a body hide the loop itself (measured: more gains nothing);
    /// terms of all chains must stand in it. Full unrolling leaves the single vectors of the wide width in loops.
    /// </summary>
    public int TermsWritten(int vectors)
    {
        int body = Arithmetic.RoundUp(Math.Min(4, Arithmetic.CeilingDivide(6, vectors)), Chains);
        return Unroll switch
        {
            Unroll.Full when vectors == Tile => Inner,
            Unroll.Tiles => Math.Min(Inner, body),
            _ => Inner * vectors <= 16 ? Inner : body,
        };
    }
}
