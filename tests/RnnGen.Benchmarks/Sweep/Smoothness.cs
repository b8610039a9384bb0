using System.Numerics;
using RnnGen.Benchmarks.Reports;
using RnnGen.Benchmarks.Shapes;

namespace RnnGen.Benchmarks.Sweep;

/// <summary>Two neighbouring sizes.</summary>
/// <param name="From">The smaller, H.</param>
/// <param name="To">The larger, H + 1.</param>
/// <param name="Explained">What padding explains: how many times as much work in whole vectors a multiply-add of the larger takes.</param>
internal sealed record SizeJump(SweepPoint From, SweepPoint To, double Explained)
{
    /// <summary>The ratio of their costs per multiply-add, beyond what padding explains.</summary>
    public double Beyond => To.PicosecondsEach / From.PicosecondsEach / Explained;
}

/// <summary>How smoothly the cost per multiply-add runs from each H to the next.</summary>
/// <param name="Jumps">All neighbours, the largest jump first.</param>
internal sealed record Smoothness(IReadOnlyList<SizeJump> Jumps)
{
    private const double Limit = 1.3;
    private const int Shown = 10;

    /// <summary>The largest jumps.</summary>
    public IEnumerable<SizeJump> Largest => Jumps.Take(Shown);

    /// <summary>The goal and whether it is met.</summary>
    public string Verdict =>
        $"Goal: no jump over {Figure.Ratio(Limit)} beyond what padding explains; {Jumps.Count(jump => jump.Beyond > Limit)} of {Jumps.Count} neighbours jump further.";

    /// <summary>The neighbours on an axis; null for an axis other than H, and where there are none.</summary>
    public static Smoothness? Of(SweepAxis axis, IReadOnlyList<SweepPoint> points)
    {
        SizeJump[] jumps =
        [
            .. points.Zip(points.Skip(1))
                .Where(pair => pair.Second.Size == pair.First.Size + 1)
                .Select(pair => new SizeJump(pair.First, pair.Second, Padding(pair.Second) / Padding(pair.First)))
                .OrderByDescending(jump => jump.Beyond),
        ];
        return axis.Name == "H" && jumps.Length > 0 ? new Smoothness(jumps) : null;
    }

    // The work with a row of hidden units, and of classes, rounded up to whole vectors, over the work asked for. A sum
    // over h is not rounded: its terms are taken one by one.
    private static double Padding(SweepPoint point)
    {
        Shape shape = point.Shape;
        double outputs = Whole(shape.H) * (shape.N + shape.H) + Whole(shape.K) * shape.H;
        return outputs / shape.Weights;
    }

    private static double Whole(int length) => (length + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
}
