using System;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>Offsets in the memory of a batch runner, whose number of streams is known at run time only.</summary>
internal sealed record StreamsLayout
{
    public StreamsLayout(NetworkShape shape, Layout rows)
    {
        Scores = 0;
        ScoreRows = Scores + rows.Runner.ScoreRows - rows.Runner.Scores;
        Bias = ScoreRows + (RowReadOut.Apply(shape) || FewReadOut.Apply(shape) ? 0 : rows.Tp * rows.Kp);
        LaneInputs = Bias + (NetworkPlan.InputsInStep(shape) ? 0 : rows.Hp);
        int lanes = StreamLanes.Apply(shape) ? rows.Tp : 0;
        LaneStates = LaneInputs + (shape.N * lanes);
        LaneNext = LaneStates + (StreamLanes.Rows(shape) * lanes);
        States = LaneNext + (StreamLanes.Rows(shape) * lanes);
        PerStream = 2 * rows.Hp + shape.N;
    }

    /// <summary>y, then p, of a block of rows.</summary>
    public int Scores { get; }

    /// <summary>Where rows run across the lanes and classes do in the read-out, y of a block as it is read out: Tp rows of Kp.</summary>
    public int ScoreRows { get; }

    /// <summary>bx + bh, what every sum starts from, where Wx x is a product before the step: Hp.</summary>
    public int Bias { get; }

    /// <summary>Where streams run across the lanes, x of a block: N rows of Tp.</summary>
    public int LaneInputs { get; }

    /// <summary>There, h of a block: a row of Tp for each unit.</summary>
    public int LaneStates { get; }

    /// <summary>There, the next h.</summary>
    public int LaneNext { get; }

    /// <summary>h, a row of Hp for each stream, then as many rows for the next h, then x with its infinities made finite.</summary>
    public int States { get; }

    /// <summary>Numbers for each stream from <see cref="States"/> on.</summary>
    public int PerStream { get; }

    /// <summary>Most streams: their memory stays within the limit of any workspace.</summary>
    public int MostStreams => (int)((Limits.Workspace - States) / PerStream);
}

/// <summary>Offsets in the memory a trainer has for mini-batches.</summary>
internal sealed record BatchLayout
{
    /// <summary>Scores that are computed at once: they stay in the second cache until softmax has passed over them.</summary>
    private const int BlockScores = 1 << 16;

    public BatchLayout(NetworkShape shape, Layout rows)
    {
        Lanes lanes = Lanes.Of(shape.Precision);
        int all = shape.T * shape.B;
        if (SequencesAcrossLanes(shape))
        {
            Bp = Arithmetic.RoundUp(shape.B, 2 * lanes.PerCacheLine);
            Rp = lanes.Spread((shape.T + 1) * Bp);
            Inputs = 0;
            States = Inputs + (shape.N + 1) * Rp;
            Differences = States + (shape.H + 1) * Rp;
            Errors = Differences + shape.K * Rp;
            Labels = Errors + shape.H * Rp;
            Sums = Labels + Rp;
            Spare = Sums + 12 * lanes.PerCacheLine;
            Length = Spare + (SparesInputs(shape) ? shape.T * shape.N * Bp : 0);
            return;
        }

        Hb = lanes.Spread(rows.Hp);
        Ap = RowReadOut.Apply(shape) ? lanes.Spread(all) : 0;
        Scores = 0;
        Labels = Scores + (Ap > 0 ? 0 : TimeLanes.Rows(shape) * rows.Tp);
        Sums = Labels + (Ap > 0 ? lanes.RoundUp(all) : rows.Tp);
        WyGradient = Sums + 2 * lanes.PerCacheLine;
        Bias = WyGradient + (TransposesGradient(shape) ? shape.K * Hb : 0);
        States = Bias + rows.Hp;
        Differences = States + all * Hb;
        Errors = Differences + (Ap > 0 ? TimeLanes.Rows(shape) * Ap : all * rows.Kp);
        Inputs = Errors + all * Hb;
        Packed = Inputs + lanes.RoundUp(all * shape.N);
        Length = Packed + (PacksWeights(shape) ? (Math.Max(shape.N, shape.K) + shape.H) * rows.Hp : 0);
    }

