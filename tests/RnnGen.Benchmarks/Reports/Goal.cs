using System.Globalization;

namespace RnnGen.Benchmarks.Reports;

/// <summary>One figure to reach.</summary>
/// <param name="What">What is measured.</param>
/// <param name="AtMost">Whether the figure must not exceed the limit; otherwise it must not fall below it.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Measured">The figure of each shape it is asked of; NaN where it could not be measured.</param>
internal sealed record Goal(string What, bool AtMost, double Limit, IReadOnlyList<(string Shape, double Figure)> Measured)
{
    /// <summary>Whether every shape meets it.</summary>
    public bool IsMet => Measured.All(IsMetBy);

    /// <summary>The row of the table; what misses the limit is bold.</summary>
    public string Row() =>
        $"| {What} | {(AtMost ? "≤" : "≥")} {Print(Limit)} | {string.Join(", ", Measured.Select(measured => IsMetBy(measured) ? Text(measured) : $"**{Text(measured)}**"))} | {(IsMet ? "yes" : "no")} |";

    private bool IsMetBy((string Shape, double Figure) measured) => AtMost ? measured.Figure <= Limit : measured.Figure >= Limit;

    private static string Text((string Shape, double Figure) measured) => $"{measured.Shape} {Print(measured.Figure)}";

    private static string Print(double figure) => double.IsNaN(figure) ? "?" : figure < 0.1 ? figure.ToString("F4", CultureInfo.InvariantCulture) : Reports.Figure.Three(figure);
}
