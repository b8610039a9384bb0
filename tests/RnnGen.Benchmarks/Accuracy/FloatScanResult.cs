namespace RnnGen.Benchmarks.Accuracy;

/// <summary>What a scan found; the results of several stretches can be added up.</summary>
internal sealed class FloatScanResult
{
    public long Scanned { get; set; }

    public double WorstUlp { get; set; }

    public float WorstAt { get; set; }

    /// <summary>Floats at which the function is on the wrong side of its value at the float before.</summary>
    public long MonotonicityViolations { get; set; }

    /// <summary>Vectors in which f(-x) = -f(x) does not hold in every lane.</summary>
    public long OddnessViolations { get; set; }

    /// <summary>Floats at which the function leaves its range or is NaN.</summary>
    public long RangeViolations { get; set; }

    public void Add(FloatScanResult other)
    {
        Scanned += other.Scanned;
        MonotonicityViolations += other.MonotonicityViolations;
        OddnessViolations += other.OddnessViolations;
        RangeViolations += other.RangeViolations;
        if (other.WorstUlp > WorstUlp)
        {
            (WorstUlp, WorstAt) = (other.WorstUlp, other.WorstAt);
        }
    }
}
