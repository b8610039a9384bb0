using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Tests.Plans;

/// <summary>Which networks sum their scores along the rows of Wy.</summary>
public class RowReadOutTests
{
    [Theory]
    [InlineData(31, 5, 1, false)]
    [InlineData(32, 12, 1, true)]
    [InlineData(32, 13, 1, false)]
    [InlineData(33, 4, 1, true)]
    [InlineData(33, 4, 32, false)] // its mini-batches run across the lanes
    [InlineData(40, 4, 32, true)]
    [InlineData(43, 3, 32, false)]
    [InlineData(44, 3, 32, true)] // lanes would spare less than these gain by rows
    [InlineData(60, 3, 32, true)]
    [InlineData(100, 10, 32, true)]
    public void Few_classes_of_many_units_are(int h, int k, int b, bool rows)
    {
        NetworkShape shape = new(3, h, k, 16, B: b);
        Assert.Equal(rows, RowReadOut.Apply(shape));
        Assert.False(rows && BatchLayout.SequencesAcrossLanes(shape));

        // A block of rows has another T and reads the same Wy; so does a network whose mini-batches are too long for lanes.
        Assert.Equal(rows, RowReadOut.Apply(BatchLayout.BlockOf(shape)));
        Assert.Equal(rows, RowReadOut.Apply(shape with { T = 1000 }));
    }
}
