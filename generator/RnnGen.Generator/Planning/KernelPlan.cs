using System;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>The tiles of one set of kernels: those on <c>Vector&lt;T&gt;</c>, or those on <c>Vector512&lt;T&gt;</c>.</summary>
/// <param name="Wide">Whether these are the kernels on 512 bits.</param>
/// <param name="Width">Lanes the tiles are made for: the middle width, which the narrow one shares, or the wide one.</param>
/// <param name="Hidden">Wx x, Wh h and Whᵀ e in a step of a window.</param>
/// <param name="HiddenAlone">The same where a step has nothing beside it to wait with: a single one, and one of the backward pass.</param>
/// <param name="ReadOut">Wy h in a step.</param>
/// <param name="TermsInRegisters">
/// Terms of every chain of Wh h in a window for which h does not come from memory but from the registers it was computed
/// in: as many as hide the way over memory behind their multiply-adds.
/// </param>
/// <param name="OnTheWayBack">The gradients that the pass back through time sums too, where there are thirty-two registers.</param>
internal sealed record KernelPlan(bool Wide, int Width, MatVecTile Hidden, MatVecTile HiddenAlone, MatVecTile ReadOut, int TermsInRegisters, GradientSums OnTheWayBack)
{
    /// <summary>Rows of the gradients that fit sixteen registers beside that of the biases and their factors.</summary>
    private const int MostGradientRows = 11;

    /// <summary>
    /// The same in thirty-two registers beside the recursion, which takes eight: with 28 the JIT spilled the recursion's own sums,
    /// which the next step waits for (up to 9 % of a training step).
    /// </summary>
    public const int RowsInRegistersInOnePass = 24;

    /// <summary>
    /// Rows of the gradients up to which one pass sums them, those that no register is left for where they go. At 36 products take 2
    /// to 5 % more, at 40 as long or 4 % less.
    /// </summary>
    private const int MostRowsInOnePass = 36;

    /// <summary>The same without those of dWy: at 32 products take 3 % more, at 36 1 % less.</summary>
    private const int MostRowsWithoutReadOut = 32;

    /// <summary>Rows where each is two vectors. With a ninth, training takes as long as with products or up to 2 % more.</summary>
    private const int MostRowsOfTwoVectors = 8;

    /// <summary>Rows of dWx alone there: they wait for e[t], and with eight training takes 1 % more.</summary>
    private const int MostInputsOfTwoVectors = 6;

    public static KernelPlan For(NetworkShape shape, bool wide)
    {
        Lanes lanes = Lanes.Of(shape.Precision);
        int width = wide ? lanes.Wide : lanes.Middle;
        RegisterBudget budget = wide ? RegisterBudget.Wide : RegisterBudget.Usual;
        Chains chains = NetworkPlan.HiddenChains(shape);
        MatVecTile all = HiddenTile(shape, width, lanes.PerCacheLine, budget);
        bool halvesPay = HalvesPay(shape, all, width, lanes.PerCacheLine, out MatVecTile halves);
        MatVecTile hidden = halvesPay && (chains.Count > 4 || chains.Terms % chains.Count == 0) ? halves : all;
        bool room = hidden.Vectors * (hidden.Chains + 1) <= budget.OfRow; // for h beside its sums
        int inRegisters = chains.Order == ChainOrder.InTurn || hidden.Strips > 1 || hidden.Chains < Math.Min(chains.Count, 4) || !room ? 0 : chains.Common >= 4 ? 2 : 1;
        return new(
            wide,
            width,
            hidden,
            halvesPay ? halves : HiddenAloneTile(shape, hidden, width, lanes.PerCacheLine, wide),
            MatVecTile.For(NetworkPlan.ReadOutChains(shape).Count, shape.K, width, lanes.PerCacheLine, budget),
            inRegisters,
            NetworkPlan.Widens(shape) == wide && (wide || shape.H <= width) ? SumsOnTheWayBack(shape) : GradientSums.None);
    }

    /// <summary>
    /// Whether a pass of its own sums all gradients in sixteen registers; otherwise products of matrices do. A product computes several
    /// rows at a time, some of them for nothing where there are few, and starts anew for each gradient; here a row is a register.
    /// Measured: a tenth off a training step at N = 1, H = 8, K = 2. In the same pass as the recursion it would cost 13 %.
    /// </summary>
    public static bool SumsGradientsInRegisters(NetworkShape shape) =>
        shape.H <= Lanes.Of(shape.Precision).Middle && shape.N + shape.H + shape.K <= MostGradientRows && SumsOnTheWayBack(shape) == GradientSums.All;

