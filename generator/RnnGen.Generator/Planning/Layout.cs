using System;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>
/// Where everything lies, in elements from the start of a 64-byte aligned block. Matrices that multiply a vector are
/// kept transposed, so that one column of the paper's matrix is one contiguous row here and each lane sums its own
/// output; Wy of few classes is kept as the paper has it. Rows are padded with zeros to whole strips and 64 bytes.
/// </summary>
/// <param name="Hp">Row length of everything indexed by hidden unit: H rounded up to whole strips and 64 bytes, and long rows spread.</param>
/// <param name="Kp">Row length of everything indexed by class: K rounded up likewise.</param>
/// <param name="Ky">Row length of Wyᵀ: Kp, or 2 or 4 where few classes are read out four units at a time.</param>
/// <param name="Tp">Row length of everything indexed by time step, where time runs across the lanes; else 0.</param>
/// <param name="Parameters">The six parameters; gradients have the same layout.</param>
/// <param name="Runner">A runner's own memory.</param>
/// <param name="Trainer">A trainer's own memory.</param>
internal sealed record Layout(int Hp, int Kp, int Ky, int Tp, ParameterLayout Parameters, RunnerLayout Runner, TrainerLayout Trainer)
{
    /// <summary>Lines of 64 bytes up to which a row is left as it is.</summary>
    private const int ShortRow = 8;

    /// <summary>Whether there are rows long enough to be spread.</summary>
    public bool HasLongRows(Lanes lanes) => Math.Max(Hp, Kp) > ShortRow * lanes.PerCacheLine;

    public static Layout Of(NetworkShape shape)
    {
        Lanes lanes = Lanes.Of(shape.Precision);
        KernelPlan usual = KernelPlan.For(shape, wide: false), wide = KernelPlan.For(shape, wide: true);
        int hp = Row(lanes, Math.Max(usual.Hidden.Columns(usual.Width), wide.Hidden.Columns(wide.Width)));
        int kp = Row(lanes, Math.Max(usual.ReadOut.Columns(usual.Width), wide.ReadOut.Columns(wide.Width)));
        int inputs = lanes.RoundUp(shape.T * shape.N);
        Chains chains = NetworkPlan.HiddenChains(shape);
        int sums = NetworkPlan.Alternates(shape) ? chains.Count * hp : 0;

        int ky = FewReadOut.Apply(shape) ? FewReadOut.RowLength(shape) : kp;
        var parameters = new ParameterLayout(shape, hp, kp, ky);
        int tp = TimeLanes.Apply(shape) ? lanes.RoundUp(shape.T) : 0;
        int turn = NetworkPlan.AlternatesInSteps(shape) ? lanes.PerCacheLine : 0;
        var runner = new RunnerLayout(shape, hp, kp, tp, inputs, sums + turn);
        var trainer = new TrainerLayout(shape, hp, kp, tp, inputs, sums, parameters.Length);
        return new(hp, kp, ky, tp, parameters, runner, trainer);
    }

    /// <summary>
    /// Long rows are spread over the first cache: 7 % off a step and 5 % off a training step at H = 256, 5 and 15 % at H = 512
    /// (measured). Rows of 512 bytes are not: a good part of so small a matrix stays in that cache, and a step at H = 128 takes
    /// 9 % longer with gaps in it.
    /// </summary>
    private static int Row(Lanes lanes, int length)
    {
        int row = lanes.RoundUp(length);
        return row > ShortRow * lanes.PerCacheLine ? lanes.Spread(row) : row;
    }
}

/// <summary>Offsets of the six parameters.</summary>
internal sealed record ParameterLayout
{
    public ParameterLayout(NetworkShape shape, int hp, int kp, int ky)
    {
        WxT = 0;
        Bx = WxT + shape.N * hp;
        WhT = Bx + hp;
        Bh = WhT + shape.H * hp;
        Wy = Bh + hp;
        By = Wy + (RowReadOut.Apply(shape) ? RowReadOut.Rows(shape) * hp : shape.H * ky);
        Length = Lanes.Of(shape.Precision).RoundUp(By + kp);
    }

    /// <summary>Wxᵀ: N rows of Hp.</summary>
    public int WxT { get; }

    /// <summary>bx: Hp.</summary>
    public int Bx { get; }

    /// <summary>Whᵀ: H rows of Hp.</summary>
    public int WhT { get; }

    /// <summary>bh: Hp.</summary>
    public int Bh { get; }

    /// <summary>Wyᵀ: H rows of Ky. Where scores are summed along rows, Wy: K rows of Hp, then zeros up to a multiple of 4 rows.</summary>
    public int Wy { get; }

