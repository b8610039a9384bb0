using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Tests.Plans;

/// <summary>The tile of a product fits the registers and the row, whatever it multiplies.</summary>
public sealed class ProductTileTests
{
    private static readonly int[][] s_rows = [[1], [2], [7], [16], [100], [1, 1, 9, 3], [32, 32, 128, 64], [28, 28, 64, 28]];

    [Fact]
    public void Sums_stay_in_registers() => Sweep((outputs, _, tile) =>
        Assert.True(tile is { Rows: >= 1, Vectors: >= 1 } && tile.Rows * tile.Vectors <= 12, $"{tile} for {outputs} outputs"));

    /// <summary>The last tile of a row ends where the row does, so it must not start before it.</summary>
    [Fact]
    public void Tiles_fit_into_a_row_of_every_width() => Sweep((outputs, lanes, tile) =>
        Assert.All(new[] { lanes.Narrow, lanes.Middle, lanes.Wide }, width =>
            Assert.True(tile.Vectors * width <= Arithmetic.RoundUp(outputs, width), $"{tile} in {outputs} outputs at width {width}")));

    [Theory]
    [InlineData(16, 1)] // one vector: all that can be done is to take many rows
    [InlineData(48, 3)]
    [InlineData(128, 2)] // four pairs: three triples would leave the last one half empty
    public void Wide_rows_share_their_broadcasts(int outputs, int vectors) =>
        Assert.Equal(vectors, ProductTile.For(outputs, [96, 96], Lanes.Single).Vectors);

    private static void Sweep(Action<int, Lanes, ProductTile> check)
    {
        foreach (Lanes lanes in new[] { Lanes.Single, Lanes.Double })
        {
            foreach (int[] rows in s_rows)
            {
                Assert.All(Enumerable.Range(1, 300), outputs => check(outputs, lanes, ProductTile.For(outputs, rows, lanes)));
            }
        }
    }
}