    /// <summary>Row length of h and e, always spread over the first cache.</summary>
    public int Hb { get; }

    /// <summary>
    /// Where scores are sums along rows of Wy, the row length of D: it stays with all rows of all steps across the lanes, as softmax
    /// leaves it, spread likewise. Products take it as it lies, and gradients of by are sums along its rows. Moved back to a row for
    /// each step, and summed there, it took 2 % of a mini-batch at H = 32, 1 % at H = 64 (measured). Else 0.
    /// </summary>
    public int Ap { get; }

    /// <summary>Where rows run across the lanes, and D does not stay so, y, then p, then D of a block: K rows of Tp, and as many more as make it a multiple of 4.</summary>
    public int Scores { get; }

    /// <summary>Where it is transposed afterwards, dWy as the paper has it: K rows of Hb.</summary>
    public int WyGradient { get; }

    /// <summary>bx + bh: Hp.</summary>
    public int Bias { get; }

    /// <summary>h: b rows of Hb for each step.</summary>
    public int States { get; }

    /// <summary>y, then p, then D = p - l: b rows of Kp for each step; or K rows of Ap, and as many more as make it a multiple of 4.</summary>
    public int Differences { get; }

    /// <summary>e: b rows of Hb for each step.</summary>
    public int Errors { get; }

    /// <summary>x, time-major: b rows of N for each step.</summary>
    public int Inputs { get; }

    /// <summary>Where weights are packed, Wx and Wh on the way forward, Wy and Wh as the paper has them on the way back: as many rows of Hp.</summary>
    public int Packed { get; }

    /// <summary>Where sequences run across the lanes, the lanes of a step: B rounded up to two lines of 64 bytes; else 0.</summary>
    public int Bp { get; }

    /// <summary>
    /// There, the row length of everything: T + 1 steps of Bp, and spread over the first cache as above. x, h, D and e have a
    /// row for each of their numbers; behind those of x and of h stands a row of ones.
    /// </summary>
    public int Rp { get; }

    /// <summary>
    /// The labels as numbers, and -1 where there is no step: a row of Rp; where rows run across the lanes those of a block, or, where
    /// D stays so, of all.
    /// </summary>
    public int Labels { get; }

    /// <summary>Partial sums of lanes: 12 lines of 64 bytes; where rows run across the lanes those of the loss, 2 lines.</summary>
    public int Sums { get; }

    /// <summary>There, where x goes across the lanes by way of it, all of x once more: T×N rows of Bp.</summary>
    public int Spare { get; }

    public int Length { get; }

    /// <summary>Whether x goes across the lanes in blocks of all steps at once, for those of one would be mostly their rests. In double there are no blocks.</summary>
    public static bool SparesInputs(NetworkShape shape) => shape.Precision == Precision.Single && shape.N > 1 && shape.N % 4 != 0;

    /// <summary>
    /// Whether sequences run across the lanes on the way through time, where there are enough of them to fill a line of 64
    /// bytes: where a row of hidden units would leave a line partly empty or be all of it, so that a tile of rows has too few
    /// sums, and wherever rows of up to four lines are padded so much that lines of sequences have less to compute. Softmax runs down
    /// the classes then. With more than 16 of them a training step takes, at B = 32 and H = 5 to 10, 0.53 to 0.83 of the time on 512
    /// bits and 0.72 to 0.96 on 256, at H = 16 with up to 64 classes 0.84 to 0.97 and 0.93 to 0.99, with 100 0.96 and 1.04 (measured, where
    /// all of it fits the second cache; with up to 16 it need not).
    /// </summary>
    public static bool SequencesAcrossLanes(NetworkShape shape)
    {
        int line = Lanes.Of(shape.Precision).PerCacheLine;
        bool tiny = shape.H <= line && Fill(shape, line), pays = tiny || (PaddingPays(shape) && !RowReadOut.Apply(shape));
        return pays && ((tiny && shape.K <= TimeLanes.MostClasses) || Fits(shape, line));
    }

    /// <summary>Whether there are sequences to fill a line, and few enough for softmax to pass over them at once.</summary>
    private static bool Fill(NetworkShape shape, int line) => shape.B >= line && shape.B <= BlockRows(shape.K);

