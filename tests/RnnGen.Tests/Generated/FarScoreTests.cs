using System.Numerics;
using RnnGen.Numbers;
using RnnGen.Reference;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Generated;

/// <summary>
/// Softmax does not change when the same is added to all scores. Its exponentials are exact near zero only, so where the
/// scores are far from it every kernel has to begin again, below the greatest, and all of them have to agree when.
/// </summary>
public abstract class FarScoreTests<TNumber>
    where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
{
    public static TheoryData<string> Networks => TwoPrecisions.Names<TNumber>();

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_same_added_to_every_score_changes_nothing(string name)
    {
        var near = new Network<TNumber>(Shapes.Named(name), seed: 83);
        (int N, int K, int T) = (near.N, near.K, near.T);
        (TNumber[] x, int[] labels) = Sequence<TNumber>.Create(N, K, T, seed: 4);
        TNumber[] expected = new TNumber[T * K], p = new TNumber[T * K], step = new TNumber[T * K], streams = new TNumber[2 * K];
        near.CreateRunner().Forward(x, expected);
        TNumber loss = near.CreateTrainer().Backward(x, labels);

        foreach (int offset in (int[])[170, 178, -178, 1024, -4096])
        {
            var far = new Network<TNumber>(Shapes.Named(name), seed: 83);
            foreach (ref TNumber by in far.Parameters.Vector(ElmanParameter.By))
            {
                by += TNumber.CreateChecked(offset);
            }

            // A score is rounded at the size of the offset.
            double bound = 8 * Math.Abs(offset) * double.CreateChecked(TNumber.BitIncrement(TNumber.One) - TNumber.One);
            NetworkRunner<TNumber> runner = far.CreateRunner();
            runner.Forward(x, p);
            Assert.Equal(expected, p, (a, b) => Math.Abs(double.CreateChecked(a - b)) <= bound);
            Assert.Equal(double.CreateChecked(loss), double.CreateChecked(far.CreateTrainer().Backward(x, labels)), 2 * T * bound);

            runner.Reset();
            NetworkStreams<TNumber> both = far.CreateBatchRunner(2);
            for (int t = 0; t < T; t++)
            {
                ReadOnlySpan<TNumber> input = x.AsSpan(t * N, N);
                runner.Step(input, step.AsSpan(t * K, K));
                both.Step([.. input, .. input], streams);
                TwoPrecisions.SameBits<TNumber>(step.AsSpan(t * K, K), streams.AsSpan(K, K), $"p of the second stream at {offset}");
            }

            TwoPrecisions.SameBits<TNumber>(p, step, $"p of the steps at {offset}");
        }
    }
}

public class SingleFarScoreTests : FarScoreTests<float>;

public class DoubleFarScoreTests : FarScoreTests<double>;
