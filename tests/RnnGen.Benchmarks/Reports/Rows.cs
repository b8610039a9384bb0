using System.Globalization;
using RnnGen.Benchmarks.Compare;
using RnnGen.Benchmarks.Peers;
using RnnGen.Benchmarks.Shapes;
using RnnGen.Benchmarks.Timing;

namespace RnnGen.Benchmarks.Reports;

/// <summary>What the tables have in common: which rows there are, and how a figure is printed.</summary>
internal static class Rows
{
    /// <summary>The peers of a job in the order of the tables; the best tuned C stands where its variants begin.</summary>
    public static IEnumerable<string> Peers(Comparison comparison, Job job)
    {
        string[] names = [.. comparison.Cells.Where(cell => cell.Job == job).SelectMany(cell => cell.All).Select(series => series.Name).Distinct()];
        bool tuned = names.Any(IsTuned);
        return [.. names.Where(name => !IsTuned(name)), .. tuned ? [PeerNames.BestTunedC] : Array.Empty<string>(), .. names.Where(IsTuned)];
    }

    /// <summary>The cell of a shape and a job; null where it was not measured.</summary>
    public static Cell? Find(Comparison comparison, Shape shape, Job job) =>
        comparison.Cells.FirstOrDefault(cell => cell.Shape == shape && cell.Job == job);

    /// <summary>A time with three figures and the unit that suits it.</summary>
    public static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => $"{Figures(nanoseconds)} ns",
        < 1e6 => $"{Figures(nanoseconds / 1e3)} µs",
        _ => $"{Figures(nanoseconds / 1e6)} ms",
    };

    /// <summary>A ratio.</summary>
    public static string Ratio(double ratio) => $"{Figures(ratio)}×";

    /// <summary>Three figures.</summary>
    public static string Figures(double value) => value switch
    {
        < 10 => value.ToString("F2", CultureInfo.InvariantCulture),
        < 100 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.ToString("F0", CultureInfo.InvariantCulture),
    };

    /// <summary>What one number of the table says of a bound: "arithmetic", "loads" or "chain".</summary>
    public static string Name(Bounds bounds) =>
        bounds.Longest == bounds.Arithmetic ? "arithmetic" : bounds.Longest == bounds.Loads ? "loads" : "chain";

    private static bool IsTuned(string name) => name.StartsWith(PeerNames.TunedC, StringComparison.Ordinal);
}
