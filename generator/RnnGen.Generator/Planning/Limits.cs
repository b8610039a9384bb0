using System;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>A limit that a shape exceeds, in words for a diagnostic.</summary>
internal sealed record Excess(string Needed, string What, string Limit, string Remedy, string Where = "");

/// <summary>The largest networks the generator writes.</summary>
internal static class Limits
{
    /// <summary>Parameters of a network: 64 MB in float, and far beyond what this design is for.</summary>
    public const long Parameters = 1 << 24;

    /// <summary>Elements of a network's, a runner's or a trainer's memory: 1 GiB in float.</summary>
    public const long Workspace = 1 << 28;

    /// <summary>
    /// Multiply-adds written out in one method. From about 1,000 on, some limit of the JIT (local references, IL size,
    /// tracked locals) is near, past which it stops optimising: four to five times slower, measured.
    /// </summary>
    public const int MultiplyAddsPerMethod = 1000;

    /// <summary>Bytes of text that unrolled sums may take in a file: what a file without them leaves of 64 KB.</summary>
    public const int UnrolledText = 18_000;

    /// <summary>The size limit that the shape exceeds, if any. Safe for any sizes: nothing overflows.</summary>
    public static Excess? Exceeded(NetworkShape shape)
    {
        // decimal holds every product of three ints exactly.
        decimal n = shape.N, h = shape.H, k = shape.K, t = shape.T;
        decimal parameters = (n * h) + h + (h * h) + h + (k * h) + k;
        if (parameters > Parameters)
        {
            return new(Text(parameters), "parameters", Text(Parameters), Largest(("N", n * h), ("H", h * h), ("K", k * h)));
        }

        // Rows are padded to whole strips, at most a tenth more, and to 64 bytes. Time may run across the lanes. Beside the
        // gradient's own there are nine rows: bx + bh, and the sums of up to eight blocks.
        decimal hp = (1.1m * h) + 32, kp = (1.1m * k) + 32, tp = TimeLanes.Apply(shape) ? t + 64 : 0;
        decimal trainer = ((2 * t) + 1) * hp + (t * kp) + ((k + 6 + kp) * tp) + (t * n) + (h + (2 * k) + 6) * hp + (n + h + 11) * hp + (h + 1) * kp;
        if (trainer > Workspace)
        {
            return new(Text(decimal.Ceiling(trainer)), "numbers of working memory", Text(Workspace), Largest(("T", t), ("H", 0)));
        }

        // A block of rows for many sequences at once; for mini-batches h, D, e and x of all of them, and packed weights.
        decimal block = BatchLayout.BlockRows(shape.K) * (hp + kp) + (32 * hp) + n, all = shape.HasBatch ? (t * shape.B) + 8 : 0;
        decimal packed = shape.HasBatch ? (Math.Max(n, k) + h) * hp : 0;
        decimal batch = block + ((2 * all) + shape.B) * (hp + 16) + all * (kp + n + 1) + packed;
        if (BatchLayout.SequencesAcrossLanes(shape))
        {
            decimal bp = shape.B + 32;
            batch += (t + 1) * ((((2 * n) + (2 * h) + 2) * bp) + ((k + 3) * (BatchLayout.BlockRows(shape.K) + 64)));
        }

        return batch > Workspace ? new(Text(decimal.Ceiling(batch)), "numbers of working memory", Text(Workspace), shape.HasBatch ? "B" : Largest(("H", h), ("K", k), ("N", n))) : null;
    }

    /// <summary>The budget that full unrolling exceeds, if any.</summary>
    public static Excess? UnrollExceeded(NetworkShape shape)
    {
        if (shape.Unroll != Unroll.Full)
        {
            return null;
        }

        NetworkPlan plan = NetworkPlan.For(shape);
        long hidden = (long)plan.Usual.Hidden.Vectors * shape.H;
        long input = (long)plan.Usual.Hidden.Vectors * shape.N;
        long readOut = (long)plan.Usual.ReadOut.Vectors * shape.H;
        long step = input + hidden + readOut;
        if (step > MultiplyAddsPerMethod)
        {
            return new(Text(step), "vector multiply-adds", Text(MultiplyAddsPerMethod), "", "one step");
        }

        // A window writes Wh h, and Whᵀ e on the way back, and what else it computes step by step.
        int inputs = plan.InputInStep ? 2 : 1, readOuts = plan.ReadOutInStep ? 2 : 1;
        long hiddenSums = (inputs * shape.N) + (3L * shape.H) + ((readOuts - 1) * shape.K);
        long text = hiddenSums * TermText(plan.Usual.Hidden.Vectors) + ((long)readOuts * shape.H * TermText(plan.Usual.ReadOut.Vectors));
        return text > UnrolledText ? new(Text(text), "bytes of text for its sums", Text(UnrolledText), "", "one file") : null;
    }

    /// <summary>Bytes of text that one term of a sum takes: its broadcast, and a multiply-add for each vector.</summary>
    private static long TermText(int vectors) => 70 + (85 * vectors);

    private static string Largest(params (string Name, decimal Share)[] shares) => shares.OrderByDescending(share => share.Share).First().Name;

    private static string Text(decimal value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
