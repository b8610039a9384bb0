using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Tests.Plans;

using Precision = RnnGen.Generator.Model.Precision;

/// <summary>Every block of memory starts on 64 bytes, lies behind the one before it, and is as long as its matrix.</summary>
public sealed class LayoutTests
{
    private static readonly int[] s_lengths = [1, 2, 4, 7, 8, 9, 12, 15, 16, 17, 31, 64, 100];

    public static IEnumerable<object[]> Shapes =>
        from precision in Enum.GetValues<Precision>()
        from h in s_lengths
        select new object[] { (int)precision, h };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Blocks_follow_each_other_on_64_bytes(int precision, int h)
    {
        foreach (NetworkShape shape in from n in s_lengths from k in s_lengths where k > 1 from t in new[] { 1, 3, 16 } select new NetworkShape(n, h, k, t, (Precision)precision))
        {
            Layout layout = Layout.Of(shape);
            ParameterLayout net = layout.Parameters;
            int hp = layout.Hp, kp = layout.Kp, tp = layout.Tp, n = shape.N, k = shape.K, t = shape.T;
            Chains chains = NetworkPlan.HiddenChains(shape);
            int sums = NetworkPlan.Alternates(shape) ? chains.Count * hp : 0;
            int classes = TimeLanes.Apply(shape) ? (k + 3) / 4 * 4 : k, scores = TimeLanes.Apply(shape) ? classes * tp : t * kp, bias = NetworkPlan.InputsInStep(shape) ? 0 : hp;
            bool byRows = RowReadOut.Apply(shape), few = FewReadOut.Apply(shape);
            Assert.Equal(!few ? kp : k == 2 && h % 8 == 0 ? 2 : 4, layout.Ky);
            int scoreRows = byRows || NetworkPlan.ScoresGoByClass(shape) ? 0 : tp * kp;
            KernelPlan[] kernels = [KernelPlan.For(shape, wide: false), KernelPlan.For(shape, wide: true)];
            AssertRows(shape, hp, kernels.Max(set => set.Hidden.Columns(set.Width)));
            AssertRows(shape, kp, kernels.Max(set => set.ReadOut.Columns(set.Width)));
            Assert.True(TimeLanes.Apply(shape) ? tp >= t && tp % (64 / Size(shape)) == 0 : tp == 0, $"{shape}: Tp = {tp}");
            AssertBlocks(shape, net.Length, (net.WxT, n * hp), (net.Bx, hp), (net.WhT, h * hp), (net.Bh, hp), (net.Wy, byRows ? (k + 3) / 4 * 4 * hp : h * layout.Ky), (net.By, kp));

            RunnerLayout runner = layout.Runner;
            AssertBlocks(shape, runner.Length, (runner.States, (t + 1) * hp), (runner.Scores, scores), (runner.ScoreRows, scoreRows), (runner.Bias, bias), (runner.Sums, sums + (NetworkPlan.AlternatesInSteps(shape) ? 1 : 0)), (runner.Inputs, t * n));

            TrainerLayout trainer = layout.Trainer;
            AssertBlocks(
                shape,
                trainer.Length,
                (trainer.States, (t + 1) * hp),
                (trainer.Scores, scores),
                (trainer.ScoreRows, scoreRows),
                (trainer.Labels, 3 * tp),
                (trainer.WyGradient, few ? 4 * hp : TimeLanes.Apply(shape) && !byRows ? classes * hp : 0),
                (trainer.Errors, t * hp),
                (trainer.Wh, h * hp),
                (trainer.Wy, byRows ? 0 : classes * hp),
                (trainer.Gradient, net.Length),
                (trainer.Bias, bias),
                (trainer.Sums, sums),
                (trainer.Inputs, t * n));

            // One text addresses the states and scores of both.
            Assert.Equal((runner.States, runner.Scores, runner.ScoreRows), (trainer.States, trainer.Scores, trainer.ScoreRows));
        }
    }

    [Fact]
    public void Offsets_of_a_small_network()
    {
        Layout layout = Layout.Of(new(3, 5, 2, 7));
        ParameterLayout net = layout.Parameters;
        Assert.Equal((16, 16), (layout.Hp, layout.Kp));
        Assert.Equal((0, 48, 64, 144, 160, 240, 256), (net.WxT, net.Bx, net.WhT, net.Bh, net.Wy, net.By, net.Length));
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(128, 128)]
    [InlineData(256, 272)]
    [InlineData(384, 400)]
    [InlineData(1024, 1040)]
    public void Long_rows_do_not_lie_a_multiple_of_512_bytes_apart(int length, int row)
    {
        Layout layout = Layout.Of(new(3, length, length, 7));
        Assert.Equal((row, row), (layout.Hp, layout.Kp));
    }

    private static void AssertRows(NetworkShape shape, int padded, int length)
    {
        int line = 64 / Size(shape);
        Assert.True(padded % line == 0 && padded >= length && padded - length < line, $"{shape}: a row of {length} is padded to {padded}");
    }

    private static void AssertBlocks(NetworkShape shape, int total, params (int Start, int Length)[] blocks)
    {
        int line = 64 / Size(shape), end = 0;
        foreach ((int start, int length) in blocks)
        {
            Assert.True(start % line == 0, $"{shape}: a block starts at {start}");
            Assert.True(start >= end, $"{shape}: the block at {start} overlaps the one that ends at {end}");
            Assert.True(start - end < line, $"{shape}: a hole from {end} to {start}");
            end = start + length;
        }

        Assert.True(total >= end && total - end < line && total % line == 0, $"{shape}: {total} elements for blocks that end at {end}");
    }

    private static int Size(NetworkShape shape) => shape.Precision == Precision.Single ? sizeof(float) : sizeof(double);
}
