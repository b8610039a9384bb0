using System.Numerics;
using RnnGen.Numbers;
using RnnGen.Reference;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Generated;

/// <summary>What a runner and a trainer remember from call to call, and what they do not.</summary>
public abstract class StateTests<TNumber>
    where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
{
    public static TheoryData<string> Networks => TwoPrecisions.Names<TNumber>();

    [Theory]
    [MemberData(nameof(Networks))]
    public void What_is_written_to_Hidden_is_where_the_next_call_starts(string name)
    {
        var network = new Network<TNumber>(Shapes.Named(name), seed: 31);
        ElmanReference<double> reference = network.ToReference();
        NetworkRunner<TNumber> runner = network.CreateRunner();
        Sequence<TNumber> sequence = Sequence<TNumber>.Create(network.N, network.K, network.T, seed: 1);
        TNumber[] state = Sequence<TNumber>.Create(network.H, 2, 1, seed: 2).X;
        TNumber[] p = new TNumber[network.T * network.K];
        var expected = new double[p.Length];

        state.CopyTo(runner.Hidden);
        state.Select(double.CreateChecked).ToArray().CopyTo(reference.Hidden, 0);
        runner.Forward(sequence.X, p);
        reference.Forward(sequence.WideX, expected);
        TensorAssert.Close<double, TNumber>(expected, p, typeof(TNumber) == typeof(float) ? 2e-6 : 1e-12, "p of Forward");

        TNumber[] first = p[..network.K];
        state.CopyTo(runner.Hidden);
        runner.Step(sequence.X.AsSpan(0, network.N), p.AsSpan(0, network.K));
        TwoPrecisions.SameBits<TNumber>(first, p.AsSpan(0, network.K), "p of Step");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_state_starts_at_zero_and_Reset_takes_it_back_there(string name)
    {
        var network = new Network<TNumber>(Shapes.Named(name), seed: 32);
        NetworkRunner<TNumber> runner = network.CreateRunner();
        Assert.Equal(network.H, runner.Hidden.Length);
        Assert.True(runner.Hidden.IndexOfAnyExcept(TNumber.Zero) < 0, "A new runner starts from another state than zero.");

        runner.Step(Sequence<TNumber>.Create(network.N, network.K, 1, seed: 3).X, new TNumber[network.K]);
        Assert.True(runner.Hidden.IndexOfAnyExcept(TNumber.Zero) >= 0, "A step left the state at zero.");

        runner.Reset();
        Assert.True(runner.Hidden.IndexOfAnyExcept(TNumber.Zero) < 0, "Reset left something of the state.");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Backward_starts_afresh_and_leaves_the_parameters_alone(string name)
    {
        var network = new Network<TNumber>(Shapes.Named(name), seed: 33);
        TNumber[] parameters = network.Parameters.ToArray();
        NetworkTrainer<TNumber> used = network.CreateTrainer(), fresh = network.CreateTrainer();
        Sequence<TNumber> sequence = Sequence<TNumber>.Create(network.N, network.K, network.T, seed: 4);
        Sequence<TNumber> other = Sequence<TNumber>.Create(network.N, network.K, network.T, seed: 5);

        TNumber ofOther = used.Backward(other.X, other.Labels);
        TNumber again = used.Backward(sequence.X, sequence.Labels);
        TNumber loss = fresh.Backward(sequence.X, sequence.Labels);

        Assert.NotEqual(loss, ofOther);
        Assert.Equal(loss, again);
        TwoPrecisions.SameBits<TNumber>(fresh.Gradient.ToArray(), used.Gradient.ToArray(), "gradient");
        TwoPrecisions.SameBits<TNumber>(parameters, network.Parameters.ToArray(), "parameters");
    }
}

public class SingleStateTests : StateTests<float>;

public class DoubleStateTests : StateTests<double>;
