using System.Numerics;
using RnnGen.Numbers;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Generated;

/// <summary>A mini-batch is the mean of its sequences, each on its own; its tensors are compared with the reference's in <see cref="TensorTests"/>.</summary>
public abstract class BatchTests<TNumber>
    where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
{
    public static TheoryData<string> Networks => new(Shapes.Of<TNumber>().Where(type => type.GetField("B") is not null).Select(type => type.Name));

    [Theory]
    [MemberData(nameof(Networks))]
    public void Gradient_and_loss_are_the_mean_of_single_runs(string name)
    {
        var network = new Network<TNumber>(Shapes.Named(name), seed: 95);
        NetworkTrainer<TNumber> batch = network.CreateTrainer(), single = network.CreateTrainer();
        (int T, int N) = (network.T, network.N);
        foreach (int count in Windows.Of(network.B))
        {
            Sequence<TNumber> all = Sequences(network, count, seed: count);
            double[] sum = new double[network.ParameterCount];
            double loss = 0;
            for (int s = 0; s < count; s++)
            {
                loss += double.CreateChecked(single.Backward(all.X.AsSpan(s * T * N, T * N), all.Labels.AsSpan(s * T, T)));
                sum = [.. sum.Zip(single.Gradient.ToArray(), (total, part) => total + double.CreateChecked(part))];
            }

            TNumber mean = batch.BackwardBatch(all.X, all.Labels);
            TensorAssert.Close<double, TNumber>(new[] { loss / count }, new[] { mean }, Bound(Bounds.Value), $"E of {count} sequences");
            TensorAssert.Close<double, TNumber>(sum.Select(total => total / count).ToArray(), batch.Gradient.ToArray(), Bound(Bounds.Gradient), $"gradient of {count} sequences");
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_mini_batch_leaves_nothing_behind(string name)
    {
        var network = new Network<TNumber>(Shapes.Named(name), seed: 96);
        TNumber[] parameters = network.Parameters.ToArray();
        NetworkTrainer<TNumber> used = network.CreateTrainer(), fresh = network.CreateTrainer();
        Sequence<TNumber> bad = Sequences(network, network.B, seed: 1), few = Sequences(network, (network.B + 1) / 2, seed: 2), one = Sequences(network, 1, seed: 3);
        bad.X[^1] = TNumber.NaN;

        Assert.True(TNumber.IsNaN(used.BackwardBatch(bad.X, bad.Labels)), "The loss of a NaN is a number.");
        Assert.Equal(fresh.BackwardBatch(few.X, few.Labels), used.BackwardBatch(few.X, few.Labels));
        TwoPrecisions.SameBits<TNumber>(fresh.Gradient.ToArray(), used.Gradient.ToArray(), "gradient of a mini-batch");
        Assert.Equal(fresh.Backward(one.X, one.Labels), used.Backward(one.X, one.Labels));
        TwoPrecisions.SameBits<TNumber>(fresh.Gradient.ToArray(), used.Gradient.ToArray(), "gradient of a window");
        TwoPrecisions.SameBits<TNumber>(parameters, network.Parameters.ToArray(), "parameters");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void TrainBatch_goes_down_the_gradient_of_BackwardBatch(string name)
    {
        Network<TNumber> network = new(Shapes.Named(name), seed: 97), other = new(Shapes.Named(name), seed: 97);
        NetworkTrainer<TNumber> trainer = network.CreateTrainer(), looker = other.CreateTrainer();
        TNumber rate = TNumber.CreateChecked(1.0 / 64);
        Sequence<TNumber> batch = Sequences(network, network.B, seed: 4);
        Assert.Equal(looker.BackwardBatch(batch.X, batch.Labels), trainer.TrainBatch(batch.X, batch.Labels, rate));
        TwoPrecisions.SameBits<TNumber>(looker.Gradient.ToArray(), trainer.Gradient.ToArray(), "gradient");

        // One rounding of a fused step is all that may differ.
        double[] expected = [.. other.Parameters.ToArray().Zip(looker.Gradient.ToArray(), (value, slope) => double.CreateChecked(value) - double.CreateChecked(rate) * double.CreateChecked(slope))];
        TensorAssert.Close<double, TNumber>(expected, network.Parameters.ToArray(), typeof(TNumber) == typeof(float) ? 1.2e-7 : 2.3e-16, "parameters");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Infinities_count_as_in_a_window(string name)
    {
        var network = new Network<TNumber>(Shapes.Named(name), seed: 98);
        NetworkTrainer<TNumber> batch = network.CreateTrainer(), single = network.CreateTrainer();
        Sequence<TNumber> one = Sequences(network, 1, seed: 5);
        one.X[0] = TNumber.PositiveInfinity;
        one.X[^1] = TNumber.NegativeInfinity;
        TNumber loss = single.Backward(one.X, one.Labels);
        TensorAssert.Close<TNumber, TNumber>(new[] { loss }, new[] { batch.BackwardBatch(one.X, one.Labels) }, Bound(Bounds.Value), "E");
        Assert.True(TNumber.IsFinite(loss), "The loss of an infinity is not finite.");
    }

    private static double Bound(Bounds bounds) => 2 * (typeof(TNumber) == typeof(float) ? bounds.Single : bounds.Double); // both sides are rounded

    private static Sequence<TNumber> Sequences(Network<TNumber> network, int count, int seed) =>
        Sequence<TNumber>.Create(network.N, network.K, count * network.T, seed);
}

public class SingleBatchTests : BatchTests<float>;

public class DoubleBatchTests : BatchTests<double>;
