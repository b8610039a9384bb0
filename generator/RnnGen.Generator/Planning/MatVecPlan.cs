using System;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>
/// A matrix times a vector, columns broadcast: out += Σ over j of source[j] · row j. Each lane is one output, so the
/// order of a sum does not depend on the vector width.
/// </summary>
/// <param name="Chains">The order of the sum.</param>
/// <param name="RowLength">Distance from one row j to the next.</param>
/// <param name="Unroll">How far to write the sum out.</param>
internal sealed record MatVecPlan(Chains Chains, int RowLength, Unroll Unroll)
{
    /// <summary>
    /// Terms of each chain written out in the loop body of a tile; all of them where there is no loop, which is so up to
    /// sixteen multiply-adds. Eight multiply-adds or four terms in a body hide the loop itself (measured: more gains
    /// nothing).
    /// </summary>
    /// <param name="vectors">Vectors of the tile.</param>
    public int TermsWritten(int vectors)
    {
        int atOnce = Chains.Count;
        int common = Math.Max(1, Chains.Common);
        int body = Math.Min(4, Arithmetic.CeilingDivide(8, vectors * atOnce));
        return Unroll switch
        {
            Unroll.Full => common,
            Unroll.Tiles => Math.Min(common, body),
            _ => common * vectors * atOnce <= 16 ? common : Math.Min(common, body),
        };
    }
}
