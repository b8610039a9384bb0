using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Tests.Support;

namespace RnnGen.Generator.Tests.Incremental;

/// <summary>What each kind of edit runs again, step by step.</summary>
public sealed class EditTests
{
    private const string Network =
        """
        namespace App;

        [RnnGen.ElmanRnn(N: 1, H: 2, K: 2, T: 2)]
        public sealed partial class Net
        {
            public int Answer => 42;
        }
        """;

    private const string Other = "public class Other { public int A; }";

    // The compiler runs Parse again whenever the compilation changes: its value is what stays.
    private const string Untouched = "Parse: Unchanged; Spec: Cached; Collisions: Cached; Emit: Cached";

    [Theory]
    [InlineData("Answer => 42", "Answer => 43")]
    [InlineData("Answer => 42", "Reply => 42")]
    [InlineData("{\n", "{\n    // a comment\n\n")]
    [InlineData("namespace App;", "namespace App ;\n\n\n")]
    [InlineData("sealed partial", "/* the */ sealed   partial")]
    [InlineData("(N: 1, H: 2, K: 2, T: 2)", "(1, 1 + 1, T: 2, K: 2)")]
    [InlineData("public sealed", "/// <summary>A network.</summary>\npublic sealed")]
    [InlineData("public sealed", "[System.Obsolete] internal sealed")]
    [InlineData("public int", "public Net(string s) : this() { } public int")]
    public void Edit_beside_the_request(string from, string to) => AssertUntouched(Edit(Start(), 0, from, to));

    [Fact]
    public void Edit_of_another_file() => AssertUntouched(Edit(Start(), 1, "A;", "B;"));

    [Fact]
    public void Another_file_more_or_less()
    {
        CSharpCompilation start = Start();
        AssertUntouched(start.AddSyntaxTrees(Parse("public class Third;", "Third.cs")));
        AssertUntouched(start.RemoveSyntaxTrees(start.SyntaxTrees[1]));
    }

    [Fact]
    public void References_touched() => AssertUntouched(Start().WithReferences(Host.References.Reverse()));

    [Fact]
    public void Compiler_options_touched() => AssertUntouched(Start().WithOptions(Host.Library.WithOverflowChecks(true)).WithAssemblyName("Renamed"));

    [Fact]
    public void Nothing_at_all()
    {
        CSharpCompilation start = Start();
        Assert.Equal("Parse: Cached; Spec: Cached; Collisions: Cached; Emit: Cached", Steps.After(start, start).Reasons);
    }

    [Theory]
    [InlineData("N: 1", "N: 3")]
    [InlineData("T: 2", "T: 2, Precision = RnnGen.Precision.Double")]
    [InlineData("T: 2", "T: 3")]
    [InlineData("T: 2", "T: 2, B = 4")]
    [InlineData("class Net", "class Net2")]
    [InlineData("namespace App", "namespace App2")]
    public void Edit_of_the_request(string from, string to)
    {
        CSharpCompilation start = Start();
        Assert.Equal("Parse: Modified; Spec: Modified; Collisions: Unchanged; Emit: Modified", Steps.After(start, Edit(start, 0, from, to)).Reasons);
    }

    [Fact]
    public void Second_network()
    {
        CSharpCompilation start = Start();
        CSharpCompilation two = start.AddSyntaxTrees(Parse(Network.Replace("Net", "Net2"), "Net2.cs"));
        Assert.Equal("Parse: New, Unchanged; Spec: Cached, New; Collisions: Unchanged; Emit: Cached, New", Steps.After(start, two).Reasons);
        Assert.Equal("Parse: Removed, Unchanged; Spec: Cached, Removed; Collisions: Unchanged; Emit: Cached, Removed", Steps.After(two, start).Reasons);
    }

    [Fact]
    public void Edit_of_one_network_leaves_the_other()
    {
        CSharpCompilation two = Start().AddSyntaxTrees(Parse(Network.Replace("Net", "Net2"), "Net2.cs"));
        Assert.Equal("Parse: Modified, Unchanged; Spec: Cached, Modified; Collisions: Unchanged; Emit: Cached, Modified", Steps.After(two, Edit(two, 0, "N: 1", "N: 3")).Reasons);
    }

    [Fact]
    public void Network_whose_name_differs_by_case_renames_both_files()
    {
        CSharpCompilation start = Start();
        Steps steps = Steps.After(start, start.AddSyntaxTrees(Parse(Network.Replace("Net", "NET"), "NET2.cs")));
        Assert.Equal("Parse: New, Unchanged; Spec: Cached, New; Collisions: Modified; Emit: Modified, New", steps.Reasons);
        Assert.Equal(["App.NET.1-batch.g.cs", "App.NET.1.g.cs", "App.Net.2-batch.g.cs", "App.Net.2.g.cs"], steps.HintNames.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Broken_and_repaired()
    {
        CSharpCompilation start = Start(), broken = Edit(start, 0, "N: 1", "N: 0");
        Assert.Equal("Parse: Modified; Diagnostics: New; Spec: Removed; Collisions: Unchanged; Emit: Removed", Steps.After(start, broken).Reasons);
        Assert.Equal("Parse: Modified; Diagnostics: Removed; Spec: New; Collisions: Unchanged; Emit: New", Steps.After(broken, start).Reasons);
    }

    private static void AssertUntouched(CSharpCompilation after)
    {
        Steps steps = Steps.After(Start(), after);
        Assert.Equal(Untouched, steps.Reasons);
        Assert.NotEmpty(steps.OutputReasons);
        Assert.All(steps.OutputReasons, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    private static CSharpCompilation Start() => Host.Compile(Network, Other);

    private static CSharpCompilation Edit(CSharpCompilation compilation, int file, string from, string to)
    {
        SyntaxTree tree = compilation.SyntaxTrees[file];
        int at = tree.ToString().IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, $"The source does not contain '{from}'.");
        return compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(tree.GetText().WithChanges(new TextChange(new(at, from.Length), to))));
    }

    private static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, Host.Latest, path);
}
