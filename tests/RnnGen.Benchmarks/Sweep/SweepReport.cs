using System.Text;
using RnnGen.Benchmarks.Reports;
using RnnGen.Benchmarks.Shapes;
using RnnGen.Benchmarks.Timing;

namespace RnnGen.Benchmarks.Sweep;

/// <summary>The sweep as a Markdown file beside its plots.</summary>
internal static class SweepReport
{
    /// <summary>The file of an axis's plot.</summary>
    public static string PlotName(SweepAxis axis) => $"{axis.Job}-{axis.Name}.svg".ToLowerInvariant();

    public static string Write(IEnumerable<(SweepAxis Axis, IReadOnlyList<SweepPoint> Points)> sections, TimingSettings settings, string pinned)
    {
        var text = new StringBuilder();
        text.AppendLine("# The cost of generated networks against their sizes").AppendLine();
        text.AppendLine($"{Machine.Processor} ({Machine.Extensions}), {pinned}, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}; the fastest of {settings.Repeats} repeats, {ThreadClock.Description}.").AppendLine();
        foreach ((SweepAxis axis, IReadOnlyList<SweepPoint> points) in sections)
        {
            text.AppendLine($"## {axis.Title} against {axis.Name}").AppendLine();
            text.AppendLine($"{axis.Fixed}.").AppendLine();
            text.AppendLine($"![{axis.Title} against {axis.Name}]({PlotName(axis)})").AppendLine();
            text.AppendLine($"| {axis.Name} | time | multiply-adds | ps each |").AppendLine("|---:|---:|---:|---:|");
            foreach (SweepPoint point in points)
            {
                text.AppendLine($"| {point.Size} | {Figure.Time(point.Nanoseconds)} | {point.MultiplyAdds:F0} | {Figure.Three(point.PicosecondsEach)} |");
            }

            text.AppendLine();
            if (Smoothness.Of(axis, points) is { } smoothness)
            {
                Append(text, smoothness);
            }
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void Append(StringBuilder text, Smoothness smoothness)
    {
        text.AppendLine($"{smoothness.Verdict} The largest:").AppendLine();
        text.AppendLine("| H | next | ps each | next | explained by padding | jump |").AppendLine("|---:|---:|---:|---:|---:|---:|");
        foreach (SizeJump jump in smoothness.Largest)
        {
            text.AppendLine($"| {jump.From.Size} | {jump.To.Size} | {Figure.Three(jump.From.PicosecondsEach)} | {Figure.Three(jump.To.PicosecondsEach)} | {Figure.Ratio(jump.Explained)} | {Figure.Ratio(jump.Beyond)} |");
        }

        text.AppendLine();
    }
}
