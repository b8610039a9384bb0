using System.Numerics;
using RnnGen.Numbers;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Generated;

/// <summary>
/// A network learns the parity of the last two bits of a random stream, which no network without a memory and none
/// without a hidden layer can: chance is one half.
/// </summary>
public abstract class LearningTests<TNumber>(string name)
    where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
{
    private const int Windows = 3000;
    private const int Trials = 100;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_learns_the_parity_of_the_last_two_bits(int seed)
    {
        var network = new Network<TNumber>(Shapes.Named(name), seed);
        NetworkTrainer<TNumber> trainer = network.CreateTrainer();
        var random = new Random(seed);
        TNumber rate = TwoPrecisions.Number<TNumber>(1.0 / 64);
        for (int window = 0; window < Windows; window++)
        {
            (TNumber[] x, int[] labels) = Draw(random, network.T);
            trainer.Train(x, labels, rate);
        }

        double right = Enumerable.Range(0, Trials).Average(_ => Right(network, random));
        Assert.True(right > 0.99, $"Only {right:P1} of the parities are right after {Windows} windows.");
    }

    /// <summary>The share of right answers over a window the network has not seen.</summary>
    private static double Right(Network<TNumber> network, Random random)
    {
        (TNumber[] x, int[] labels) = Draw(random, network.T);
        var p = new TNumber[network.T * network.K];
        network.CreateRunner().Forward(x, p);
        return Enumerable.Range(0, network.T).Average(t => p[(t * network.K) + labels[t]] > p[(t * network.K) + 1 - labels[t]] ? 1.0 : 0.0);
    }

    /// <summary>Bits as ±1, and the parity of each with the one before it; before the first stands a 0.</summary>
    private static (TNumber[] X, int[] Labels) Draw(Random random, int steps)
    {
        int[] bits = [.. Enumerable.Range(0, steps).Select(_ => random.Next(2))];
        return ([.. bits.Select(bit => TNumber.CreateChecked((2 * bit) - 1))], [.. bits.Select((bit, t) => t == 0 ? bit : bit ^ bits[t - 1])]);
    }
}

public class SingleLearningTests() : LearningTests<float>("F_1_8_2_31");

public class DoubleLearningTests() : LearningTests<double>("D_1_8_2_31");
