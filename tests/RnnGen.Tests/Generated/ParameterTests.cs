using System.Numerics;
using RnnGen.Numbers;
using RnnGen.Reference;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Generated;

/// <summary>The six parameters: where they come from, and that a number written to a view counts in the next call.</summary>
public abstract class ParameterTests<TNumber>
    where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
{
    public static TheoryData<string> Networks => TwoPrecisions.Names<TNumber>();

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_seed_draws_what_it_draws_for_the_reference(string name)
    {
        foreach (int seed in (int[])[0, 41, -1, int.MinValue])
        {
            var network = new Network<TNumber>(Shapes.Named(name), seed);
            var reference = new ElmanReference<TNumber>(network.N, network.H, network.K, seed);
            foreach (ElmanParameter parameter in Enum.GetValues<ElmanParameter>())
            {
                TwoPrecisions.SameBits<TNumber>(reference.Parameters[parameter], network.Parameters[parameter], $"{parameter} of seed {seed}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Without_a_seed_all_are_zero_and_every_class_is_as_likely(string name)
    {
        var network = new Network<TNumber>(Shapes.Named(name));
        TNumber[] all = network.Parameters.ToArray();
        Assert.Equal(network.ParameterCount, all.Length);
        Assert.True(all.AsSpan().IndexOfAnyExcept(TNumber.Zero) < 0, "A parameter is not zero.");

        var p = new TNumber[network.K];
        network.CreateRunner().Step(Sequence<TNumber>.Create(network.N, network.K, 1, seed: 1).X, p);
        TNumber[] expected = [.. Enumerable.Repeat(TNumber.One / TNumber.CreateChecked(network.K), network.K)];
        TensorAssert.Close(expected, p, 2 * double.CreateChecked(TNumber.BitIncrement(TNumber.One) - TNumber.One), "p");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Parameters_copied_from_another_network_make_it_the_same_network(string name)
    {
        var source = new Network<TNumber>(Shapes.Named(name), seed: 42);
        var target = new Network<TNumber>(Shapes.Named(name), seed: 43);
        Sequence<TNumber> sequence = Sequence<TNumber>.Create(source.N, source.K, source.T, seed: 6);
        NetworkRunner<TNumber> runner = target.CreateRunner();
        NetworkTrainer<TNumber> trainer = target.CreateTrainer();
        var p = new TNumber[source.T * source.K];

        // Both have run before the parameters are written, so nothing they keep of the old ones goes unnoticed.
        runner.Forward(sequence.X, p);
        trainer.Train(sequence.X, sequence.Labels, TwoPrecisions.Number<TNumber>(0.5));
        foreach (ElmanParameter parameter in Enum.GetValues<ElmanParameter>())
        {
            target.Parameters[parameter] = source.Parameters[parameter];
        }

        runner.Reset();
        runner.Forward(sequence.X, p);
        TNumber loss = trainer.Backward(sequence.X, sequence.Labels);

        var expected = new TNumber[p.Length];
        NetworkTrainer<TNumber> sourceTrainer = source.CreateTrainer();
        source.CreateRunner().Forward(sequence.X, expected);
        Assert.Equal(sourceTrainer.Backward(sequence.X, sequence.Labels), loss);
        TwoPrecisions.SameBits<TNumber>(expected, p, "p");
        TwoPrecisions.SameBits<TNumber>(sourceTrainer.Gradient.ToArray(), trainer.Gradient.ToArray(), "gradient");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Both_biases_of_the_hidden_state_have_one_gradient(string name)
    {
        var network = new Network<TNumber>(Shapes.Named(name), seed: 44);
        Sequence<TNumber> sequence = Sequence<TNumber>.Create(network.N, network.K, network.T, seed: 7);
        NetworkTrainer<TNumber> trainer = network.CreateTrainer();
        trainer.Backward(sequence.X, sequence.Labels);
        TwoPrecisions.SameBits<TNumber>(trainer.Gradient[ElmanParameter.Bx], trainer.Gradient[ElmanParameter.Bh], "dbh");
        Assert.True(trainer.Gradient.Vector(ElmanParameter.Bx).IndexOfAnyExcept(TNumber.Zero) >= 0, "dbx is zero.");
    }
}

public class SingleParameterTests : ParameterTests<float>;

public class DoubleParameterTests : ParameterTests<double>;
