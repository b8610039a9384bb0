using System;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>Offsets in the memory of a batch runner, whose number of streams is known at run time only.</summary>
internal sealed record StreamsLayout
{
    public StreamsLayout(NetworkShape shape, Layout rows)
    {
        Scores = 0;
        StatesT = Scores + rows.Runner.StatesT - rows.Runner.Scores;
        States = StatesT + shape.H * rows.Tp;
        PerStream = 2 * rows.Hp + shape.N;
        Spare = MatMulPlan.MostRows * rows.Hp;
    }

    /// <summary>y, then p, of a block of rows.</summary>
    public int Scores { get; }

    /// <summary>Where rows run across the lanes, h of a block transposed: H rows of Tp.</summary>
    public int StatesT { get; }

    /// <summary>h, a row of Hp for each stream, then as many rows for the next h, then x with its infinities made finite.</summary>
    public int States { get; }

    /// <summary>Numbers for each stream from <see cref="States"/> on.</summary>
    public int PerStream { get; }

    /// <summary>Room at the end: the read-out of fewer rows than a tile has reads past the last.</summary>
    public int Spare { get; }

    /// <summary>Most streams: their memory stays within the limit of any workspace.</summary>
    public int MostStreams => (int)((Limits.Workspace - States - Spare) / PerStream);
}

/// <summary>Offsets in the memory a trainer has for mini-batches.</summary>
internal sealed record BatchLayout
{
    /// <summary>Scores that are computed at once: they stay in the second cache until softmax has passed over them.</summary>
    private const int BlockScores = 1 << 16;

    public BatchLayout(NetworkShape shape, Layout rows)
    {
        int all = shape.T * shape.B;
        Scores = 0;
        StatesT = Scores + shape.K * rows.Tp;
        Normalizers = StatesT + shape.H * rows.Tp;
        WyGradient = Normalizers + 3 * rows.Tp;
        States = WyGradient + (rows.Tp > 0 ? shape.K * rows.Hp : 0);
        Differences = States + (all + shape.B + MatMulPlan.MostRows) * rows.Hp;
        Errors = Differences + (all + MatMulPlan.MostRows) * rows.Kp;
        Inputs = Errors + all * rows.Hp;
        Length = Inputs + Lanes.Of(shape.Precision).RoundUp(all * shape.N);
    }

    /// <summary>Where rows run across the lanes, y, then p, then D of a block: K rows of Tp.</summary>
    public int Scores { get; }

    /// <summary>Where rows run across the lanes, h of a block transposed: H rows of Tp.</summary>
    public int StatesT { get; }

    /// <summary>Where rows run across the lanes: maxima, sums and the labels' scores of the softmax, 3 rows of Tp.</summary>
    public int Normalizers { get; }

    /// <summary>Where rows run across the lanes, dWy as the paper has it: K rows of Hp.</summary>
    public int WyGradient { get; }

    /// <summary>h: b rows of zeros, then b rows for each step, and room for the tile that starts at the last.</summary>
    public int States { get; }

    /// <summary>y, then p, then D = p - l: b rows of Kp for each step, and room as above.</summary>
    public int Differences { get; }

    /// <summary>e: b rows of Hp for each step.</summary>
    public int Errors { get; }

    /// <summary>x, time-major: b rows of N for each step.</summary>
    public int Inputs { get; }

    public int Length { get; }

    public static BatchLayout Of(NetworkShape shape) => new(shape, Layout.Of(BlockOf(shape)));

    /// <summary>A block of rows, which for read-out and softmax is nothing but a window.</summary>
    public static NetworkShape BlockOf(NetworkShape shape) => shape with { T = BlockRows(shape.K) };

    /// <summary>Rows that are read out at once, at least a tile: more than 128 gain nothing.</summary>
    public static int BlockRows(int classes) => Math.Max(MatMulPlan.MostRows, Math.Min(128, BlockScores / classes));
}
