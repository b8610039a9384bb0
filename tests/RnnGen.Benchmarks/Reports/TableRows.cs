using RnnGen.Benchmarks.Compare;
using RnnGen.Benchmarks.Peers;
using RnnGen.Benchmarks.Shapes;

namespace RnnGen.Benchmarks.Reports;

/// <summary>Which rows and columns the tables of all reports have.</summary>
internal static class TableRows
{
    /// <summary>The peers of a job in the order of the tables; the best tuned C stands where its variants begin.</summary>
    public static IEnumerable<string> Of(Comparison comparison, Job job)
    {
        string[] names = [.. comparison.Cells.Where(cell => cell.Job == job).SelectMany(cell => cell.All).Select(series => series.Name).Distinct()];
        bool tuned = names.Any(IsTuned);
        return [.. names.Where(name => !IsTuned(name)), .. tuned ? [PeerNames.BestTunedC] : Array.Empty<string>(), .. names.Where(IsTuned)];
    }

    /// <summary>The cell of a shape and a job; null where it was not measured.</summary>
    public static Cell? Find(Comparison comparison, Shape shape, Job job) =>
        comparison.Cells.FirstOrDefault(cell => cell.Shape == shape && cell.Job == job);

    private static bool IsTuned(string name) => name.StartsWith(PeerNames.TunedC, StringComparison.Ordinal);
}
