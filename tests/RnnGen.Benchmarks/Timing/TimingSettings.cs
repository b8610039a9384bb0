namespace RnnGen.Benchmarks.Timing;

/// <summary>How long to measure.</summary>
/// <param name="Repeats">How often every peer has its turn.</param>
/// <param name="Slice">The least time of one turn.</param>
/// <param name="WarmUp">The least time before the first turn.</param>
internal sealed record TimingSettings(int Repeats, TimeSpan Slice, TimeSpan WarmUp)
{
    /// <summary>Turns of 5 ms after a warm-up of 100 ms: the caches' and the branch predictors', not the JIT's.</summary>
    public static TimingSettings Default(int repeats) => new(repeats, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(100));
}
