using System.Globalization;

namespace RnnGen.Benchmarks.Reports;

/// <summary>How the reports print a number.</summary>
internal static class Figure
{
    /// <summary>A time with three figures and the unit that suits it.</summary>
    public static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => $"{Three(nanoseconds)} ns",
        < 1e6 => $"{Three(nanoseconds / 1e3)} µs",
        _ => $"{Three(nanoseconds / 1e6)} ms",
    };

    /// <summary>A ratio.</summary>
    public static string Ratio(double ratio) => $"{Three(ratio)}×";

    /// <summary>A number with three figures.</summary>
    public static string Three(double value) => value switch
    {
        < 10 => value.ToString("F2", CultureInfo.InvariantCulture),
        < 100 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.ToString("F0", CultureInfo.InvariantCulture),
    };
}
