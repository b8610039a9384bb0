using RnnGen.Benchmarks.Compare;
using RnnGen.Benchmarks.Peers;
using RnnGen.Benchmarks.Shapes;
using RnnGen.Benchmarks.Timing;
using Spectre.Console;

namespace RnnGen.Benchmarks.Reports;

/// <summary>The results on the console: per job, the time of the generated network and every peer's ratio to it.</summary>
internal static class ConsoleReport
{
    public static void Write(Comparison comparison, Job job)
    {
        var table = new Table().Title($"{job.Title()}: times of RnnGen; the others as multiples of it").AddColumn("");
        foreach (Shape shape in comparison.ShapeList)
        {
            table.AddColumn(shape.Name, column => column.RightAligned().NoWrap());
        }

        foreach (string peer in TableRows.Of(comparison, job))
        {
            table.AddRow([Markup.Escape(peer), .. comparison.ShapeList.Select(shape => Text(TableRows.Find(comparison, shape, job), peer))]);
        }

        table.AddRow(["longest bound", .. comparison.ShapeList.Select(shape => Bound(comparison, shape, job))]);
        AnsiConsole.Write(table);
    }

    public static void WriteLatencies(Comparison comparison)
    {
        if (comparison.Latencies.Count == 0)
        {
            return;
        }

        var table = new Table().Title($"Single steps; one sample at 48 kHz lasts {Figure.Time(Latencies.AudioBudget)}")
            .AddColumns("shape", "peer", "median", "99 %", "slowest");
        foreach ((Shape shape, Latencies latencies) in comparison.Latencies)
        {
            table.AddRow(shape.Name, latencies.Name, Figure.Time(latencies.Median), Figure.Time(latencies.Percentile99), Figure.Time(latencies.Maximum));
        }

        AnsiConsole.Write(table);
    }

    public static void WriteGoals(Comparison comparison)
    {
        var table = new Table().Title("Goals").AddColumns("goal", "limit", "measured", "met");
        foreach (Goal goal in new Goals(comparison).All())
        {
            table.AddRow([.. goal.Row().Replace("**", "", StringComparison.Ordinal).Trim('|').Split('|').Select(cell => Markup.Escape(cell.Trim()))]);
        }

        AnsiConsole.Write(table);
    }

    private static string Text(Cell? cell, string peer) => cell?[peer] switch
    {
        null => "",
        { Name: PeerNames.Generated } ours => Figure.Time(ours.Median),
        var series => Figure.Ratio(series.RatioTo(cell.Ours)),
    };

    private static string Bound(Comparison comparison, Shape shape, Job job) =>
        TableRows.Find(comparison, shape, job) is { } cell ? Figure.Ratio(Bounds.Of(shape, job, comparison.Limits).Longest / cell.Ours.Median) : "";
}