    /// <summary>
    /// The gradients that thirty-two registers sum on the way back, beside the recursion, which waits for itself most of the time: all
    /// rows that fit, and those of dWy only where each is one of a class. Against products a training step takes 4 to 14 % less time
    /// where a row is one vector, with windows of 4 steps 16 to 23 %, but 1 to 5 % more beside more than 16 classes; where it is two 2 to
    /// 6 %, half of it for dWx, with windows of 4 steps up to 8 % (measured on Zen 5).
    /// </summary>
    public static GradientSums SumsOnTheWayBack(NetworkShape shape)
    {
        int wide = Lanes.Of(shape.Precision).Wide;
        bool byClass = TimeLanes.Apply(shape) || RowReadOut.Apply(shape) || FewReadOut.Apply(shape);
        if (shape.H <= wide)
        {
            return shape.K > TimeLanes.MostClasses ? GradientSums.None
                : byClass && shape.N + shape.H + shape.K <= MostRowsInOnePass ? GradientSums.All
                : shape.N + shape.H <= MostRowsWithoutReadOut ? GradientSums.Input | GradientSums.Hidden
                : GradientSums.None;
        }

        return shape.H > 2 * wide ? GradientSums.None
            : byClass && shape.N + shape.K <= MostRowsOfTwoVectors ? GradientSums.Input | GradientSums.ReadOut
            : byClass && shape.K <= MostRowsOfTwoVectors ? GradientSums.ReadOut
            : shape.N <= MostInputsOfTwoVectors ? GradientSums.Input
            : GradientSums.None;
    }

    /// <summary>
    /// Sums over hidden units: all chains at once; where chains are blocks, either that, or two of four and then the other two, or
    /// one after the other, whichever is faster, and always the latter where blocks are visited in alternate order. Full
    /// unrolling knows no blocks.
    /// </summary>
    private static MatVecTile HiddenTile(NetworkShape shape, int width, int line, RegisterBudget budget)
    {
        Chains chains = NetworkPlan.HiddenChains(shape);
        MatVecTile all = MatVecTile.For(chains.Count, shape.H, width, line, budget);
        if (chains.Order != ChainOrder.InTurn || shape.Unroll == Unroll.Full)
        {
            return all;
        }

        MatVecTile one = MatVecTile.For(1, shape.H, width, line, budget), two = MatVecTile.For(2, shape.H, width, line, budget);
        MatVecTile together = chains.Count == 4 && two.CyclesPerTerm < all.CyclesPerTerm ? two : all;
        return NetworkPlan.Alternates(shape) || one.CyclesPerTerm < together.CyclesPerTerm ? one : together;
    }

    /// <summary>
    /// Sums over hidden units where a step has nothing beside it. Where chains are added up one after the other, and all at
    /// once, z waits beside them: here it is in registers, for it goes on from Wx x or is needed without them too.
    /// </summary>
    private static MatVecTile HiddenAloneTile(NetworkShape shape, MatVecTile hidden, int width, int line, bool wide)
    {
        bool besideZ = !wide && hidden.Chains > 1 && NetworkPlan.HiddenChains(shape).Order == ChainOrder.InTurn;
        return besideZ ? HiddenTile(shape, width, line, RegisterBudget.BesideOthers) : hidden;
    }

    /// <summary>
    /// Whether half of the chains are summed before the others, beside which what these came to waits: fewer strips need
    /// as many broadcasts less. With two of four it takes 7 % off a single step at H = 32 on 256 bits, 3 % off a training step by
    /// its way back, and up to 4 % off a window, 5 % on a shared core (measured). A window has its strips instead where four chains are
    /// not of one length: what is left of them would be there twice, and its file longer than any. With four of eight, at H = 13 to
    /// 16, that is one term, and strips would take 30 % more of a window.
    /// </summary>
    private static bool HalvesPay(NetworkShape shape, MatVecTile all, int width, int line, out MatVecTile halves)
    {
        Chains chains = NetworkPlan.HiddenChains(shape);
        halves = MatVecTile.For(chains.Count / 2, shape.H, width, line, RegisterBudget.InHalves);
        return chains is { Pairs: true, Count: >= 4 } && shape.Unroll == Unroll.Auto && halves.CyclesPerTerm < all.CyclesPerTerm;
    }

    /// <summary>
    /// Whether tanh runs in a loop of its own after the sums. In a row behind many sums the JIT keeps the constants of
    /// tanh in registers while the sums are live, and spills both: a loop takes 14 to 21 % off a step and a window at
    /// eight vectors (measured). With one or two vectors there is nothing to spill, nor with four and thirty-two registers,
    /// and the detour over memory costs (4 % of a window at H = 64 on 512 bits); nor with three that are the whole row (up to
    /// 8 % of a window at H = 20 and 24). With two strips of three a loop is better (4 % of a step at H = 48).
    /// </summary>
    public bool ActivatesApart(MatVecTile tile) => tile.Vectors > (Wide ? 4 : tile.Strips == 1 ? 3 : 2);
}
