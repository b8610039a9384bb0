using System.Diagnostics;
using RnnGen.Benchmarks.Peers;

namespace RnnGen.Benchmarks.Timing;

/// <summary>How long single steps take, each timed by itself: what a real-time thread has to reckon with.</summary>
/// <param name="Name">The peer.</param>
/// <param name="Median">Half of the steps are faster, in nanoseconds.</param>
/// <param name="Percentile99">99 of 100 steps are faster.</param>
/// <param name="Maximum">The slowest step.</param>
internal sealed record Latencies(string Name, double Median, double Percentile99, double Maximum)
{
    /// <summary>The time between two samples of audio at 48 kHz, in nanoseconds.</summary>
    public const double AudioBudget = 1e9 / 48_000;

    /// <summary>Times <paramref name="count"/> steps; each figure includes the two readings of the clock.</summary>
    public static Latencies Measure(Peer peer, int count)
    {
        var ticks = new long[count];
        int steps = peer.Problem.Shape.T;
        peer.Steps();
        int t = 0;
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            peer.StepAt(t);
            ticks[i] = Stopwatch.GetTimestamp() - start;
            t = t + 1 == steps ? 0 : t + 1;
        }

        Array.Sort(ticks);
        double nanoseconds = 1e9 / Stopwatch.Frequency;
        return new Latencies(peer.Name, ticks[count / 2] * nanoseconds, ticks[(int)(count * 0.99)] * nanoseconds, ticks[^1] * nanoseconds);
    }
}