    /// <summary>by: Kp.</summary>
    public int By { get; }

    public int Length { get; }
}

/// <summary>Offsets in a runner's memory.</summary>
internal sealed record RunnerLayout
{
    public RunnerLayout(NetworkShape shape, int hp, int kp, int tp, int inputs, int sums)
    {
        States = 0;
        Scores = States + (shape.T + 1) * hp;
        ScoreRows = Scores + (tp > 0 ? TimeLanes.Rows(shape) * tp : shape.T * kp);
        Bias = ScoreRows + (NetworkPlan.MovesScores(shape) ? tp * kp : 0);
        Sums = Bias + (NetworkPlan.InputsInStep(shape) ? 0 : hp);
        Inputs = Sums + sums;
        Length = Inputs + inputs;
    }

    /// <summary>h: T + 1 rows of Hp. Row 0 is the hidden state that a call starts from and leaves behind.</summary>
    public int States { get; }

    /// <summary>y, then p: T rows of Kp, or K rows of Tp, and as many more as make it a multiple of 4, where time runs across the lanes.</summary>
    public int Scores { get; }

    /// <summary>Where scores come as rows and time runs across the lanes afterwards, y as it is read out: Tp rows of Kp.</summary>
    public int ScoreRows { get; }

    /// <summary>bx + bh, what the sums of a window start from where its inputs are multiplied all at once: Hp.</summary>
    public int Bias { get; }

    /// <summary>Where blocks of Wh are visited in alternate order: the sums of each block, rows of Hp; and where steps do so too, whether the next one is odd.</summary>
    public int Sums { get; }

    /// <summary>x with its infinities made finite, where there were any: T·N.</summary>
    public int Inputs { get; }

    public int Length { get; }
}

/// <summary>Offsets in a trainer's memory.</summary>
internal sealed record TrainerLayout
{
    public TrainerLayout(NetworkShape shape, int hp, int kp, int tp, int inputs, int sums, int parameters)
    {
        States = 0;
        Scores = States + (shape.T + 1) * hp;
        ScoreRows = Scores + (tp > 0 ? TimeLanes.Rows(shape) * tp : shape.T * kp);
        bool byRows = RowReadOut.Apply(shape);
        Labels = ScoreRows + (NetworkPlan.MovesScores(shape) ? tp * kp : 0);
        WyGradient = Labels + 3 * tp;
        Errors = WyGradient + ((tp > 0 || FewReadOut.Apply(shape)) && !byRows ? TimeLanes.Rows(shape) * hp : 0);
        Wh = Errors + shape.T * hp;
        Wy = Wh + shape.H * hp;
        Gradient = Wy + (byRows ? 0 : tp > 0 ? TimeLanes.Rows(shape) : shape.K) * hp;
        Bias = Gradient + parameters;
        Sums = Bias + (NetworkPlan.InputsInStep(shape) ? 0 : hp);
        Inputs = Sums + sums;
        Length = Inputs + inputs;
    }

    /// <summary>h: T + 1 rows of Hp. Row 0 is h[0] = 0.</summary>
    public int States { get; }

    /// <summary>y, then p, then D = p - l: as in a runner.</summary>
    public int Scores { get; }

    /// <summary>Where time runs across the lanes and classes do in the read-out, y as it is read out: Tp rows of Kp.</summary>
    public int ScoreRows { get; }

    /// <summary>Where time runs across the lanes: the labels as numbers, and room for sums of the loss, 3 rows of Tp.</summary>
    public int Labels { get; }

    /// <summary>Where time runs across the lanes, or rows of Wyᵀ are shorter than vectors, and Wy is kept transposed, dWy as the paper has it: K rows of Hp, then zeros up to a multiple of 4 rows.</summary>
    public int WyGradient { get; }

    /// <summary>G = D Wy, then e: T rows of Hp.</summary>
    public int Errors { get; }

    /// <summary>Wh as the paper has it, row after row: H rows of Hp, refreshed in every call.</summary>
    public int Wh { get; }

    /// <summary>Where Wy is kept transposed, Wy as the paper has it: K rows of Hp, refreshed in every call.</summary>
    public int Wy { get; }

    /// <summary>The gradient, laid out like the parameters.</summary>
    public int Gradient { get; }

    /// <summary>bx + bh, what the sums of a window start from where its inputs are multiplied all at once: Hp.</summary>
    public int Bias { get; }

    /// <summary>Where blocks of Wh are visited in alternate order: the sums of each block, rows of Hp.</summary>
    public int Sums { get; }

    /// <summary>x with its infinities made finite, where there were any: T·N.</summary>
    public int Inputs { get; }

    public int Length { get; }
}
