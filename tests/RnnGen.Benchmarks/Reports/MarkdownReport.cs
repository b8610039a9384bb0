using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using RnnGen.Benchmarks.Compare;
using RnnGen.Benchmarks.Peers;
using RnnGen.Benchmarks.Peers.Native;
using RnnGen.Benchmarks.Shapes;
using RnnGen.Benchmarks.Startup;
using RnnGen.Benchmarks.Timing;

namespace RnnGen.Benchmarks.Reports;

/// <summary>The results as a Markdown file that can stand by itself.</summary>
internal static class MarkdownReport
{
    public static string Write(Comparison comparison)
    {
        var text = new StringBuilder();
        WriteMachine(text, comparison);
        WriteGoals(text, comparison);
        foreach (Job job in comparison.JobList)
        {
            WriteRatios(text, comparison, job);
        }

        WriteBounds(text, comparison);
        WriteLatencies(text, comparison);
        WriteStartup(text, comparison.Startup);
        foreach (Job job in comparison.JobList)
        {
            WriteTimes(text, comparison, job);
        }

        WriteErrors(text, comparison);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void WriteMachine(StringBuilder text, Comparison comparison)
    {
        MachineLimits limits = comparison.Limits;
        text.AppendLine("# RnnGen against its peers").AppendLine();
        text.AppendLine(
            $"""
            | | |
            |---|---|
            | date | {DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} |
            | processor | {Machine.Processor}, {comparison.Pinned} |
            | vectors | {Machine.Extensions} |
            | system | {RuntimeInformation.OSDescription}; load {comparison.Load} |
            | runtime | {RuntimeInformation.FrameworkDescription} |
            | C compiler | {comparison.CompilerVersion}, {NativeCompiler.Level} |
            | measured limits, vectors of {MachineLimits.VectorBits} bits | {Figure.Three(limits.PeakFlops)} GFLOP/s; loads {Figure.Three(limits.FirstCache)} GB/s from 16 KB, {Figure.Three(limits.SecondCache)} GB/s from 256 KB; one link of the recurrence {Figure.Three(limits.Link)} ns |
            | settings | {comparison.Settings.Repeats} repeats of at least {comparison.Settings.Slice.TotalMilliseconds} ms each, every peer in turn; {ThreadClock.Description} |

            Shapes (N,H,K,T): {string.Join(", ", comparison.ShapeList.Select(shape => $"{shape.Name} = {shape.Sizes}"))}.
            STEP is one streaming step up to the probabilities, FORWARD one window of T steps, TRAIN one sequence with loss,
            six gradients and update, TRAIN32 the same for a mini-batch of 32 sequences: one update by the mean gradient. Every peer was checked against the reference in double precision before it was timed.
            """).AppendLine();
    }

    private static void WriteGoals(StringBuilder text, Comparison comparison)
    {
        text.AppendLine("## Goals").AppendLine();
        text.AppendLine("Ratios of medians of paired repeats. The serial bound is the products at the measured limits and then the chain of dependent steps, not overlapped.").AppendLine();
        text.AppendLine("| goal | limit | measured | met |").AppendLine("|---|---|---|---|");
        foreach (Goal goal in new Goals(comparison).All())
        {
            text.AppendLine(goal.Row());
        }

        text.AppendLine();
    }

    private static void WriteStartup(StringBuilder text, StartupReport? startup)
    {
        if (startup is null)
        {
            return;
        }

        text.AppendLine("## First calls").AppendLine();
        text.AppendLine($"A small program that holds nothing but the networks; medians of {startup.Runs} processes, those under NativeAOT compiled for this machine.").AppendLine();
        text.AppendLine($"| {string.Join(" | ", StartupReport.Columns)} |");
        text.AppendLine($"|---{string.Concat(Enumerable.Repeat("|---", StartupReport.Columns.Count - 1))}|");
        foreach (string[] row in startup.Cells())
        {
            text.AppendLine($"| {string.Join(" | ", row)} |");
        }

        text.AppendLine();
    }

    private static void WriteRatios(StringBuilder text, Comparison comparison, Job job)
    {
        text.AppendLine($"## {job.Title()}").AppendLine();
        text.AppendLine("The time of RnnGen, and how many times as long the others take (medians of paired repeats; above 1 the peer is slower).").AppendLine();
        Header(text, comparison);
        foreach (string peer in TableRows.Of(comparison, job))
        {
            Row(text, peer, comparison, shape => TableRows.Find(comparison, shape, job) switch
            {
                null => "",
                var cell when cell[peer] is not { } => "",
                var cell when peer == PeerNames.Generated => $"**{Figure.Time(cell.Ours.Median)}**",
                var cell when peer == PeerNames.BestTunedC => $"**{Figure.Ratio(cell[peer]!.RatioTo(cell.Ours))}** ({cell[peer]!.Name[(PeerNames.TunedC.Length + 1)..]})",
                var cell => Figure.Ratio(cell[peer]!.RatioTo(cell.Ours)),
            });
        }

        text.AppendLine();
    }

    private static void WriteBounds(StringBuilder text, Comparison comparison)
    {
        text.AppendLine("## Distance to the bounds").AppendLine();
        text.AppendLine("The longest of three times no program can go below here (arithmetic at the measured peak; weights read again in every step; steps that wait for each other), and RnnGen as a multiple of it. The three are not added up, so 1 is out of reach.").AppendLine();
        Header(text, comparison);
        foreach (Job job in comparison.JobList)
        {
            Row(text, job.Title(), comparison, shape =>
            {
                if (TableRows.Find(comparison, shape, job) is not { } cell)
                {
                    return "";
                }

                Bounds bounds = Bounds.Of(shape, job, comparison.Limits);
                double flops = Bounds.Flops(shape, job) / cell.Ours.Median;
                return $"{Figure.Time(bounds.Longest)} ({bounds.Cause}); {Figure.Ratio(cell.Ours.Median / bounds.Longest)}; {Figure.Three(flops)} GFLOP/s";
            });
        }

        text.AppendLine();
    }

    private static void WriteLatencies(StringBuilder text, Comparison comparison)
    {
        if (comparison.Latencies.Count == 0)
        {
            return;
        }

        text.AppendLine("## Single steps").AppendLine();
        text.AppendLine($"Each step timed by itself, the clock included; one sample of audio at 48 kHz lasts {Figure.Time(Latencies.AudioBudget)}. The slowest is the system's doing on a shared machine.").AppendLine();
        text.AppendLine("| shape | peer | median | 99 % | slowest |").AppendLine("|---|---|---|---|---|");
        foreach ((Shape shape, Latencies latencies) in comparison.Latencies)
        {
            text.AppendLine($"| {shape.Name} | {latencies.Name} | {Figure.Time(latencies.Median)} | {Figure.Time(latencies.Percentile99)} | {Figure.Time(latencies.Maximum)} |");
        }

        text.AppendLine();
    }

    private static void WriteTimes(StringBuilder text, Comparison comparison, Job job)
    {
        text.AppendLine($"## {job.Title()}, all times").AppendLine().AppendLine("Median [fastest–slowest repeat].").AppendLine();
        Header(text, comparison);
        foreach (string peer in TableRows.Of(comparison, job).Where(peer => peer != PeerNames.BestTunedC))
        {
            Row(text, peer, comparison, shape => TableRows.Find(comparison, shape, job)?[peer] is { } series
                ? $"{Figure.Time(series.Median)} [{Figure.Time(series.Minimum)}–{Figure.Time(series.Maximum)}]"
                : "");
        }

        text.AppendLine();
    }

    private static void WriteErrors(StringBuilder text, Comparison comparison)
    {
        text.AppendLine("## Errors").AppendLine();
        text.AppendLine("The largest error over the largest value, worst tensor and worst shape; for TRAIN and TRAIN32 that of the change two updates make.").AppendLine();
        text.AppendLine($"| | {string.Join(" | ", comparison.JobList.Select(job => job.Title()))} |");
        text.AppendLine($"|---{string.Concat(Enumerable.Repeat("|---", comparison.JobList.Count))}|");
        foreach (string peer in comparison.Errors.Keys.Select(key => key.Peer).Distinct())
        {
            text.AppendLine($"| {peer} | {string.Join(" | ", comparison.JobList.Select(job => comparison.Errors.TryGetValue((peer, job), out double error) ? error.ToString("0.0E+0", CultureInfo.InvariantCulture) : ""))} |");
        }

        foreach (string remark in comparison.Remarks)
        {
            text.AppendLine().AppendLine($"- {remark}");
        }
    }

    private static void Header(StringBuilder text, Comparison comparison)
    {
        text.AppendLine($"| | {string.Join(" | ", comparison.ShapeList.Select(shape => shape.Name))} |");
        text.AppendLine($"|---{string.Concat(Enumerable.Repeat("|---", comparison.ShapeList.Count))}|");
    }

    private static void Row(StringBuilder text, string name, Comparison comparison, Func<Shape, string> value) =>
        text.AppendLine($"| {name} | {string.Join(" | ", comparison.ShapeList.Select(value))} |");
}
