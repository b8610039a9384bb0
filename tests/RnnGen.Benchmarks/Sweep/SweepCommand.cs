using System.CommandLine;
using RnnGen.Benchmarks.Peers;
using RnnGen.Benchmarks.Peers.Generated;
using RnnGen.Benchmarks.Reports;
using RnnGen.Benchmarks.Shapes;
using RnnGen.Benchmarks.Timing;
using Spectre.Console;

namespace RnnGen.Benchmarks.Sweep;

/// <summary>The verb <c>sweep</c>: the cost of the generated networks against each of their sizes.</summary>
internal static class SweepCommand
{
    public static Command Create()
    {
        var every = new Option<bool>("--every") { Description = "Every H from 1 to 256, in STEP, TRAIN and TRAIN32, and how smoothly the cost grows." };
        var axes = new Option<string>("--axes") { Description = "The sizes to vary.", DefaultValueFactory = _ => "H,N,K,T,B" };
        var repeats = new Option<int>("--repeats") { Description = "How often each network is timed.", DefaultValueFactory = _ => 9 };
        var output = new Option<DirectoryInfo>("--out") { Description = "Where the tables and plots go.", DefaultValueFactory = _ => new DirectoryInfo("sweep") };
        var core = new Option<int?>("--core") { Description = "The core to run on; the last unless given, -1 for any." };
        var command = new Command("sweep", "Measures the cost of the generated networks against their sizes.") { every, axes, repeats, output, core };
        command.SetAction(parsed =>
        {
            string pinned = Machine.Pin(parsed.GetValue(core));
            string[] wanted = parsed.GetValue(axes)!.ToUpperInvariant().Split(',', StringSplitOptions.TrimEntries);
            Run([.. SweepAxis.All(parsed.GetValue(every)).Where(axis => wanted.Contains(axis.Name))], Math.Max(1, parsed.GetValue(repeats)), parsed.GetValue(output)!, pinned);
        });
        return command;
    }

    private static void Run(IReadOnlyList<SweepAxis> axes, int repeats, DirectoryInfo output, string pinned)
    {
        output.Create();
        var settings = new TimingSettings(repeats, TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(20));
        var sections = new List<(SweepAxis Axis, IReadOnlyList<SweepPoint> Points)>();
        AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn()).Start(context =>
        {
            foreach (SweepAxis axis in axes)
            {
                ProgressTask progress = context.AddTask($"{axis.Title} against {axis.Name}", maxValue: axis.Sizes.Count);
                List<SweepPoint> points = [];
                foreach (int size in axis.Sizes)
                {
                    points.Add(Measure(axis, size, settings));
                    progress.Increment(1);
                }

                sections.Add((axis, points));
                File.WriteAllText(Path.Combine(output.FullName, SweepReport.PlotName(axis)), SvgPlot.Draw(axis, points));
            }
        });
        File.WriteAllText(Path.Combine(output.FullName, "sweep.md"), SweepReport.Write(sections, settings, pinned));
        foreach ((SweepAxis axis, IReadOnlyList<SweepPoint> points) in sections)
        {
            Print(axis, points);
            if (Smoothness.Of(axis, points) is { } smoothness)
            {
                AnsiConsole.MarkupLineInterpolated($"{smoothness.Verdict}");
            }
        }

        AnsiConsole.MarkupLineInterpolated($"Tables and plots: {output.FullName}");
    }

    private static SweepPoint Measure(SweepAxis axis, int size, TimingSettings settings)
    {
        Shape shape = axis.At(size);
        using Peer peer = NetworkCompiler.CreatePeer(new Problem(shape));
        double error = PeerCheck.WorstError(peer, axis.Job);
        if (!(error < PeerCheck.Tolerance))
        {
            throw new InvalidOperationException($"{axis.Title} of {shape.Sizes} is wrong: error {error:0.0E+0}.");
        }

        // The fastest repeat: neighbours on the axis are not measured in turn, so a disturbance would look like a step.
        return new SweepPoint(size, shape, axis.Job, new RoundRobin(settings).Measure([peer], axis.Job)[0].Minimum);
    }

    private static void Print(SweepAxis axis, IReadOnlyList<SweepPoint> points)
    {
        var table = new Table().Title($"{axis.Title} against {axis.Name}; {axis.Fixed}").AddColumns(axis.Name, "time", "ps per multiply-add");
        foreach (SweepPoint point in points)
        {
            table.AddRow($"{point.Size}", Figure.Time(point.Nanoseconds), Figure.Three(point.PicosecondsEach));
        }

        AnsiConsole.Write(table);
    }
}
