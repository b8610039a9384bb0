using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>The tiles of one set of kernels: those on <c>Vector&lt;T&gt;</c>, or those on <c>Vector512&lt;T&gt;</c>.</summary>
/// <param name="Wide">Whether these are the kernels on 512 bits.</param>
/// <param name="Width">Lanes the tiles are made for: the middle width, which the narrow one shares, or the wide one.</param>
/// <param name="Hidden">Wx x, Wh h and Whᵀ e in a step.</param>
/// <param name="ReadOut">Wy h in a step.</param>
/// <param name="HiddenProduct">Products whose rows are hidden units: projection, G, dWx and dWh, and dWy with time across the lanes.</param>
/// <param name="ScoreProduct">Products whose rows are classes: read-out of a window, and dWy.</param>
internal sealed record KernelPlan(bool Wide, int Width, MatVecTile Hidden, MatVecTile ReadOut, ProductTile HiddenProduct, ProductTile ScoreProduct)
{
    public static KernelPlan For(NetworkShape shape, bool wide)
    {
        Lanes lanes = Lanes.Of(shape.Precision);
        int width = wide ? lanes.Wide : lanes.Middle;
        int vectorSums = wide ? MatVecTile.MostWideSums : MatVecTile.MostSums;
        int productSums = wide ? ProductTile.MostWideSums : ProductTile.MostSums;
        return new(
            wide,
            width,
            MatVecTile.For(NetworkPlan.Alternates(shape) ? new(shape.H, 1, ChainOrder.InTurn) : NetworkPlan.HiddenChains(shape), shape.H, width, vectorSums),
            MatVecTile.For(NetworkPlan.ReadOutChains(shape), shape.K, width, vectorSums),
            ProductTile.For(shape.H, [shape.T, shape.T, shape.H, shape.N], width, productSums),
            ProductTile.For(shape.K, [shape.T, shape.H], width, productSums));
    }

    /// <summary>
    /// Whether tanh runs in a loop of its own after the sums. In a row behind many sums the JIT keeps all constants of
    /// tanh in registers while the sums are live, and spills both: a loop takes 14 to 21 % off a step and a window at
    /// eight vectors (measured). With one or two vectors there is nothing to spill, and the detour over memory costs.
    /// </summary>
    public bool ActivatesApart => Hidden.Vectors > 2;
}
