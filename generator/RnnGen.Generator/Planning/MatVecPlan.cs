using System;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>How much of a sum's loop is written out.</summary>
internal enum Density
{
    /// <summary>Eight multiply-adds or four terms in a turn, and short sums without a loop.</summary>
    Usual,

    /// <summary>
    /// Half as much where there are several vectors, whose lines are long. With a single one, for a read-out of few classes, it
    /// would save little text and cost 2 to 10 % of a window at H = 32 (measured).
    /// </summary>
    Sparse,

    /// <summary>The same, and loops for short sums too.</summary>
    Loops,

    /// <summary>One term of each chain in every loop: 11 % of a window at (8,31,7), 5 % of training (measured).</summary>
    Least,
}

/// <summary>
/// A matrix times a vector, columns broadcast: out += Σ over j of source[j] · row j. Each lane is one output, so the
/// order of a sum does not depend on the vector width.
/// </summary>
/// <param name="Chains">The order of the sum.</param>
/// <param name="RowLength">Distance from one row j to the next.</param>
/// <param name="Unroll">How far to write the sum out.</param>
/// <param name="RowsAhead">How many terms of its chain before it is needed a row is asked for, or 0: it is not.</param>
/// <param name="MostWritten">Multiply-adds up to which a tile is written out without a loop.</param>
/// <param name="Density">How much of a loop is written out, where unrolling is automatic.</param>
/// <param name="TermsOfPairs">Terms of each chain in a loop body where chains are summed one pair after the other.</param>
internal sealed record MatVecPlan(Chains Chains, int RowLength, Unroll Unroll, int RowsAhead = 0, int MostWritten = MatVecPlan.ShortSum, Density Density = Density.Usual, int TermsOfPairs = 2)
{
    private const int ShortSum = 16;

    /// <summary>
    /// The same as the last sum of a single step, which softmax and then the caller wait for: the end of a loop is where the
    /// processor guesses wrong. Without one a step takes 4 % less at H = 32; in a window writing it out costs 6 % (measured at
    /// H = 32).
    /// </summary>
    public MatVecPlan Last => this with { MostWritten = 64 };

    /// <summary>
    /// The same as another sum of a single step: 4 % of a step at H = 16 on 256 bits (measured). Pairs of chains gain less there
    /// from a second term in a turn, and it would be as much text again.
    /// </summary>
    public MatVecPlan InStep => this with { MostWritten = 32, TermsOfPairs = 1 };

    /// <summary>
    /// Terms of each chain written out in the loop body of a tile; all of them where there is no loop. Eight multiply-adds
    /// or four terms in a body hide the loop itself (measured: more gains nothing). Where chains are summed one pair after the
    /// other, two terms of each are more than that, and the text is there twice: windows at H = 32 take 1 to 4 % less time than
    /// with one. From five vectors on one term of each is more than that too; and two terms are no loop.
    /// </summary>
    /// <param name="vectors">Vectors of the tile.</param>
    /// <param name="atOnce">Chains in a loop.</param>
    public int TermsWritten(int vectors, int atOnce)
    {
        int common = Math.Max(1, Chains.Common);
        int body = Math.Min(4, Arithmetic.CeilingDivide(8, vectors * atOnce)), turn = vectors == 1 ? body : Arithmetic.CeilingDivide(4, vectors * atOnce);
        int all = common * vectors * atOnce;
        return Unroll switch
        {
            Unroll.Full => common,
            Unroll.Tiles => Math.Min(common, body),
            _ when atOnce < Chains.Count && common > 2 => Density == Density.Least || vectors * atOnce > 8 ? 1 : Math.Min(common, TermsOfPairs),
            _ => Density switch
            {
                Density.Usual => all <= MostWritten ? common : Math.Min(common, body),
                Density.Sparse => all <= ShortSum ? common : Math.Min(common, turn),
                Density.Loops => Math.Min(common, turn),
                _ => 1,
            },
        };
    }
}
