using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Tests.Plans;

using Unroll = RnnGen.Generator.Model.Unroll;

/// <summary>The limits hold to the number, and no size overflows on the way to them.</summary>
public sealed class LimitsTests
{
    [Fact]
    public void Parameters_up_to_the_limit_are_allowed_and_no_more()
    {
        // With H = 4 and K = 2: (4N + 4) + (16 + 4) + (8 + 2) = 4N + 34.
        int most = (int)((Limits.Parameters - 34) / 4);
        Assert.Null(Limits.Exceeded(new(most, 4, 2, 1)));
        Excess excess = Assert.IsType<Excess>(Limits.Exceeded(new(most + 1, 4, 2, 1)));
        Assert.Equal(("parameters", "N"), (excess.What, excess.Remedy));
    }

    [Theory]
    [InlineData(int.MaxValue, 1, 2, 1, "N")]
    [InlineData(1, int.MaxValue, 2, 1, "H")]
    [InlineData(1, 1, int.MaxValue, 1, "K")]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, "N")]
    public void Too_many_parameters_name_the_size_to_lower(int n, int h, int k, int t, string remedy)
    {
        Excess excess = Assert.IsType<Excess>(Limits.Exceeded(new(n, h, k, t)));
        Assert.Equal(("parameters", remedy), (excess.What, excess.Remedy));
    }

    [Fact]
    public void Too_long_a_window_names_T()
    {
        Excess excess = Assert.IsType<Excess>(Limits.Exceeded(new(1, 1, 2, int.MaxValue)));
        Assert.Equal("T", excess.Remedy);
        Assert.Contains("memory", excess.What);
    }

    [Fact]
    public void Every_allowed_workspace_can_be_addressed()
    {
        // The longest windows that are allowed, found by bisection, at shapes whose rows are mostly padding and mostly not.
        foreach ((int n, int h, int k) in new[] { (1, 1, 2), (1, 16, 16), (1000, 1, 2), (1, 17, 33), (16, 1000, 1000), (1, 1000, 2), (1, 1000, 8), (1, 41, 2), (1, 84, 81) })
        {
            int t = Largest(length => Limits.Exceeded(new(n, h, k, length)) is null);
            foreach (Model.Precision precision in Enum.GetValues<Model.Precision>())
            {
                Layout layout = Layout.Of(new(n, h, k, t, precision));

                // Elements that the window takes, in wider numbers.
                long window = ((long)t * ((2 * layout.Hp) + k + n)) + layout.Hp;
                Assert.InRange(layout.Trainer.Length, window, Limits.Workspace);
                Assert.InRange(layout.Runner.Length, 1, layout.Trainer.Length);
            }
        }
    }

    [Fact]
    public void Every_allowed_batch_can_be_addressed()
    {
        foreach ((int n, int h, int k, int t) in new[] { (1, 1, 2, 1), (1, 16, 16, 5), (1000, 1, 2, 1), (1, 17, 33, 100), (16, 1000, 1000, 2), (1, 1000, 8, 1), (1, 84, 81, 999), (1, 1, 1_000_000, 1), (100, 16, 8, 20_000), (1, 1, 2, 400_000) })
        {
            int b = Largest(sequences => Limits.Exceeded(new(n, h, k, t, B: sequences)) is null);
            foreach (Model.Precision precision in Enum.GetValues<Model.Precision>())
            {
                NetworkShape shape = new(n, h, k, t, precision, B: b);
                BatchPlan plan = BatchPlan.For(shape);
                long sequences = (long)t * b * (2 * plan.Rows.Layout.Hp + k + n);
                Assert.InRange(plan.Trainer.Length, sequences, Limits.Workspace);
                long streams = plan.Streams.States + (long)plan.Streams.MostStreams * plan.Streams.PerStream;
                Assert.InRange(streams, Limits.Workspace - plan.Streams.PerStream, Limits.Workspace);
            }
        }
    }

    [Fact]
    public void Too_large_a_batch_names_B()
    {
        Excess excess = Assert.IsType<Excess>(Limits.Exceeded(new(1, 1, 2, 1, B: int.MaxValue)));
        Assert.Equal("B", excess.Remedy);
        Assert.Contains("memory", excess.What);
    }

    [Theory]
    [InlineData(Unroll.Auto)]
    [InlineData(Unroll.Tiles)]
    public void Only_full_unrolling_has_a_budget(object unroll) =>
        Assert.Null(Limits.UnrollExceeded(new(1000, 1000, 100, 10, Unroll: (Unroll)unroll)));

    [Fact]
    public void Full_unrolling_ends_at_its_budget()
    {
        int most = Largest(h => Limits.UnrollExceeded(new(1, h, 2, 1, Unroll: Unroll.Full)) is null);
        Assert.InRange(most, 8, 200);
        Excess excess = Assert.IsType<Excess>(Limits.UnrollExceeded(new(1, most + 1, 2, 1, Unroll: Unroll.Full)));
        Assert.Contains(excess.What, new[] { "vector multiply-adds", "bytes of text for its sums" });
        Assert.Contains(excess.Where, new[] { "one step", "one file" });
    }

    private static int Largest(Func<int, bool> isAllowed)
    {
        int allowed = 1, refused = int.MaxValue;
        Assert.True(isAllowed(allowed));
        while (refused - allowed > 1)
        {
            int middle = allowed + ((refused - allowed) / 2);
            (allowed, refused) = isAllowed(middle) ? (middle, refused) : (allowed, middle);
        }

        return allowed;
    }
}
