using System.Diagnostics;
using System.Runtime;
using RnnGen.Benchmarks.Peers;
using RnnGen.Benchmarks.Shapes;

namespace RnnGen.Benchmarks.Timing;

/// <summary>
/// Lets the JIT bring the peers to its best code. It counts calls, waits for a quiet moment, counts again, and compiles
/// on another thread, behind whatever else this program has called often: its compiler, above all.
/// </summary>
internal static class JitWarmUp
{
    private const int Passes = 100;
    private const int QuietRounds = 4;
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_most = TimeSpan.FromMinutes(1);

    /// <summary>Calls every peer again and again until the JIT has nothing left to do; false when it never came to rest.</summary>
    public static bool Run(IReadOnlyList<Peer> peers, IReadOnlyList<Job> jobs)
    {
        var clock = Stopwatch.StartNew();
        int quiet = 0;
        while (quiet < QuietRounds && clock.Elapsed < s_most)
        {
            long before = JitInfo.GetCompiledMethodCount();
            foreach (Peer peer in peers)
            {
                foreach (Job job in jobs.Where(peer.Jobs.Contains))
                {
                    RoundRobin.Time(peer, job, Passes);
                }
            }

            Thread.Sleep(s_rest);

            // The console may compile a method of its own now and then.
            quiet = JitInfo.GetCompiledMethodCount() - before < 5 ? quiet + 1 : 0;
        }

        return quiet == QuietRounds;
    }
}
