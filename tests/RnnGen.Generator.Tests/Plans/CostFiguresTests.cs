using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Tests.Plans;

using Precision = RnnGen.Generator.Model.Precision;

/// <summary>Cost figures against numbers worked out by hand.</summary>
public sealed class CostFiguresTests
{
    [Fact]
    public void Digits()
    {
        CostFigures cost = Of(new(28, 64, 10, 28));

        // Wx 64·28 = 1792, bx 64, Wh 64·64 = 4096, bh 64, Wy 10·64 = 640, by 10.
        Assert.Equal(6666, cost.Parameters);

        // Two operations for each of the 6528 weights.
        Assert.Equal(13_056, cost.StepFlops);

        // A step: forward 6528 multiply-adds, Wyᵀ D 640 and Whᵀ e 4096, three outer products 6528: 17,792, so
        // 28 · 2 · 17,792; then a multiply-add for each of 6666 parameters.
        Assert.Equal(996_352 + 13_332, cost.TrainFlops);
        Assert.Equal(4 * 6666, cost.WeightBytes);
        Assert.Equal(4 * 64, cost.StateBytes);

        // Rows of 64, and by in 16: 28·64 + 64 + 64·64 + 64 + 12·64 + 16, Wy with two rows of zeros.
        Assert.Equal(4 * 6800, cost.NetworkBytes);
    }

    [Fact]
    public void Memory_is_that_of_the_layout()
    {
        NetworkShape shape = new(28, 64, 10, 28);
        Layout layout = Layout.Of(shape);
        CostFigures cost = CostFigures.Of(shape, layout);
        Assert.Equal(4L * layout.Runner.Length, cost.RunnerBytes);
        Assert.Equal(4L * layout.Trainer.Length, cost.TrainerBytes);
    }

    [Fact]
    public void Double_takes_twice_the_bytes_and_the_same_operations()
    {
        CostFigures single = Of(new(16, 32, 16, 8)), twice = Of(new(16, 32, 16, 8, Precision.Double));
        Assert.Equal(2 * single.WeightBytes, twice.WeightBytes);
        Assert.Equal(2 * single.StateBytes, twice.StateBytes);
        Assert.Equal(2 * single.NetworkBytes, twice.NetworkBytes);
        Assert.Equal((single.StepFlops, single.TrainFlops, single.Parameters), (twice.StepFlops, twice.TrainFlops, twice.Parameters));
    }

    [Fact]
    public void Largest_network_does_not_overflow()
    {
        CostFigures cost = Of(new(1, 4000, 100, 10_000));
        Assert.Equal(2L * 4000 * (1 + 4000 + 100), cost.StepFlops);
        Assert.Equal((10_000L * 2 * 4000 * ((2 * (1 + 4000 + 100)) + 4100)) + (2L * ((4000 * 4103) + 100)), cost.TrainFlops);
    }

    private static CostFigures Of(NetworkShape shape) => CostFigures.Of(shape, Layout.Of(shape));
}
