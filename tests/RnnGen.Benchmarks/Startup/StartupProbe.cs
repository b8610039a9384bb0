using System.Diagnostics;
using System.Globalization;
using RnnGen.Benchmarks.Harness;

namespace RnnGen.Benchmarks.Startup;

/// <summary>
/// What a child process of <c>startup</c> does: it makes one network and calls each job once, and prints the times.
/// Called before anything else of the program, so that no other code is compiled first.
/// </summary>
internal static class StartupProbe
{
    /// <summary>The hidden verb.</summary>
    public const string Verb = "startup-probe";

    /// <summary>What the numbers of a probe mean.</summary>
    public static readonly IReadOnlyList<string> Columns = ["process start to Main", "constructors", "first Step", "second Step", "first Forward", "first Train"];

    /// <summary>The networks that can be probed.</summary>
    public static readonly IReadOnlyList<string> Networks = ["A", "E"];

    /// <summary>Runs the probe of a network and prints one number per column, in milliseconds.</summary>
    public static int Run(string network)
    {
        double main = (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds;
        double[] times = network == "A" ? ProbeA() : ProbeE();
        Console.WriteLine(string.Join(' ', times.Prepend(main).Select(time => time.ToString("F4", CultureInfo.InvariantCulture))));
        return 0;
    }

    private static double[] ProbeA()
    {
        long start = Stopwatch.GetTimestamp();
        var network = new NetworkA(seed: 1);
        var runner = new NetworkA.Runner(network);
        var trainer = new NetworkA.Trainer(network);
        double made = Since(start);
        var x = new float[NetworkA.T * NetworkA.N];
        var p = new float[NetworkA.T * NetworkA.K];
        var labels = new int[NetworkA.T];
        return
        [
            made,
            Time(() => runner.Step(x.AsSpan(0, NetworkA.N), p.AsSpan(0, NetworkA.K))),
            Time(() => runner.Step(x.AsSpan(0, NetworkA.N), p.AsSpan(0, NetworkA.K))),
            Time(() => runner.Forward(x, p)),
            Time(() => trainer.Train(x, labels, 0.1f)),
        ];
    }

    private static double[] ProbeE()
    {
        long start = Stopwatch.GetTimestamp();
        var network = new NetworkE(seed: 1);
        var runner = new NetworkE.Runner(network);
        var trainer = new NetworkE.Trainer(network);
        double made = Since(start);
        var x = new float[NetworkE.T * NetworkE.N];
        var p = new float[NetworkE.T * NetworkE.K];
        var labels = new int[NetworkE.T];
        return
        [
            made,
            Time(() => runner.Step(x.AsSpan(0, NetworkE.N), p.AsSpan(0, NetworkE.K))),
            Time(() => runner.Step(x.AsSpan(0, NetworkE.N), p.AsSpan(0, NetworkE.K))),
            Time(() => runner.Forward(x, p)),
            Time(() => trainer.Train(x, labels, 0.1f)),
        ];
    }

    private static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Since(start);
    }

    private static double Since(long start) => Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}
