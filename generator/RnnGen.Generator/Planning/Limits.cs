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

    /// <summary>Multiply-adds written out in a file, so that its text stays under 64 KB.</summary>
    public const int MultiplyAddsPerFile = 500;

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

        decimal hp = h + 16, kp = k + 16;
        decimal trainer = ((2 * t) + 1) * hp + (t * kp) + (t * n) + (h + k) * hp + (n + h + 2) * hp + (h + 1) * kp;
        return trainer > Workspace ? new(Text(trainer), "numbers of working memory", Text(Workspace), Largest(("T", t), ("H", 0))) : null;
    }

    /// <summary>The budget that full unrolling exceeds, if any.</summary>
    public static Excess? UnrollExceeded(NetworkShape shape)
    {
        if (shape.Unroll != Unroll.Full)
        {
            return null;
        }

        NetworkPlan plan = NetworkPlan.For(shape);
        long hidden = (long)Written(plan.HiddenStrips) * shape.H;
        long input = (long)Written(plan.HiddenStrips) * shape.N;
        long readOut = (long)Written(plan.ReadOutStrips) * shape.H;
        long step = input + hidden + readOut;
        if (step > MultiplyAddsPerMethod)
        {
            return new(Text(step), "vector multiply-adds", Text(MultiplyAddsPerMethod), "", "one step");
        }

        long file = step + (2 * hidden);
        return file > MultiplyAddsPerFile ? new(Text(file), "vector multiply-adds", Text(MultiplyAddsPerFile), "", "one file") : null;
    }

    /// <summary>Vectors of all tiles whose text is written out.</summary>
    private static int Written(StripSchedule strips) => strips.Tile + (strips.WideTile == strips.Tile ? 0 : strips.WideTile);

    private static string Largest(params (string Name, decimal Share)[] shares) => shares.OrderByDescending(share => share.Share).First().Name;

    private static string Text(decimal value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
