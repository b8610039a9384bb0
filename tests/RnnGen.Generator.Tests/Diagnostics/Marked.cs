using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Tests.Support;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>A source in which [|…|] marks the text that diagnostics must underline.</summary>
internal static class Marked
{
    /// <summary>Fails unless the generator underlines exactly the marked text with exactly this id, and writes nothing.</summary>
    public static IReadOnlyList<Diagnostic> Reports(string id, string marked, CSharpParseOptions? parse = null, CSharpCompilation? host = null)
    {
        (string source, string[] expected) = Unmark(marked);
        CSharpCompilation compilation = host is null
            ? Host.Compile([source], parse)
            : host.AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, parse ?? Host.Latest, "Source.cs"));
        GeneratorRunResult result = Host.Driver(parse).RunGenerators(compilation).GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        Assert.Empty(result.GeneratedSources);

        Diagnostic[] reported = [.. result.Diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan)];
        Assert.Equal(expected.Select(text => $"{id} {text}"), reported.Select(diagnostic => $"{diagnostic.Id} {Underlined(diagnostic)}"));
        Assert.All(reported, diagnostic => Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity));
        return reported;
    }

    public static string Underlined(Diagnostic diagnostic) =>
        Assert.IsAssignableFrom<SyntaxTree>(diagnostic.Location.SourceTree).ToString().Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length);

    private static (string Source, string[] Expected) Unmark(string marked) =>
        (marked.Replace("[|", "").Replace("|]", ""), [.. marked.Split("[|").Skip(1).Select(part => part[..part.IndexOf("|]", StringComparison.Ordinal)])]);
}