    /// <summary>Whether x, h, D and e of all sequences take no more than 1.5 MB: at H = 50 and T = 100, with 1.6 MB, lanes take 0.96 (1.07) of the time.</summary>
    private static bool Fits(NetworkShape shape, int line) =>
        (long)shape.T * Arithmetic.RoundUp(shape.B, 2 * line) * (shape.N + (2 * shape.H) + shape.K) * (64 / line) <= 3 << 19;

    /// <summary>
    /// Whether there are sequences to fill a line, and up to four lines of hidden units; and whether products over padded rows,
    /// (P(H) (N + H) + H P(K)) B, are a fifth more than those over padded sequences, H (N + H + K) P(B). Measured at T = 16 to 32 and
    /// B = 32 or 64, by the ratio of these products, a training step with AVX-512 and without: at 2.0 to 2.2 (H = 17 and 20) 0.57 and
    /// 0.80 of the time, at 1.4 to 1.7 (H = 23 to 50) 0.71 to 0.88 and 0.88 to 1.03, at 1.2 to 1.3 (H = 36; H = 20 with K = 48 and 100;
    /// H = 10 with K = 30) 0.68 to 0.86 and 0.77 to 0.99, but at 1.19 (H = 40) 0.90 and 1.05, at 1.1 (H = 24, K = 64) 0.92 and 1.02, at
    /// 1.0 (H = 31, K = 32) 1.03 and 1.01. T is not asked: a network and its blocks of rows, which differ by it, must agree about Wy.
    /// </summary>
    /// <param name="shape">The network.</param>
    /// <param name="percent">What the products over padded rows come to at least, in percent of the others.</param>
    public static bool PaddingPays(NetworkShape shape, int percent = 120)
    {
        int line = Lanes.Of(shape.Precision).PerCacheLine;
        (long n, long h, long k) = (shape.N, shape.H, shape.K);
        long rows = ((Arithmetic.RoundUp(shape.H, line) * (n + h)) + (h * Arithmetic.RoundUp(shape.K, line))) * shape.B;
        return shape.H < 4 * line && Fill(shape, line) && percent * h * (n + h + k) * Arithmetic.RoundUp(shape.B, 2 * line) <= 100 * rows;
    }

    /// <summary>
    /// Whether the weights of the recursions are packed into strips before they are used T times: where Wh exceeds the first
    /// cache, every tile of rows fetches its strip from the second, as many pieces of it as there are rows. Measured on 256
    /// bits: a training step of a mini-batch takes 4 to 6 % less at H = 256, 1 to 3 % less at H = 128.
    /// </summary>
    public static bool PacksWeights(NetworkShape shape) => NetworkPlan.Alternates(shape) && (long)shape.T * shape.B >= 64;

    /// <summary>
    /// Whether dWy is computed with hidden units across the lanes and then transposed: where D lies that way, and where
    /// tiles of 4 rows and whole vectors have less to compute than with the classes in the lanes, 12 rows of 4 vectors for
    /// 64 of one at K = 10 and H = 64 (measured there: 0.98 of the time of a call).
    /// </summary>
    private static bool GradientByClass(NetworkShape shape)
    {
        int line = Lanes.Of(shape.Precision).PerCacheLine;
        return TimeLanes.Apply(BlockOf(shape)) || Tiles(shape.K, shape.H) < Tiles(shape.H, shape.K);

        int Tiles(int rows, int columns) => Arithmetic.CeilingDivide(rows, 4) * Arithmetic.CeilingDivide(columns, line);
    }

    /// <summary>Whether dWy, so computed, is transposed: where Wy is kept transposed.</summary>
    public static bool TransposesGradient(NetworkShape shape) => GradientByClass(shape) && !RowReadOut.Apply(shape);

    public static BatchLayout Of(NetworkShape shape) => new(shape, Layout.Of(BlockOf(shape)));

    /// <summary>A block of rows, which for read-out and softmax is nothing but a window.</summary>
    public static NetworkShape BlockOf(NetworkShape shape) => shape with { T = BlockRows(shape.K) };

    /// <summary>Rows that are read out at once, at least a tile: more than 128 gain nothing.</summary>
    public static int BlockRows(int classes) => Math.Max(8, Math.Min(128, BlockScores / classes));
}
