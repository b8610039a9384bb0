using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Tests.Support;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNNGEN008 and 009: the project around the class.</summary>
public sealed class HostTests
{
    private const string Marks = "[[|RnnGen.ElmanRnn|](1, 2, 2, 2)] partial class Net { }";

    // The runtime library is built for net10.0; on an older framework only its attribute matters here.
    private const string AttributeStub =
        """
        namespace RnnGen
        {
            public sealed class ElmanRnnAttribute : System.Attribute
            {
                public ElmanRnnAttribute(int N, int H, int K, int T) { }
            }
        }
        """;

    public static TheoryData<LanguageVersion> OldVersions => new(Enum.GetValues<LanguageVersion>()
        .Where(version => (int)version is > 0 and < 100 * HostRules.LowestLanguageVersion));

    [Theory]
    [MemberData(nameof(OldVersions))]
    public void Language_too_old(LanguageVersion version)
    {
        Diagnostic diagnostic = Assert.Single(Marked.Reports("RNNGEN008", Marks, Host.Latest.WithLanguageVersion(version)));
        Assert.Equal($"The generated network needs C# 11 or later; the project uses C# {version.ToDisplayString()}: raise or remove LangVersion", diagnostic.GetMessage());
    }

    [Fact]
    public void Framework_too_old()
    {
        CSharpCompilation net80 = CSharpCompilation.Create("Tests", [CSharpSyntaxTree.ParseText(AttributeStub, Host.Latest, "Stub.cs")], Net80.References.All, Host.Library);
        Diagnostic diagnostic = Assert.Single(Marked.Reports("RNNGEN009", Marks, host: net80));
        Assert.Equal("The generated network needs System.Numerics.Vector.MultiplyAddEstimate, which the target framework does not have: target net10.0 or later", diagnostic.GetMessage());
    }

    [Fact]
    public void No_framework_at_all() =>
        Marked.Reports("RNNGEN009", Marks, host: CSharpCompilation.Create("Tests", [CSharpSyntaxTree.ParseText(AttributeStub, Host.Latest, "Stub.cs")], [], Host.Library));
}
