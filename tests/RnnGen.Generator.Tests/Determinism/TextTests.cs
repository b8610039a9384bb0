using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Tests.Support;

namespace RnnGen.Generator.Tests.Determinism;

/// <summary>The same text from the same request, on every machine and in every order.</summary>
public sealed class TextTests
{
    private static readonly string[] s_sources =
    [
        "namespace A; [RnnGen.ElmanRnn(N: 3, H: 5, K: 3, T: 7)] public partial class Net;",
        "namespace a; [RnnGen.ElmanRnn(N: 20, H: 40, K: 40, T: 5)] public partial class net;",
        "partial class Outer { [RnnGen.ElmanRnn(N: 2, H: 9, K: 2, T: 2, Unroll = RnnGen.Unroll.Full)] public partial class Net; }",
        "partial class Iı { [RnnGen.ElmanRnn(N: 3, H: 17, K: 11, T: 4, Unroll = RnnGen.Unroll.Tiles, Precision = RnnGen.Precision.Double)] public partial class Iı2 { } }",
        "[RnnGen.ElmanRnn(N: 64, H: 128, K: 64, T: 1000, B = 3)] public partial class Large;",
        "[RnnGen.ElmanRnn(N: 0, H: -1, K: 1, T: -1000)] public partial class Wrong;",
    ];

    [Fact]
    public void Two_runs() => Assert.Equal(Files(s_sources), Files(s_sources));

    [Fact]
    public void Sources_in_any_order()
    {
        SortedDictionary<string, string> expected = Files(s_sources[..^1]);
        var random = new Random(1);
        for (int round = 0; round < 5; round++)
        {
            string[] shuffled = s_sources[..^1];
            random.Shuffle(shuffled);
            Assert.Equal(expected, Files(shuffled));
        }
    }

    [Theory]
    [InlineData("tr-TR")] // i and I are no pair
    [InlineData("sv-SE")] // minus is U+2212
    [InlineData("de-DE")] // a decimal comma
    [InlineData("ar-SA")] // marks around the sign
    [InlineData("fa-IR")] // digits and signs of its own
    public void Cultures(string name)
    {
        SortedDictionary<string, string> expected = Files(s_sources);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
            Assert.Equal(expected, Files(s_sources));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Line_ends_are_those_of_git() => Assert.All(Host.Result(s_sources).GeneratedSources.Select(source => source.SourceText.ToString()), text =>
    {
        Assert.DoesNotContain('\r', text);
        Assert.EndsWith("}\n", text);
        Assert.All(text.Split('\n'), line => Assert.Equal(line.TrimEnd(), line));
    });

    [Fact]
    public void Line_ends_of_the_source_do_not_matter() =>
        Assert.Equal(Files("\n\n[RnnGen.ElmanRnn(1, 2,\n 2, 2)]\npartial class Net\n{\n}"), Files("\r\n\r\n[RnnGen.ElmanRnn(1, 2,\r\n 2, 2)]\r\npartial class Net\r\n{\r\n}"));

    [Fact]
    public void Encoding_is_utf8_without_a_mark() => Assert.All(Host.Result(s_sources).GeneratedSources, source =>
    {
        Assert.Equal("utf-8", source.SourceText.Encoding!.WebName);
        Assert.Empty(source.SourceText.Encoding.GetPreamble());
        Assert.NotEqual('\uFEFF', source.SourceText[0]);
    });

    [Fact]
    public void Hint_names_differ_by_more_than_case()
    {
        string[] names = [.. Host.Result([.. s_sources, "[RnnGen.ElmanRnn(1, 1, 2, 1)] partial class LARGE;", "[RnnGen.ElmanRnn(1, 1, 2, 1)] partial class large;"]).GeneratedSources.Select(source => source.HintName)];
        Assert.Equal(2 * 7, names.Length);
        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void No_date_and_no_path()
    {
        string year = DateTime.UtcNow.Year.ToString(CultureInfo.InvariantCulture);
        Assert.All(Files(s_sources[..^1]).Values, text =>
        {
            Assert.DoesNotContain(Repository.Root, text);
            Assert.DoesNotContain("Source0", text);
            Assert.DoesNotContain(year + "-", text);
            Assert.DoesNotContain("/" + year, text);
        });
    }

    private static SortedDictionary<string, string> Files(params string[] sources)
    {
        GeneratorDriverRunResult run = Host.Run(sources).GetRunResult();
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (GeneratedSourceResult source in run.Results.Single().GeneratedSources)
        {
            files.Add(source.HintName, source.SourceText.ToString());
        }

        files.Add("diagnostics", Verifier.Describe(run.Diagnostics));
        return files;
    }
}
