using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Tests.Plans;

/// <summary>Strips cover every output once, in whole tiles, whatever the vector width.</summary>
public sealed class StripScheduleTests
{
    public static TheoryData<bool, int> Tiles
    {
        get
        {
            var data = new TheoryData<bool, int>();
            foreach (bool single in new[] { true, false })
            {
                // The limits in use: ten sums by one, two or four chains, and pairs or threes in a product.
                foreach (int most in new[] { 1, 2, 3, 5, 10 })
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
                int end = 0;
                foreach (TileRun run in strips.Runs(width))
                {
                    Assert.Equal(end, run.Start);
                    Assert.True(run.End > run.Start && (run.End - run.Start) % (run.Vectors * width) == 0, $"{outputs} outputs, width {width}: {run}");
                    Assert.Contains(run.Vectors, strips.TileSizes);
                    end = run.End;
                }

                // Whole vectors, no vector without an output, and inside the padded row.
                Assert.True(end >= outputs && end - outputs < width, $"{outputs} outputs, width {width}: covered to {end}");
                Assert.True(end <= lanes.RoundUp(outputs));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void Tiles_stay_within_the_registers_of_the_usual_width(bool single, int most)
    {
        Lanes lanes = single ? Lanes.Single : Lanes.Double;
        Assert.All(Enumerable.Range(1, 300), outputs =>
            Assert.All(StripSchedule.For(outputs, lanes, most).Runs(lanes.Middle), run => Assert.InRange(run.Vectors, 1, most)));
    }

    [Fact]
    public void Written_sizes_are_distinct_and_few() => Assert.All(Enumerable.Range(1, 300), outputs =>
    {
        int[] sizes = [.. StripSchedule.For(outputs, Lanes.Single, 10).TileSizes];
        Assert.Equal(sizes.Distinct().OrderDescending(), sizes);
        Assert.InRange(sizes.Length, 1, 4);
    });

    [Theory]
    [InlineData(8, "1")]
    [InlineData(64, "8")]
    [InlineData(96, "6 6")]
    public void Strips_of_the_usual_width_are_nearly_equal(int outputs, string expected)
    {
        IEnumerable<int> tiles = StripSchedule.For(outputs, Lanes.Single, 10).Runs(8)
            .SelectMany(run => Enumerable.Repeat(run.Vectors, (run.End - run.Start) / (8 * run.Vectors)));
        Assert.Equal(expected, string.Join(' ', tiles));
    }
}
