using System.Numerics;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Generated;

/// <summary>Mini-batches of a wrong length: refused like windows, and nothing is half-written.</summary>
public abstract class BadBatchTests<TNumber>(string name)
    where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
{
    private readonly BystanderCheck<TNumber> _check = new(name);

    private int T => _check.Network.T;

    private int B => _check.Network.B;

    private int Sequence => T * _check.Network.N;

    [Fact]
    public void An_x_that_is_not_1_to_B_whole_sequences()
    {
        foreach (int given in (int[])[0, _check.Network.N, Sequence - 1, Sequence + 1, (B * Sequence) + 1, (B + 1) * Sequence, 100 * B * Sequence])
        {
            Refused<ArgumentException>("x", given, B, given, new int[given / _check.Network.N]);
        }
    }

    [Fact]
    public void Labels_that_do_not_match_x()
    {
        foreach (int given in (int[])[0, 1, T, (2 * T) - 1, (2 * T) + 1, B * T])
        {
            Refused<ArgumentException>("labels", given, 2 * T, 2 * Sequence, new int[given]);
        }
    }

    [Fact]
    public void A_label_that_is_no_class()
    {
        int K = _check.Network.K;
        foreach (int at in (int[])[0, T, (2 * T) - 1])
        {
            foreach (int label in (int[])[-1, K, int.MinValue, int.MaxValue])
            {
                var labels = new int[2 * T];
                labels[at] = label;
                Refused<ArgumentOutOfRangeException>("labels", label, K - 1, 2 * Sequence, labels);
            }
        }
    }

    private void Refused<TException>(string argument, int given, int wanted, int inputs, int[] labels)
        where TException : ArgumentException
    {
        _check.Refused<TException>(argument, given, wanted, () => _check.Trainer.BackwardBatch(_check.Inputs(inputs), labels));
        _check.Refused<TException>(argument, given, wanted, () => _check.Trainer.TrainBatch(_check.Inputs(inputs), labels, TNumber.One));
    }
}

public class SingleBadBatchTests() : BadBatchTests<float>("FBatch_3_5_9_7_4");

public class DoubleBadBatchTests() : BadBatchTests<double>("DBatch_7_65_33_5_3");
