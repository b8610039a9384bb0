using System.Globalization;
using System.Text;
using RnnGen.Benchmarks.Reports;
using RnnGen.Benchmarks.Shapes;

namespace RnnGen.Benchmarks.Sweep;

/// <summary>
/// Draws one axis of a sweep: the time above, the cost of one multiply-add below. Both scales are logarithmic upwards
/// and linear sideways, so that a step between neighbouring sizes shows.
/// </summary>
internal static class SvgPlot
{
    private const double Width = 760, Left = 70, Right = 20, Top = 40, Panel = 220, Gap = 50, Bottom = 45;
    private const double Height = Top + Panel + Gap + Panel + Bottom;

    public static string Draw(SweepAxis axis, IReadOnlyList<SweepPoint> points)
    {
        var svg = new StringBuilder();
        Line(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12" fill="#222">""");
        Line(svg, $"""<rect width="{Width}" height="{Height}" fill="#fff"/>""");
        Line(svg, $"""<text x="{Left}" y="20" font-size="14">{axis.Job.Title()} against {axis.Name} ({axis.Fixed})</text>""");
        DrawPanel(svg, Top, points, point => point.Nanoseconds, Figure.Time, "time");
        DrawPanel(svg, Top + Panel + Gap, points, point => point.PicosecondsEach, value => $"{value:0.##} ps", "per multiply-add");
        Line(svg, $"""<text x="{(Left + Width - Right) / 2}" y="{Height - 8}" text-anchor="middle">{axis.Name}</text>""");
        return svg.AppendLine("</svg>").ToString().ReplaceLineEndings("\n");
    }

    private static void DrawPanel(StringBuilder svg, double top, IReadOnlyList<SweepPoint> points, Func<SweepPoint, double> value, Func<double, string> label, string title)
    {
        double low = Math.Log10(points.Min(value));
        double high = Math.Log10(points.Max(value));
        double margin = Math.Max(0.05, (high - low) * 0.05);
        (low, high) = (low - margin, high + margin);
        double last = points[^1].Size;
        double X(double size) => Left + (Width - Left - Right) * size / last;
        double Y(double given) => top + Panel * (high - Math.Log10(given)) / (high - low);

        Line(svg, $"""<text x="{Left}" y="{top - 6}" fill="#666">{title}</text>""");
        foreach (double tick in Ticks(low, high))
        {
            Line(svg, $"""<path d="M{Left} {Y(tick):F1}H{Width - Right}" stroke="#ddd"/><text x="{Left - 6}" y="{Y(tick) + 4:F1}" text-anchor="end">{label(tick)}</text>""");
        }

        double step = NiceStep(last / 8);
        for (double size = 0; size <= last; size += step)
        {
            Line(svg, $"""<path d="M{X(size):F1} {top + Panel}v4" stroke="#222"/><text x="{X(size):F1}" y="{top + Panel + 17}" text-anchor="middle">{size:0.##}</text>""");
        }

        Line(svg, $"""<path d="M{Left} {top}V{top + Panel}H{Width - Right}" stroke="#222" fill="none"/>""");
        string path = string.Join('L', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Size):F1} {Y(value(point)):F1}")));
        Line(svg, $"""<path d="M{path}" stroke="#1667a8" stroke-width="1.5" fill="none"/>""");
        foreach (SweepPoint point in points)
        {
            Line(svg, $"""<circle cx="{X(point.Size):F1}" cy="{Y(value(point)):F1}" r="2.2" fill="#1667a8"><title>{point.Size}: {label(value(point))}</title></circle>""");
        }
    }

    // 1, 2 and 5 of every power of ten in view.
    private static IEnumerable<double> Ticks(double low, double high) =>
        from power in Enumerable.Range((int)Math.Floor(low), (int)Math.Ceiling(high) - (int)Math.Floor(low) + 1)
        from digit in new[] { 1, 2, 5 }
        let tick = digit * Math.Pow(10, power)
        where Math.Log10(tick) >= low && Math.Log10(tick) <= high
        select tick;

    private static double NiceStep(double rough)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(rough, 1))));
        return new[] { 1, 2, 5, 10 }.First(digit => digit * power >= rough) * power;
    }

    private static void Line(StringBuilder svg, FormattableString text) => svg.AppendLine(text.ToString(CultureInfo.InvariantCulture));
}
