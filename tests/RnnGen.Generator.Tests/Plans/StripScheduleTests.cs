using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Tests.Plans;

/// <summary>Strips cover every output once, in whole tiles of one size, whatever the vector width.</summary>
public sealed class StripScheduleTests
{
    public static TheoryData<bool, int> Tiles
    {
        get
        {
            var data = new TheoryData<bool, int>();
            foreach (bool single in new[] { true, false })
            {
                // The limits in use: ten sums by one, two or four chains; and one, so that every strip is a vector.
                foreach (int most in new[] { 1, 2, 5, 10 })
                {
                    data.Add(single, most);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void Cover_every_output_once(bool single, int most)
    {
        Lanes lanes = single ? Lanes.Single : Lanes.Double;
        for (int outputs = 1; outputs <= 300; outputs++)
        {
            StripSchedule strips = StripSchedule.For(outputs, lanes, most);
            foreach (int width in lanes.All)
            {
                int step = width * (width == lanes.Wide ? strips.WideTile : strips.Tile);
                int[] covered = [.. Enumerable.Range(0, strips.Tiles(width, lanes)).SelectMany(tile => Enumerable.Range(tile * step, step))];
                Assert.Equal(Enumerable.Range(0, covered.Length), covered);

                // All the outputs, and no element past the padded row.
                Assert.True(covered.Length >= outputs && covered.Length <= lanes.RoundUp(strips.Columns), $"{outputs} outputs, width {width}: {strips} covers {covered.Length}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void Tiles_stay_within_their_limit(bool single, int most)
    {
        Lanes lanes = single ? Lanes.Single : Lanes.Double;
        Assert.All(Enumerable.Range(1, 300), outputs =>
        {
            StripSchedule strips = StripSchedule.For(outputs, lanes, most);
            Assert.InRange(strips.Tile, 1, most);
            Assert.Contains(strips.WideTile, new[] { 1, strips.Tile });
        });
    }

    [Fact]
    public void Padding_stays_below_a_tenth_and_one_vector() => Assert.All(Enumerable.Range(1, 300), outputs =>
        Assert.InRange(StripSchedule.For(outputs, Lanes.Single, 10).Columns, outputs, (int)(1.1 * outputs) + 8));

    [Theory]
    [InlineData(8, 1, 8)]
    [InlineData(9, 2, 16)]
    [InlineData(64, 8, 64)]
    [InlineData(96, 6, 96)]
    [InlineData(104, 7, 112)]
    public void Strips_are_equal_and_pad_little(int outputs, int tile, int columns)
    {
        StripSchedule strips = StripSchedule.For(outputs, Lanes.Single, 10);
        Assert.Equal((tile, columns), (strips.Tile, strips.Columns));
    }
}
