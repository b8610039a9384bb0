using Microsoft.CodeAnalysis;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNNGEN004, 005, 007 and 010: the arguments of the attribute.</summary>
public sealed class SizeTests
{
    [Theory]
    [InlineData("N: [|0|], H: 2, K: 2, T: 2", "N = 0 is too small: N must be at least 1")]
    [InlineData("N: 1, H: [|-5|], K: 2, T: 2", "H = -5 is too small: H must be at least 1")]
    [InlineData("N: 1, H: 2, K: [|1|], T: 2", "K = 1 is too small: K must be at least 2")]
    [InlineData("N: 1, H: 2, K: 2, T: [|int.MinValue|]", "T = -2147483648 is too small: T must be at least 1")]
    [InlineData("1, 2, [|1|], 2", "K = 1 is too small: K must be at least 2")]
    [InlineData("T: 2, K: 2, N: [|1 - 1|], H: 2", "N = 0 is too small: N must be at least 1")]
    [InlineData("1, 2, T: [|0|], K: 2", "T = 0 is too small: T must be at least 1")]
    [InlineData("1, [|0|], 2, 2, Unroll = RnnGen.Unroll.Full", "H = 0 is too small: H must be at least 1")]
    [InlineData("1, 2, 2, 2, B = [|0|]", "B = 0 is too small: B must be at least 1")]
    [InlineData("N: 1, H: 2, K: 2, T: 2, Unroll = RnnGen.Unroll.Tiles, B = [|-32|]", "B = -32 is too small: B must be at least 1")]
    public void Too_small(string arguments, string message) => AssertReport("RNNGEN004", arguments, message);

    [Fact]
    public void Every_size_that_is_too_small_is_named() =>
        Assert.Equal(4, Marked.Reports("RNNGEN004", Source("N: [|0|], H: [|0|], K: [|0|], T: [|0|]")).Count);

    [Theory]
    [InlineData("N: int.MaxValue, H: 1, K: 2, T: 1", "parameters", "N")]
    [InlineData("N: 1, H: int.MaxValue, K: 2, T: 1", "parameters", "H")]
    [InlineData("N: 1, H: 1, K: int.MaxValue, T: 1", "parameters", "K")]
    [InlineData("N: 1, H: 1, K: 2, T: int.MaxValue", "numbers of working memory", "T")]
    [InlineData("int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue", "parameters", "N")]
    [InlineData("N: 1, H: 5000, K: 2, T: 1", "parameters", "H")]
    [InlineData("N: 8, H: 64, K: 8, T: 10_000_000, Precision = RnnGen.Precision.Double", "numbers of working memory", "T")]
    [InlineData("N: 8, H: 64, K: 8, T: 1000, B = 100_000", "numbers of working memory", "B")]
    [InlineData("N: 1, H: 1, K: 2, T: 1, B = int.MaxValue", "numbers of working memory", "B")]
    public void Too_large(string arguments, string what, string remedy)
    {
        Diagnostic diagnostic = Assert.Single(Marked.Reports("RNNGEN005", $"[[|RnnGen.ElmanRnn({arguments})|]] partial class Net;"));
        Assert.Matches($@"^The network needs [\d,]+ {what}; the limit is [\d,]+: make {remedy} smaller$", diagnostic.GetMessage());
    }

    [Fact]
    public void Too_large_to_unroll()
    {
        Diagnostic diagnostic = Assert.Single(Marked.Reports("RNNGEN007", Source("N: 64, H: 256, K: 10, T: 2, Unroll = [|RnnGen.Unroll.Full|]")));
        Assert.Matches(@"^Unroll\.Full needs [\d,]+ .+ in one (step|file); the limit is [\d,]+: use Unroll\.Auto or make the network smaller$", diagnostic.GetMessage());
    }

    [Theory]
    [InlineData("1, 2, 2, 2, Precision = [|(RnnGen.Precision)2|]", "Precision = 2 is not a value of the enum Precision: use one of its names")]
    [InlineData("1, 2, 2, 2, Precision = [|(RnnGen.Precision)(-1)|]", "Precision = -1 is not a value of the enum Precision: use one of its names")]
    [InlineData("1, 2, 2, 2, Unroll = [|(RnnGen.Unroll)3|]", "Unroll = 3 is not a value of the enum Unroll: use one of its names")]
    public void Unknown_option(string arguments, string message) => AssertReport("RNNGEN010", arguments, message);

    [Theory]
    [InlineData("1, 2, 2")]
    [InlineData("1, 2, 2, \"2\"")]
    [InlineData("1, 2, 2, Missing.Constant")]
    [InlineData("N: 1, N: 2, K: 2, T: 2")]
    [InlineData("1, 2, 2, 2, 2")]
    [InlineData("1, 2, 2, 99999999999")]
    [InlineData("")]
    public void What_the_compiler_reports_is_not_reported_again(string arguments)
    {
        GeneratorRunResult result = Support.Host.Result(Source(arguments));
        Assert.Empty(result.Diagnostics);
        Assert.Empty(result.GeneratedSources);
    }

    [Fact]
    public void Second_attribute_on_one_class_is_the_compilers_matter()
    {
        GeneratorRunResult result = Support.Host.Result(Source("1, 2, 2, 2"), "[RnnGen.ElmanRnn(0, 0, 0, 0)] partial class Net;");
        Assert.Empty(result.Diagnostics);
        Assert.Equal(["Net.g.cs", "Net-batch.g.cs"], result.GeneratedSources.Select(source => source.HintName));
    }

    private static void AssertReport(string id, string arguments, string message) =>
        Assert.Equal(message, Assert.Single(Marked.Reports(id, Source(arguments))).GetMessage());

    private static string Source(string arguments) => $"[RnnGen.ElmanRnn({arguments})] partial class Net;";
}
