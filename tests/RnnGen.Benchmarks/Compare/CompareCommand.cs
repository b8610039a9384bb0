using System.CommandLine;
using RnnGen.Benchmarks.Peers;
using RnnGen.Benchmarks.Reports;
using RnnGen.Benchmarks.Shapes;
using RnnGen.Benchmarks.Timing;
using Spectre.Console;

namespace RnnGen.Benchmarks.Compare;

/// <summary>The verb <c>compare</c>: the generated networks against their peers, all in one process and in turn.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var shapes = new Option<string>("--shapes") { Description = "Letters A to F, or sizes such as 8x32x5x16 (N, H, K, T).", DefaultValueFactory = _ => "A,B,C,D,E,F" };
        var jobs = new Option<string>("--jobs") { Description = "STEP, FORWARD, TRAIN, TRAIN32.", DefaultValueFactory = _ => string.Join(',', Jobs.All.Select(job => job.Title())) };
        var repeats = new Option<int>("--repeats") { Description = "How often each peer has its turn; at least 15 for a figure to quote.", DefaultValueFactory = _ => 25 };
        var peers = new Option<string>("--peers") { Description = "Parts of the names of the peers wanted, such as \"tuned,onnx\"; all unless given.", DefaultValueFactory = _ => "" };
        var output = new Option<FileInfo?>("--out") { Description = "Writes the report to this Markdown file." };
        var core = new Option<int?>("--core") { Description = "The core to run on; the last unless given, -1 for any." };
        var startup = new Option<bool>("--no-startup") { Description = "Leaves out the first calls of fresh processes, which take a minute." };
        var command = new Command("compare", "Measures STEP, FORWARD, TRAIN and TRAIN32 against the peers.") { shapes, jobs, repeats, peers, output, core, startup };
        command.SetAction(parsed =>
        {
            string[] parts = parsed.GetValue(peers)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            try
            {
                return Run(
                    new Comparison(Shape.ParseList(parsed.GetValue(shapes)!), Jobs.ParseList(parsed.GetValue(jobs)!), TimingSettings.Default(Math.Max(1, parsed.GetValue(repeats))))
                    {
                        IsWanted = name => parts.Length == 0 || parts.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase)),
                    },
                    parsed.GetValue(output),
                    parsed.GetValue(core),
                    !parsed.GetValue(startup));
            }
            catch (FormatException wrong)
            {
                AnsiConsole.MarkupLineInterpolated($"[red]{wrong.Message}[/]");
                return 1;
            }
        });
        return command;
    }

    private static int Run(Comparison comparison, FileInfo? output, int? core, bool startup)
    {
        if (startup)
        {
            comparison.MeasureStartup();
        }

        comparison.Build();
        string pinned = Machine.Pin(core);
        comparison.Run(pinned);
        foreach (Job job in comparison.JobList)
        {
            ConsoleReport.Write(comparison, job);
        }

        ConsoleReport.WriteLatencies(comparison);
        ConsoleReport.WriteGoals(comparison);
        foreach (string remark in comparison.Remarks)
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]{remark}[/]");
        }

        if (output is not null)
        {
            output.Directory?.Create();
            File.WriteAllText(output.FullName, MarkdownReport.Write(comparison));
            AnsiConsole.MarkupLineInterpolated($"Report: {output.FullName}");
        }

        return comparison.Remarks.Any() ? 2 : 0;
    }
}
