namespace RnnGen.Benchmarks.Timing;

/// <summary>The repeats of one peer in one cell, nanoseconds per unit of the job, in the order in which they were taken.</summary>
internal sealed record Series(string Name, double[] Nanoseconds)
{
    /// <summary>The middle repeat.</summary>
    public double Median { get; } = MedianOf(Nanoseconds);

    /// <summary>The fastest repeat.</summary>
    public double Minimum => Nanoseconds.Min();

    /// <summary>The slowest repeat.</summary>
    public double Maximum => Nanoseconds.Max();

    /// <summary>
    /// How many times as long as <paramref name="other"/> this takes: the median of the ratios of each repeat to the
    /// other's repeat next to it.
    /// </summary>
    public double RatioTo(Series other) => MedianOf([.. Nanoseconds.Zip(other.Nanoseconds, (mine, theirs) => mine / theirs)]);

    private static double MedianOf(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
