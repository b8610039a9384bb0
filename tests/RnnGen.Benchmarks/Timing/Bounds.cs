using RnnGen.Benchmarks.Shapes;

namespace RnnGen.Benchmarks.Timing;

/// <summary>Times no program can go below on this machine, in nanoseconds per unit of the job.</summary>
/// <param name="Arithmetic">The operations at the peak.</param>
/// <param name="Loads">The weights that have to be read again in every step, from the caches they fit in.</param>
/// <param name="Chain">The steps that wait for each other.</param>
internal sealed record Bounds(double Arithmetic, double Loads, double Chain)
{
    /// <summary>The longest of the three.</summary>
    public double Longest => Math.Max(Arithmetic, Math.Max(Loads, Chain));

    /// <summary>What sets the longest: "arithmetic", "loads" or "chain".</summary>
    public string Cause => Longest == Arithmetic ? "arithmetic" : Longest == Loads ? "loads" : "chain";

    /// <summary>The products first and then the chain, as where a step cannot begin before the one before it has ended.</summary>
    public double Serial => Math.Max(Arithmetic, Loads) + Chain;

    /// <summary>The bounds of one cell.</summary>
    public static Bounds Of(Shape shape, Job job, MachineLimits limits)
    {
        double recurrent = Read(shape.H * shape.H, limits);
        return job switch
        {
            // A streaming step reads every weight; projection and read-out of a window are matrix products, which read them once.
            Job.Step => new Bounds(Flops(shape, job) / limits.PeakFlops, Read(shape.Weights, limits), limits.Link),
            Job.Forward => new Bounds(Flops(shape, job) / limits.PeakFlops, shape.T * recurrent, shape.T * limits.Link),
            Job.Train => new Bounds(Flops(shape, job) / limits.PeakFlops, (2 * shape.T - 1) * recurrent, shape.T * limits.Link),

            // Matrix products throughout: every weight serves 32 sequences once it is loaded.
            Job.Train32 => new Bounds(Flops(shape, job) / limits.PeakFlops, (2 * shape.T - 1) * recurrent, shape.T * limits.Link),
            _ => throw new ArgumentOutOfRangeException(nameof(job), job, "This job has no bound."),
        };
    }

    /// <summary>Operations of the matrix products alone, per unit of the job; a multiply-add counts as two.</summary>
    public static double Flops(Shape shape, Job job)
    {
        (double n, double h, double k, double t) = (shape.N, shape.H, shape.K, shape.T);
        double step = 2.0 * shape.Weights;
        return job switch
        {
            Job.Step => step,
            Job.Forward => t * step,

            // Forwards; back through read-out and time; the three gradients.
            Job.Train => t * step + t * 2 * k * h + (t - 1) * 2 * h * h + t * 2 * n * h + (t - 1) * 2 * h * h + t * 2 * k * h,
            Job.Train32 => shape.B * Flops(shape, Job.Train),
            _ => throw new ArgumentOutOfRangeException(nameof(job), job, "This job has no count."),
        };
    }

    // A first cache full of weights at its speed, the rest at the second's: what a perfect order of reading would leave.
    private static double Read(int weights, MachineLimits limits)
    {
        double bytes = weights * sizeof(float);
        double near = Math.Min(bytes, MachineLimits.FirstCacheBytes);
        return near / limits.FirstCache + (bytes - near) / limits.SecondCache;
    }
}
