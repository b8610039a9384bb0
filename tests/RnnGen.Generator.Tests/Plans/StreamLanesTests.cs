using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Tests.Plans;

using Precision = RnnGen.Generator.Model.Precision;

/// <summary>Which streams take their step across the lanes.</summary>
public sealed class StreamLanesTests
{
    [Theory]
    [InlineData(1, 8, 2, true, true)]
    [InlineData(64, 16, 16, true, true)]
    [InlineData(65, 16, 16, false, false)] // x of a block would be as large as the first cache
    [InlineData(8, 16, 17, false, false)] // scores are rows
    [InlineData(8, 17, 4, true, false)] // narrower vectors gain nothing
    [InlineData(8, 31, 4, true, false)]
    [InlineData(8, 32, 4, false, false)]
    public void Streams(int n, int h, int k, bool wide, bool usual)
    {
        BatchPlan plan = BatchPlan.For(new(n, h, k, 3));
        Assert.Equal((wide, usual), (plan.StreamsAcrossLanes, StreamLanes.OnUsualVectors(plan.Shape)));
        Assert.Equal(wide ? (n * plan.Rows.Layout.Tp, StreamLanes.Rows(plan.Shape) * plan.Rows.Layout.Tp) : (0, 0), (plan.Streams.LaneStates - plan.Streams.LaneInputs, plan.Streams.States - plan.Streams.LaneNext));
    }

    [Fact]
    public void In_double_they_do_not() => Assert.False(BatchPlan.For(new(1, 8, 2, 3, Precision.Double)).StreamsAcrossLanes);
}
