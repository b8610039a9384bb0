using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Tests.Plans;

/// <summary>Which networks visit the blocks of Wh in alternate order: those whose Wh exceeds the first cache, and in single steps only where Wx and Wy leave room there.</summary>
public class AlternationTests
{
    [Theory]
    [InlineData(4, 90, 4, false, false)]
    [InlineData(4, 91, 4, true, true)]
    [InlineData(20, 100, 20, true, true)]
    [InlineData(32, 128, 16, true, true)]
    [InlineData(33, 128, 16, true, false)]
    [InlineData(40, 100, 40, true, false)]
    [InlineData(64, 128, 64, true, false)]
    public void Float(int N, int H, int K, bool windows, bool steps) => Check(new(N, H, K, 16), windows, steps);

    [Theory]
    [InlineData(4, 64, 4, false, false)]
    [InlineData(4, 65, 4, true, true)]
    [InlineData(32, 72, 16, true, false)]
    public void Double(int N, int H, int K, bool windows, bool steps) => Check(new(N, H, K, 16, Precision: global::RnnGen.Generator.Model.Precision.Double), windows, steps);

    private static void Check(NetworkShape shape, bool windows, bool steps) =>
        Assert.Equal((windows, steps), (NetworkPlan.Alternates(shape), NetworkPlan.AlternatesInSteps(shape)));
}
