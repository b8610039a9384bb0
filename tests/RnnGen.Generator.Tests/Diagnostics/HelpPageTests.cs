using Microsoft.CodeAnalysis;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Tests.Support;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>Every descriptor has its page, its link and its line among the releases, and nothing else has.</summary>
public sealed class HelpPageTests
{
    private static readonly string s_folder = Path.Combine(Repository.Generator, "Diagnostics", "help");

    public static TheoryData<string> Ids => new(Descriptors.All.Select(descriptor => descriptor.Id));

    [Fact]
    public void Ids_are_numbered_without_a_gap() =>
        Assert.Equal(Enumerable.Range(1, Descriptors.All.Count).Select(number => $"RNNGEN{number:000}"), Descriptors.All.Select(descriptor => descriptor.Id));

    [Fact]
    public void Every_descriptor_is_among_all()
    {
        IEnumerable<object?> declared = typeof(Descriptors).GetFields().Where(field => field.FieldType == typeof(DiagnosticDescriptor)).Select(field => field.GetValue(null));
        Assert.Equal(Descriptors.All.ToHashSet<object?>(), declared.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_says_cause_example_and_remedy(string id)
    {
        string page = File.ReadAllText(Path.Combine(s_folder, id + ".md"));
        Assert.StartsWith($"# {id}: {Descriptors.ById(id).Title}\n", page);
        Assert.Contains("\n## Example\n", page);
        Assert.Contains("\n## How to fix it\n", page);
        Assert.Contains($"{id}", page[page.IndexOf("```", StringComparison.Ordinal)..]);
        Assert.EndsWith($"/generator/RnnGen.Generator/Diagnostics/help/{id}.md", Descriptors.ById(id).HelpLinkUri);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Release_file_lists_it(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors.ById(id);
        string line = $"{id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title}";
        Assert.Contains(line, ReleaseLines());
    }

    [Fact]
    public void No_page_and_no_release_line_without_a_descriptor()
    {
        string[] ids = [.. Descriptors.All.Select(descriptor => descriptor.Id)];
        IEnumerable<string> pages = Directory.EnumerateFiles(s_folder).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

        // From 101 on they belong to the build files of the package.
        Assert.Equal(ids, pages.Where(page => string.CompareOrdinal(page, "RNNGEN101") < 0));
        Assert.Equal(ids, ReleaseLines().Where(line => line.StartsWith("RNNGEN", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]));
    }

    private static IEnumerable<string> ReleaseLines() => new[] { "Shipped", "Unshipped" }
        .SelectMany(state => File.ReadAllLines(Path.Combine(Repository.Generator, $"AnalyzerReleases.{state}.md")));
}
