using RnnGen.Generator.Planning;
using RnnGen.Generator.Tests.Support;

namespace RnnGen.Generator.Tests.Plans;

/// <summary>Rows of weight matrices are asked for before they are needed where Wh exceeds 128 KB.</summary>
public class RowsAheadTests
{
    private const string Fetch = "Cache.Fetch(";

    [Theory]
    [InlineData(181, false, false)]
    [InlineData(182, false, true)]
    [InlineData(128, true, false)]
    [InlineData(129, true, true)]
    public void Large_weights_are(int h, bool inDouble, bool ahead)
    {
        NetworkPlan plan = NetworkPlan.For(new(20, h, 20, 16, Precision: inDouble ? Model.Precision.Double : Model.Precision.Single));
        Assert.All([plan.InputTerms, plan.HiddenTerms, plan.ReadOutTerms], sum => Assert.Equal(ahead ? 4 : 0, sum.RowsAhead));
    }

    [Fact]
    public void Only_the_kernels_that_were_measured_ask()
    {
        string[] kernels = Kernels(182);
        Assert.Equal(2, kernels.Length); // the usual ones, and those on 512 bits
        Assert.Equal([true, false], kernels.Select(text => text.Contains(Fetch)));
        Assert.Contains(Fetch + "ref Add(ref row, 768))", kernels[0]); // of Wx, in rows of 192
        Assert.Contains(Fetch + "ref Add(ref row, 4 * Hp))", kernels[0]); // of Wh
        Assert.Contains(Fetch + "ref Add(ref row, 256))", kernels[0]); // of Wy: 8 rows of 32, the next in the same of 2 chains being 2 rows further on
        Assert.DoesNotContain(Fetch, string.Concat(Kernels(181)));
    }

    private static string[] Kernels(int h) => Host.Result($"[RnnGen.ElmanRnn(N: 20, H: {h}, K: 20, T: 16)] public partial class Net;")
        .GeneratedSources.Single(source => source.HintName.EndsWith("Net.g.cs", StringComparison.Ordinal)).SourceText.ToString()
        .Split("using static global::System.Runtime.Intrinsics.Vector512;");
}
