using System.Diagnostics;
using RnnGen.Benchmarks.Peers;
using RnnGen.Benchmarks.Shapes;

namespace RnnGen.Benchmarks.Timing;

/// <summary>
/// Times several peers in turn: each repeat runs every peer once, for a few milliseconds, so that whatever slows the
/// machine down for longer than that slows them all.
/// </summary>
internal sealed class RoundRobin(TimingSettings settings)
{
    // Moves a parameter by far less than its last bit is worth in all the passes together.
    private const float Rate = 1e-9f;

    /// <summary>Measures one job of all <paramref name="peers"/>; one series for each, in their order.</summary>
    public IReadOnlyList<Series> Measure(IReadOnlyList<Peer> peers, Job job)
    {
        long[] passes = [.. peers.Select(peer => Calibrate(peer, job))];
        var samples = new double[peers.Count][];
        for (int i = 0; i < peers.Count; i++)
        {
            samples[i] = new double[settings.Repeats];
        }

        for (int repeat = 0; repeat < settings.Repeats; repeat++)
        {
            for (int turn = 0; turn < peers.Count; turn++)
            {
                // Another peer begins each repeat, so that none always follows the same one.
                int i = (turn + repeat) % peers.Count;
                double units = (double)passes[i] * job.UnitsPerPass(peers[i].Problem.Shape) * peers[i].StreamsAtOnce;
                samples[i][repeat] = Time(peers[i], job, passes[i]).TotalNanoseconds / units;
            }
        }

        return [.. peers.Select((peer, i) => new Series(peer.Name, samples[i]))];
    }

    /// <summary>Warms a peer up and finds how many passes take one slice of time.</summary>
    private long Calibrate(Peer peer, Job job)
    {
        long passes = 1;
        var warm = Stopwatch.StartNew();
        TimeSpan last;
        do
        {
            last = Time(peer, job, passes);
            if (last < settings.Slice)
            {
                passes *= 2;
            }
        }
        while (warm.Elapsed < settings.WarmUp || last < settings.Slice);
        return Math.Max(1, (long)Math.Ceiling(passes * (settings.Slice / last)));
    }

    /// <summary>Times a number of passes.</summary>
    public static TimeSpan Time(Peer peer, Job job, long passes)
    {
        TimeSpan start = ThreadClock.Now;
        Run(peer, job, passes);
        return ThreadClock.Now - start;
    }

    /// <summary>Runs a number of passes.</summary>
    public static void Run(Peer peer, Job job, long passes)
    {
        switch (job)
        {
            case Job.Step:
                for (long i = 0; i < passes; i++)
                {
                    peer.Steps();
                }

                break;
            case Job.Forward:
                for (long i = 0; i < passes; i++)
                {
                    peer.Forward();
                }

                break;
            case Job.Train:
                for (long i = 0; i < passes; i++)
                {
                    peer.Train(Rate);
                }

                break;
            case Job.Train32:
                for (long i = 0; i < passes; i++)
                {
                    peer.TrainBatch(Rate);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(job), job, "This job has no loop.");
        }
    }
}
