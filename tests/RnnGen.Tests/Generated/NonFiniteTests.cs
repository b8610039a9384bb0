using System.Numerics;
using RnnGen.Numbers;
using RnnGen.Reference;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Generated;

/// <summary>NaN comes out as NaN; an infinity or a huge number gives a distribution like any other.</summary>
public abstract class NonFiniteTests<TNumber>
    where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
{
    public static TheoryData<string> Networks => TwoPrecisions.Names<TNumber>();

    [Theory]
    [MemberData(nameof(Networks))]
    public void NaN_in_any_input_is_NaN_in_every_class_until_Reset(string name)
    {
        var network = new Network<TNumber>(Shapes.Named(name), seed: 81);
        NetworkRunner<TNumber> runner = network.CreateRunner();
        (int N, int K, int T) = (network.N, network.K, network.T);
        TNumber[] x = Sequence<TNumber>.Create(N, K, T, seed: 1).X, expected = new TNumber[T * K], p = new TNumber[T * K];
        runner.Forward(x, expected);

        foreach (int at in ((int[])[0, N / 2, N - 1, x.Length - 1]).Distinct())
        {
            TNumber[] bad = [.. x];
            bad[at] = TNumber.NaN;
            int before = at / N * K; // what stands before the NaN is as ever
            runner.Reset();
            runner.Forward(bad, p);
            TwoPrecisions.SameBits<TNumber>(expected.AsSpan(0, before), p.AsSpan(0, before), "p before the NaN");
            Assert.All(p[before..], value => Assert.True(TNumber.IsNaN(value), $"A class has the probability {value} after a NaN."));

            runner.Step(x.AsSpan(0, N), p.AsSpan(0, K));
            Assert.All(p[..K], value => Assert.True(TNumber.IsNaN(value), $"A class has the probability {value} from a state of NaN."));

            runner.Reset();
            runner.Forward(x, p);
            TwoPrecisions.SameBits<TNumber>(expected, p, "p after Reset");
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Infinite_and_huge_inputs_give_a_distribution(string name)
    {
        var network = new Network<TNumber>(Shapes.Named(name), seed: 82);
        network.Parameters.Matrix(ElmanParameter.Wx)[0, 0] = TNumber.Zero; // times an infinity: NaN, were it not replaced
        (int N, int K, int T) = (network.N, network.K, network.T);
        TNumber infinity = TNumber.PositiveInfinity;
        TNumber huge = typeof(TNumber) == typeof(float) ? TNumber.CreateChecked(float.MaxValue) : TNumber.CreateChecked(double.MaxValue);
        int[] labels = Sequence<TNumber>.Create(N, K, T, seed: 2).Labels;

        foreach (TNumber[] pattern in (TNumber[][])[[infinity], [-infinity], [infinity, -infinity], [infinity, TNumber.Zero, TNumber.One], [huge], [huge, -huge], [huge, -infinity]])
        {
            TNumber[] x = [.. Enumerable.Range(0, T * N).Select(i => pattern[i % pattern.Length])];
            var p = new TNumber[T * K];
            NetworkRunner<TNumber> runner = network.CreateRunner();
            runner.Forward(x, p);
            AssertDistributions(p, K);

            runner.Step(x.AsSpan(0, N), p.AsSpan(0, K));
            AssertDistributions(p.AsSpan(0, K), K);

            TNumber loss = network.CreateTrainer().Backward(x, labels);
            Assert.True(TNumber.IsFinite(loss) && loss >= TNumber.Zero, $"E is {loss}.");

            // On a network of its own, which may be of no use afterwards.
            var trained = new Network<TNumber>(Shapes.Named(name), seed: 82);
            loss = trained.CreateTrainer().Train(x, labels, TwoPrecisions.Number<TNumber>(1.0 / 64));
            Assert.True(TNumber.IsFinite(loss) && loss >= TNumber.Zero, $"E of Train is {loss}.");
        }
    }

    /// <summary>
    /// Each within 0 and 1, and their sum within (K + 1) half ulps of 1: K - 1 additions of positive numbers, a
    /// reciprocal and a product have each at most a rounding, of half an ulp of 1 at most.
    /// </summary>
    private static void AssertDistributions(ReadOnlySpan<TNumber> p, int K)
    {
        double halfUlp = double.CreateChecked(TNumber.BitIncrement(TNumber.One) - TNumber.One) / 2;
        for (int row = 0; row < p.Length; row += K)
        {
            double sum = 0;
            foreach (TNumber value in p.Slice(row, K))
            {
                Assert.InRange(double.CreateChecked(value), 0, 1 + 2 * halfUlp);
                sum += double.CreateChecked(value);
            }

            Assert.InRange(sum, 1 - (2 * K + 1) * halfUlp, 1 + (2 * K + 1) * halfUlp); // K more for the sum taken here
        }
    }
}

public class SingleNonFiniteTests : NonFiniteTests<float>;

public class DoubleNonFiniteTests : NonFiniteTests<double>;
