using System.CommandLine;
using System.Diagnostics;
using System.Numerics;
using RnnGen.Numerics;
using Spectre.Console;

namespace RnnGen.Benchmarks.Accuracy;

/// <summary>
/// The verb <c>accuracy</c>: every finite float, all 2^32 but the NaNs, through the single-precision functions. Takes
/// some minutes. Ends with 1 when a bound the library states does not hold.
/// </summary>
internal static class AccuracyCommand
{
    // Stretches of 2^20 floats: short enough for the progress to move and for Ctrl+C to act at once.
    private const uint Stretch = 1 << 20;
    private const uint Infinity = 0x7F800000;

    private sealed record Job(string Name, double Bound, FloatScan Scan, uint End);

    public static Command Create()
    {
        var command = new Command("accuracy", "Runs every float through tanh and exp and prints the worst errors.");
        command.SetAction((_, cancellation) => Task.Run(() => Run(cancellation), cancellation));
        return command;
    }

    private static int Run(CancellationToken cancellation)
    {
        Job[] jobs =
        [
            // The accuracy of tanh's negative half follows from its oddness, which is checked bit by bit.
            new("tanh", 2.5, new FloatScan(VectorMath.Tanh, Tanh, isOdd: true, maximum: 1), Infinity),
            new("exp", 1.5, new FloatScan(ExpBelow, Exp, isOdd: false, maximum: float.MaxValue), Infinity),
        ];
        AnsiConsole.MarkupLineInterpolated($"{Vector<float>.Count} lanes, fused multiply-add: {IsFused()}");
        bool holds = true;
        foreach (Job job in jobs)
        {
            var clock = Stopwatch.StartNew();
            FloatScanResult found = Scan(job, cancellation);
            holds &= found.WorstUlp <= job.Bound && found.OddnessViolations == 0 && found.RangeViolations == 0;

            // Rows, not columns: a table this wide is cut off on a console of 80 characters.
            var table = new Table().AddColumns(job.Name, $"{clock.Elapsed.TotalSeconds:F0} s");
            table.AddRow("floats", $"{found.Scanned:N0}");
            table.AddRow("worst error", $"{found.WorstUlp:F3} ulp at {found.WorstAt:R}; stated bound {job.Bound:F1}");
            table.AddRow("not monotonic", $"{found.MonotonicityViolations:N0}");
            table.AddRow("not odd", $"{found.OddnessViolations:N0}");
            table.AddRow("out of range", $"{found.RangeViolations:N0}");
            AnsiConsole.Write(table);
        }

        return holds ? 0 : 1;
    }

    private static FloatScanResult Scan(Job job, CancellationToken cancellation)
    {
        var total = new FloatScanResult();
        AnsiConsole.Progress().Start(context =>
        {
            ProgressTask progress = context.AddTask(job.Name, maxValue: job.End / Stretch);
            Parallel.For(
                0,
                (int)(job.End / Stretch),
                new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
                stretch =>
                {
                    FloatScanResult part = job.Scan.Run((uint)stretch * Stretch, ((uint)stretch + 1) * Stretch);
                    lock (total)
                    {
                        total.Add(part);
                        progress.Increment(1);
                    }
                });
        });
        return total;
    }

    // Half of all floats are too small, and a quarter too large, for the C library to be asked: tanh x is x or 1 there,
    // to far better than a thousandth of an ulp. x - x³/3 keeps the side on which the exact value lies.
    private static double Tanh(double x) => x < 1e-4 ? x - x * x * x / 3 : x > 12 ? 1 : Math.Tanh(x);

    // The exponential of softmax over 2^0, where that is neither bounded nor beyond the range of a float.
    private static Vector<float> ExpBelow(Vector<float> y)
    {
        y = Vector.Min(Vector.Max(y, Vector.Create(-79f)), Vector.Create(88f));
        return VectorMath.ExpBelow(y, VectorMath.Exponent(y), VectorMath.Exponent(Vector<float>.Zero));
    }

    private static double Exp(double x)
    {
        x = Math.Clamp(x, -79, 88);
        return Math.Abs(x) < 1e-6 ? 1 + x + x * x / 2 : Math.Exp(x);
    }

    // The rest of the rounded product is zero unless the product enters the sum unrounded.
    private static bool IsFused()
    {
        Vector<float> a = Vector.Create(1f + 1f / 1024 / 1024);
        return Vector.MultiplyAddEstimate(a, a, -(a * a))[0] != 0;
    }
}
