using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Tests.Support;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>A diagnostic can be silenced where it stands, and by the project.</summary>
public sealed class SuppressionTests
{
    private const string NotPartial = "[RnnGen.ElmanRnn(1, 2, 2, 2)] class Net;";

    [Fact]
    public void Reported_unless_silenced() => Assert.Equal(["RNNGEN001"], Ids(NotPartial));

    [Fact]
    public void Pragma_silences() => Assert.Empty(Ids($"#pragma warning disable RNNGEN001\n{NotPartial}"));

    [Fact]
    public void Pragma_for_another_id_or_another_place_does_not()
    {
        Assert.Equal(["RNNGEN001"], Ids($"#pragma warning disable RNNGEN002\n{NotPartial}"));
        Assert.Equal(["RNNGEN001"], Ids($"#pragma warning disable RNNGEN001\n#pragma warning restore RNNGEN001\n{NotPartial}"));
    }

    [Fact]
    public void Project_silences() =>
        Assert.Empty(Ids(NotPartial, Host.Library.WithSpecificDiagnosticOptions([new("RNNGEN001", ReportDiagnostic.Suppress)])));

    [Fact]
    public void Lines_follow_the_directive_line()
    {
        Diagnostic diagnostic = Assert.Single(Reported("#line 100 \"Template.txt\"\n" + NotPartial, Host.Library));
        Assert.Equal(("Template.txt", 99), (diagnostic.Location.GetMappedLineSpan().Path, diagnostic.Location.GetMappedLineSpan().StartLinePosition.Line));
    }

    private static IEnumerable<string> Ids(string source, CSharpCompilationOptions? options = null) =>
        Reported(source, options ?? Host.Library).Where(diagnostic => !diagnostic.IsSuppressed).Select(diagnostic => diagnostic.Id);

    // As the compiler asks for them. What #pragma silences comes out marked, and the compiler drops it.
    private static ImmutableArray<Diagnostic> Reported(string source, CSharpCompilationOptions options)
    {
        Host.Driver().RunGeneratorsAndUpdateCompilation(Host.Compile([source], options: options), out _, out ImmutableArray<Diagnostic> reported);
        return reported;
    }
}
