using System.Globalization;

namespace Inspect;

/// <summary>How long the generator takes for one network.</summary>
internal static class TimeReport
{
    private const int WarmRuns = 20;

    /// <param name="request">What to generate.</param>
    /// <param name="cold">The first run in this process: it pays for the JIT and for reading the framework's metadata.</param>
    public static IEnumerable<Section> Of(Request request, TimeSpan cold)
    {
        TimeSpan[] warm = [.. Enumerable.Range(0, WarmRuns).Select(_ => request.Generate().Elapsed).Order()];
        TimeSpan[] edits = [.. request.Edit(WarmRuns).Order()];
        yield return new("Time of generation", ["run", "ms"], [
            ["cold, the first in the process", Milliseconds(cold)],
            [$"warm, median of {WarmRuns}", Milliseconds(warm[WarmRuns / 2])],
            [$"warm, slowest of {WarmRuns}", Milliseconds(warm[^1])],
            [$"after an edit elsewhere, median of {WarmRuns}", Milliseconds(edits[WarmRuns / 2])],
            [$"after an edit elsewhere, slowest of {WarmRuns}", Milliseconds(edits[^1])],
        ]);
    }

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("N2", CultureInfo.InvariantCulture);
}
