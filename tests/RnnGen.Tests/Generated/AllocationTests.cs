using System.Numerics;
using RnnGen.Numbers;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Generated;

/// <summary>After construction nothing allocates: not one byte in 100,000 calls, and none where x has to be made finite.</summary>
public abstract class AllocationTests<TNumber>(string name)
    where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
{
    private const int WarmUp = 100;
    private const int Calls = 100_000;

    private readonly Network<TNumber> _network = new(Shapes.Named(name), seed: 61);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Step_and_Forward_allocate_nothing(bool infinite)
    {
        NetworkRunner<TNumber> runner = _network.CreateRunner();
        TNumber[] x = Inputs(infinite).X, p = new TNumber[_network.T * _network.K];
        (int N, int K) = (_network.N, _network.K);
        AssertNothing(() => runner.Step(x.AsSpan(0, N), p.AsSpan(0, K)));
        AssertNothing(() => runner.Forward(x, p));
        AssertNothing(() => runner.Reset());
        AssertNothing(() => runner.Hidden[0] = TNumber.One);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_and_Train_allocate_nothing(bool infinite)
    {
        NetworkTrainer<TNumber> trainer = _network.CreateTrainer();
        Sequence<TNumber> sequence = Inputs(infinite);
        TNumber rate = TwoPrecisions.Number<TNumber>(1.0 / 1024);
        AssertNothing(() => trainer.Backward(sequence.X, sequence.Labels));
        AssertNothing(() => trainer.Train(sequence.X, sequence.Labels, rate));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Many_sequences_at_once_allocate_nothing(bool infinite)
    {
        NetworkStreams<TNumber> streams = _network.CreateBatchRunner(_network.T);
        NetworkTrainer<TNumber> trainer = _network.CreateTrainer();
        Sequence<TNumber> sequence = Inputs(infinite);
        var p = new TNumber[_network.T * _network.K];
        TNumber rate = TwoPrecisions.Number<TNumber>(1.0 / 1024);
        (Differentiation<TNumber> backward, Descent<TNumber> train) = (trainer.BackwardBatch, trainer.TrainBatch);
        AssertNothing(() => streams.Step(sequence.X, p));
        AssertNothing(() => streams.Hidden(1)[0] = TNumber.One);
        AssertNothing(() => streams.ResetOne(1));
        AssertNothing(() => streams.Reset());
        AssertNothing(() => backward(sequence.X, sequence.Labels));
        AssertNothing(() => train(sequence.X, sequence.Labels, rate));
    }

    private Sequence<TNumber> Inputs(bool infinite)
    {
        Sequence<TNumber> sequence = Sequence<TNumber>.Create(_network.N, _network.K, _network.T, seed: 1);
        if (infinite)
        {
            sequence.X[0] = TNumber.NegativeInfinity;
        }

        return sequence;
    }

    private static void AssertNothing(Action call)
    {
        // A collection that another thread's test starts takes this thread's unused allocation buffer away, which the
        // counter books as allocated; what allocates does so in every try.
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 3 && least > 0; attempt++)
        {
            Repeat(call, WarmUp);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Repeat(call, Calls);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private static void Repeat(Action call, int times)
    {
        for (int i = 0; i < times; i++)
        {
            call();
        }
    }
}

public class SingleAllocationTests() : AllocationTests<float>("FBatch_3_5_9_7_4");

public class DoubleAllocationTests() : AllocationTests<double>("DBatch_1_8_2_16_9");
