using System.Text.RegularExpressions;

namespace RnnGen.Package.Tests.Support;

/// <summary>Parts of the repository's README.md.</summary>
internal static partial class Readme
{
    public static readonly string Text = Repository.Read("README.md");

    /// <summary>The first block of the tour in this language.</summary>
    public static string TourBlock(string language)
    {
        string tour = Section("Tour");
        string open = $"```{language}\n";
        int start = tour.IndexOf(open, StringComparison.Ordinal) + open.Length;
        Assert.True(start >= open.Length, $"The tour has no block in {language}.");
        return tour[start..tour.IndexOf("```", start, StringComparison.Ordinal)];
    }

    public static string Section(string title)
    {
        string heading = $"\n## {title}\n";
        int start = Text.IndexOf(heading, StringComparison.Ordinal);
        Assert.True(start >= 0, $"README.md has no section {title}.");
        int end = Text.IndexOf("\n## ", start + heading.Length, StringComparison.Ordinal);
        return Text[(start + heading.Length)..(end < 0 ? Text.Length : end)];
    }

    /// <summary>Targets of all its links.</summary>
    public static string[] Links() => [.. Link().Matches(Text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
