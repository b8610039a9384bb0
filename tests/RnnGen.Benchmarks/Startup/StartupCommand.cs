using System.CommandLine;
using RnnGen.Benchmarks.Reports;
using Spectre.Console;

namespace RnnGen.Benchmarks.Startup;

/// <summary>
/// The verb <c>startup</c>: how long a fresh process takes to its first result. Each figure is the median over many
/// processes of a small program that holds nothing but the networks.
/// </summary>
internal static class StartupCommand
{
    public static Command Create()
    {
        var runs = new Option<int>("--runs") { Description = "Processes per row.", DefaultValueFactory = _ => 15 };
        var aot = new Option<bool>("--aot") { Description = "Under NativeAOT too, which takes a minute to compile." };
        var command = new Command("startup", "Measures the time from process start, and from the first call, to the first result.") { runs, aot };
        command.SetAction(parsed => Run(Math.Max(1, parsed.GetValue(runs)), parsed.GetValue(aot)));
        return command;
    }

    private static int Run(int runs, bool native)
    {
        StartupReport report = AnsiConsole.Status().Start("Building and running the start-up program", _ => StartupReport.Measure(runs, native));
        var table = new Table().Title($"Medians of {runs} processes").AddColumns([.. StartupReport.Columns]);
        foreach (string[] row in report.Cells())
        {
            table.AddRow(row);
        }

        AnsiConsole.Write(table);
        if (report is { Narrow: { } narrow, Wide: { } wide })
        {
            AnsiConsole.MarkupLineInterpolated($"E with vectors of 4 lanes takes {Figure.Ratio(narrow.Step / wide.Step)} the time of 8 lanes in Step, {Figure.Ratio(narrow.Train / wide.Train)} in Train.");
        }

        return 0;
    }
}
