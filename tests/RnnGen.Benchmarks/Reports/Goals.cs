using RnnGen.Benchmarks.Compare;
using RnnGen.Benchmarks.Peers;
using RnnGen.Benchmarks.Shapes;
using RnnGen.Benchmarks.Startup;
using RnnGen.Benchmarks.Timing;

namespace RnnGen.Benchmarks.Reports;

/// <summary>The figures the project wants to reach, from one run; shapes and jobs that were not asked for are left out.</summary>
internal sealed class Goals(Comparison comparison)
{
    /// <summary>All goals of which something was measured.</summary>
    public IEnumerable<Goal> All() => Speed().Concat(Startup()).Where(goal => goal.Measured.Count > 0);

    private IEnumerable<Goal> Speed()
    {
        foreach (Job job in comparison.JobList)
        {
            Func<Cell, double> ratio = cell => cell.BestTuned is { } tuned ? cell.Ours.RatioTo(tuned) : double.NaN;
            yield return Of($"{job.Title()}, time over that of the best tuned C", 0.90, "ABC", job, ratio);
            yield return Of($"{job.Title()}, time over that of the best tuned C", 1.00, "DEF", job, ratio);
        }

        foreach (Job job in comparison.JobList.Where(job => job is Job.Step or Job.Forward))
        {
            Func<Cell, double> distance = cell => cell.Ours.Median / Bounds.Of(cell.Shape, job, comparison.Limits).Serial;
            yield return Of($"{job.Title()}, time over the serial bound", 1.25, "ABC", job, distance);
            yield return Of($"{job.Title()}, time over the serial bound", 1.10, "DEF", job, distance);
        }

        Func<Cell, double> share = cell => Bounds.Flops(cell.Shape, Job.Train32) / cell.Ours.Median / comparison.Limits.PeakFlops;
        yield return Of("TRAIN32, share of the peak", 0.92, "D", Job.Train32, share, atMost: false);
        yield return Of("TRAIN32, share of the peak", 0.95, "EF", Job.Train32, share, atMost: false);
        yield return Of("16 streams at once, time per step over that of a single one", 0.5, "EF", Job.Step, cell => cell[PeerNames.Streams]?.RatioTo(cell.Ours) ?? double.NaN);
        Func<Cell, double> onnx = cell => cell[PeerNames.Onnx] is { } peer ? cell.Ours.RatioTo(peer) : double.NaN;
        yield return Of("STEP, time over that of ONNX Runtime", 0.01, "AB", Job.Step, onnx);
        yield return Of("STEP, time over that of ONNX Runtime", 0.5, "F", Job.Step, onnx);
    }

    private IEnumerable<Goal> Startup()
    {
        if (comparison.Startup is not { } startup)
        {
            yield break;
        }

        if (startup is { Narrow: { } narrow, Wide: { } wide })
        {
            yield return new Goal("vectors of 4 lanes, time over that of 8", true, 2.1, [("E STEP", narrow.Step / wide.Step), ("E TRAIN", narrow.Train / wide.Train)]);
        }

        yield return First("A", StartupReport.Jit, 6_000);
        yield return First("E", StartupReport.Jit, 10_000);
        yield return First("A", StartupReport.NativeAot, 50);
        yield return First("E", StartupReport.NativeAot, 50);

        Goal First(string network, string form, double limit) => new(
            $"first STEP, {form}, µs",
            true,
            limit,
            [.. startup.Rows.Where(row => row.Network == network && row.Form == form).Select(row => (network, row.Times.FirstStep))]);
    }

    private Goal Of(string what, double limit, string shapes, Job job, Func<Cell, double> figure, bool atMost = true) => new(
        what,
        atMost,
        limit,
        [.. comparison.Cells.Where(cell => cell.Job == job && shapes.Contains(cell.Shape.Name, StringComparison.Ordinal)).Select(cell => (cell.Shape.Name, figure(cell)))]);
}
