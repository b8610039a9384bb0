using System.Text.RegularExpressions;

namespace RnnGen.Package.Tests;

/// <summary>What README.md says is what happens.</summary>
[Collection(PackageCollection.Name)]
public sealed class ReadmeTests(PackedPackage package)
{
    private readonly Page _page = new("README.md");

    [Fact]
    public void TourBuildsWithoutAWarningAndPrintsWhatItSays()
    {
        ScratchProject project = package.NewConsumer(_page.Block("Tour", "csharp"));
        CommandResult built = project.Build("-p:GenerateDocumentationFile=false").MustSucceed();
        Assert.Contains("0 Warning(s)", built.Output);
        _page.BlockMustBe("Tour", "text", project.Execute().MustSucceed().Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void NamesTheVersionThatIsPacked() =>
        Assert.Contains($"<PackageReference Include=\"RnnGen\" Version=\"{package.Version}\" />", _page.Section("Install"));

    [Fact]
    public void ListsEveryDiagnosticWithItsHelpPage()
    {
        string releases = Repository.Read("generator/RnnGen.Generator/AnalyzerReleases.Shipped.md") + Repository.Read("generator/RnnGen.Generator/AnalyzerReleases.Unshipped.md");
        IEnumerable<string> generators = Regex.Matches(releases, @"^RNNGEN\d{3}", RegexOptions.Multiline).Select(match => match.Value);
        IEnumerable<string> builds = Regex.Matches(Repository.Read("src/RnnGen/build/RnnGen.targets"), "Code=\"(RNNGEN\\d{3})\"").Select(match => match.Groups[1].Value);
        IEnumerable<string> listed = Regex.Matches(_page.Section("Diagnostics"), @"^\| \[(RNNGEN\d{3})\]\(.*/help/\1\.md\)", RegexOptions.Multiline).Select(match => match.Groups[1].Value);

        Assert.Equal(generators.Concat(builds), listed);
    }

    /// <summary>Links are absolute, because the page is also shown where the package is listed.</summary>
    [Fact]
    public void LinksLeadToFilesOfTheRepository()
    {
        const string site = "https://github.com/rnngen/rnngen/blob/main/";
        string[] links = [.. Regex.Matches(_page.Text, @"\]\(([^)\s]+)\)").Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.StartsWith(site, link));
        Assert.All(links, link => Assert.True(File.Exists(Repository.PathOf(link[site.Length..])), link));
    }
}
