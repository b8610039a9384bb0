using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Tests.Plans;

using Precision = RnnGen.Generator.Model.Precision;

/// <summary>Where products go through a matrix from end to end on sixteen registers.</summary>
public class WholeRowsTests
{
    [Theory]
    [InlineData(64, 120, 64, Precision.Single, false, false)] // sums of a row fit the registers
    [InlineData(64, 121, 64, Precision.Single, true, false)]
    [InlineData(10, 128, 10, Precision.Single, false, false)] // a step finds some of Wh in the first cache
    [InlineData(64, 181, 64, Precision.Single, true, false)]
    [InlineData(64, 182, 64, Precision.Single, true, true)] // four times as much as the first cache
    [InlineData(2, 182, 3, Precision.Single, false, true)]
    [InlineData(96, 256, 96, Precision.Single, true, true)]
    [InlineData(64, 384, 64, Precision.Single, true, true)]
    [InlineData(64, 385, 64, Precision.Single, false, false)] // a row too long
    [InlineData(64, 64, 64, Precision.Double, false, false)] // Wh fits the first cache
    [InlineData(64, 65, 64, Precision.Double, true, false)]
    [InlineData(64, 129, 64, Precision.Double, true, true)]
    public void Large_matrices_are_read_row_by_row(int n, int h, int k, object precision, bool steps, bool windows)
    {
        NetworkShape shape = new(n, h, k, 16, (Precision)precision);
        Assert.Equal((steps, windows), (WholeRows.InSteps(shape), WholeRows.InWindows(shape)));
    }

    [Fact]
    public void Full_unrolling_knows_no_blocks() => Assert.False(WholeRows.InSteps(new(64, 128, 64, 16) { Unroll = Model.Unroll.Full }));
}
