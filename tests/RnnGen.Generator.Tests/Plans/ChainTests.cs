using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Tests.Plans;

using Unroll = RnnGen.Generator.Model.Unroll;

/// <summary>Chains, the terms written out, and the rows of a tile.</summary>
public sealed class ChainTests
{
    [Fact]
    public void Chains_are_a_power_of_two_that_the_terms_fill()
    {
        foreach (int inner in Enumerable.Range(1, 100))
        {
            foreach (int outputs in Enumerable.Range(1, 100))
            {
                int chains = MatVecPlan.ChainsFor(inner, outputs, Lanes.Single);
                Assert.True(int.IsPow2(chains) && chains <= inner, $"{chains} chains for {inner} terms of {outputs} outputs");
            }
        }
    }

    [Theory]
    [InlineData(1, 64, 1)]
    [InlineData(2, 8, 2)]
    [InlineData(3, 8, 2)]
    [InlineData(8, 8, 4)]
    [InlineData(16, 16, 4)]
    [InlineData(32, 32, 2)]
    [InlineData(64, 64, 1)]
    public void Chains_keep_about_eight_sums_under_way(int inner, int outputs, int expected) =>
        Assert.Equal(expected, MatVecPlan.ChainsFor(inner, outputs, Lanes.Single));

    [Fact]
    public void Written_terms_fill_all_chains_and_are_not_more_than_there_are()
    {
        foreach (Unroll unroll in Enum.GetValues<Unroll>())
        {
            foreach (int inner in Enumerable.Range(1, 100))
            {
                int chains = MatVecPlan.ChainsFor(inner, inner, Lanes.Single);
                foreach (int vectors in Enumerable.Range(1, MatVecPlan.TileLimit(chains)))
                {
                    var plan = new MatVecPlan(inner, 16, chains, unroll, vectors);
                    int terms = plan.TermsWritten(vectors);
                    Assert.InRange(terms, 1, inner);
                    Assert.True(terms == inner || terms % chains == 0, $"{plan}: {terms} terms");
                    Assert.True(unroll != Unroll.Full || terms == inner, $"{plan}: {terms} terms");
                }
            }
        }
    }

    [Fact]
    public void Tiles_of_a_product_fit_twelve_sums_and_the_rows_there_are()
    {
        foreach (int rows in Enumerable.Range(1, 100))
        {
            foreach (int vectors in new[] { 1, 2, 3 })
            {
                int tile = MatMulPlan.For(48, rows, Lanes.Single).TileRows(vectors);
                Assert.InRange(tile, 1, rows);
                Assert.InRange(tile * vectors, 1, 12);
            }
        }
    }

    [Fact]
    public void Tiles_of_a_product_fit_the_row_at_every_width() => Assert.All(Enumerable.Range(1, 40), vectors =>
    {
        MatMulPlan plan = MatMulPlan.For(8 * vectors, 10, Lanes.Single);
        Assert.All(Lanes.Single.All, width => Assert.True(
            plan.ColumnsAt(width) >= plan.Vectors * width && plan.ColumnsAt(width) % width == 0 && plan.ColumnsAt(width) - plan.Columns < width, $"{plan} at width {width}"));
    });

    [Theory]
    [InlineData(2, 64)]
    [InlineData(10, 64)]
    [InlineData(1 << 20, 49)]
    public void Products_of_denominators_stay_in_the_range_of_double(int k, int steps)
    {
        NetworkPlan plan = NetworkPlan.For(new(1, 1, k, 1));
        Assert.InRange(plan.StepsPerLogarithm, 1, steps);
        Assert.True(double.IsFinite(Math.Pow(k, plan.StepsPerLogarithm)));
    }
}
