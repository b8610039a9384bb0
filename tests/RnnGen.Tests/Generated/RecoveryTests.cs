using System.Numerics;
using RnnGen.Numbers;
using RnnGen.Reference;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Generated;

/// <summary>
/// Training on a NaN, or at a rate that is none, spoils the parameters. A user who puts the last good ones back through
/// the views has a healthy network again: nothing bad stays in memory that no view shows.
/// </summary>
public abstract class RecoveryTests<TNumber>
    where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
{
    public static TheoryData<string> Networks => TwoPrecisions.Names<TNumber>();

    [Theory]
    [MemberData(nameof(Networks))]
    public void Good_parameters_heal_a_network_trained_on_NaN(string name) => AssertHeals(name, TNumber.NaN, TNumber.One);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Good_parameters_heal_a_network_trained_at_an_infinite_rate(string name) => AssertHeals(name, TNumber.One, TNumber.PositiveInfinity);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Good_parameters_heal_a_network_trained_at_a_huge_rate(string name) => AssertHeals(name, TNumber.One, TwoPrecisions.Number<TNumber>(1e30));

    private static void AssertHeals(string name, TNumber firstInput, TNumber rate)
    {
        var network = new Network<TNumber>(Shapes.Named(name), seed: 91);
        NetworkRunner<TNumber> runner = network.CreateRunner();
        NetworkTrainer<TNumber> trainer = network.CreateTrainer();
        var good = Enum.GetValues<ElmanParameter>().ToDictionary(parameter => parameter, parameter => network.Parameters[parameter]);
        Sequence<TNumber> sequence = Sequence<TNumber>.Create(network.N, network.K, network.T, seed: 1);
        TNumber[] expected = new TNumber[network.T * network.K], p = new TNumber[expected.Length];
        runner.Forward(sequence.X, expected);
        TNumber expectedLoss = trainer.Backward(sequence.X, sequence.Labels);
        TNumber[] expectedGradient = trainer.Gradient.ToArray();

        TNumber[] x = [firstInput, .. sequence.X[1..]];
        for (int step = 0; step < 3; step++)
        {
            trainer.Train(x, sequence.Labels, rate);
        }

        runner.Forward(sequence.X, p);
        Assert.NotEqual(expected, p);

        foreach ((ElmanParameter parameter, TNumber[] values) in good)
        {
            network.Parameters[parameter] = values;
        }

        runner.Reset();
        runner.Forward(sequence.X, p);
        TwoPrecisions.SameBits<TNumber>(expected, p, "p");
        Assert.Equal(expectedLoss, trainer.Backward(sequence.X, sequence.Labels));
        TwoPrecisions.SameBits<TNumber>(expectedGradient, trainer.Gradient.ToArray(), "gradient");
    }
}

public class SingleRecoveryTests : RecoveryTests<float>;

public class DoubleRecoveryTests : RecoveryTests<double>;
