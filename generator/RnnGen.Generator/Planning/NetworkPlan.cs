using System;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>How a network is computed: memory, tiles, chains, and what it costs. Pure arithmetic on the shape.</summary>
internal sealed class NetworkPlan
{
    private NetworkPlan(NetworkShape shape)
    {
        Shape = shape;
        Lanes lanes = Lanes.Of(shape.Precision);
        Lanes = lanes;
        Layout = Layout.Of(shape);
        Cost = CostFigures.Of(shape, Layout);

        int hidden = MatVecPlan.ChainsFor(shape.H, shape.H, lanes);
        int readOut = MatVecPlan.ChainsFor(shape.H, shape.K, lanes);
        HiddenStrips = Layout.HiddenStrips(shape);
        ReadOutStrips = Layout.ReadOutStrips(shape);
        InputTerms = new(shape.N, Layout.Hp, 1, shape.Unroll, HiddenStrips.Tile);
        HiddenTerms = new(shape.H, Layout.Hp, hidden, shape.Unroll, HiddenStrips.Tile);
        ReadOutTerms = new(shape.H, Layout.Kp, readOut, shape.Unroll, ReadOutStrips.Tile, ChainOrder.InTurn);


        TimeAcrossLanes = TimeLanes.Apply(shape);
        int states = HiddenStrips.Columns, scores = ReadOutStrips.Columns;
        Project = MatMulPlan.For(states, shape.T, lanes);
        ReadOut = MatMulPlan.For(scores, shape.T, lanes);
        ThroughReadOut = MatMulPlan.For(states, shape.T, lanes);
        InputGradient = MatMulPlan.For(states, shape.N, lanes);
        HiddenGradient = MatMulPlan.For(states, shape.H, lanes);
        ReadOutGradient = TimeAcrossLanes ? MatMulPlan.For(states, shape.K, lanes) : MatMulPlan.For(scores, shape.H, lanes);
    }

    public NetworkShape Shape { get; }

    public Lanes Lanes { get; }

    public Layout Layout { get; }

    public CostFigures Cost { get; }

    /// <summary>Wx x inside a step. One chain, so that a step sums as the projection of a window does.</summary>
    public MatVecPlan InputTerms { get; }

    /// <summary>Wh h, and Wᵀ e in the backward pass.</summary>
    public MatVecPlan HiddenTerms { get; }

    /// <summary>Wy h inside a step.</summary>
    public MatVecPlan ReadOutTerms { get; }

    public StripSchedule HiddenStrips { get; }

    /// <summary>
    /// Whether tanh runs in a loop of its own after the sums. In a row behind many sums the JIT keeps all constants of
    /// tanh in registers while the sums are live, and spills both: a loop takes 14 to 21 % off a step and a window at
    /// eight vectors (measured). With one or two vectors there is nothing to spill, and the detour over memory costs.
    /// </summary>
    public bool ActivatesApart => HiddenStrips.Tile > 2;

    public StripSchedule ReadOutStrips { get; }

    /// <summary>Whether a window's scores lie with time across the lanes.</summary>
    public bool TimeAcrossLanes { get; }

    /// <summary>Z = X Wxᵀ + (bx + bh), all t at once.</summary>
    public MatMulPlan Project { get; }

    /// <summary>Y = Hs Wyᵀ + by, all t at once.</summary>
    public MatMulPlan ReadOut { get; }

    /// <summary>G = D Wy, all t at once.</summary>
    public MatMulPlan ThroughReadOut { get; }

    /// <summary>dWx = Σ e[t] x[t]ᵀ.</summary>
    public MatMulPlan InputGradient { get; }

    /// <summary>dWh = Σ e[t] h[t-1]ᵀ.</summary>
    public MatMulPlan HiddenGradient { get; }

    /// <summary>dWy = Σ D[t] h[t]ᵀ.</summary>
    public MatMulPlan ReadOutGradient { get; }

    /// <summary>
    /// Steps between two logarithms of the loss: the product of that many softmax denominators, each at most K, stays
    /// below 2^1000 and so inside the range of double.
    /// </summary>
    public int StepsPerLogarithm => Math.Min(64, 1000 / (int)Math.Ceiling(Math.Log(Shape.K) / Math.Log(2) + 0.01));

    public static NetworkPlan For(NetworkShape shape) => new(shape);
}
