using System.Numerics;
using RnnGen.Numbers;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Generated;

/// <summary>Spans of a wrong length: refused with a message that helps, and nothing is half-written.</summary>
public abstract class BadLengthTests<TNumber>(string name)
    where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
{
    private readonly BystanderCheck<TNumber> _check = new(name);

    private int N => _check.Network.N;

    private int K => _check.Network.K;

    private int T => _check.Network.T;

    [Fact]
    public void Step_refuses_an_x_that_is_not_N_long()
    {
        foreach (int given in (int[])[0, N - 1, N + 1, 2 * N])
        {
            _check.Refused<ArgumentException>("x", given, N, () => _check.Runner.Step(_check.Inputs(given), _check.Outputs(K)));
        }
    }

    [Fact]
    public void Step_refuses_a_p_that_is_not_K_long()
    {
        foreach (int given in (int[])[0, K - 1, K + 1, 2 * K])
        {
            _check.Refused<ArgumentException>("p", given, K, () => _check.Runner.Step(_check.Inputs(N), _check.Outputs(given)));
        }
    }

    [Fact]
    public void Forward_refuses_an_x_that_is_not_1_to_T_whole_steps()
    {
        foreach (int given in (int[])[0, 1, N - 1, N + 1, (T * N) - 1, (T * N) + 1, (T + 1) * N, 100 * T * N])
        {
            _check.Refused<ArgumentException>("x", given, T, () => _check.Runner.Forward(_check.Inputs(given), _check.Outputs(given / N * K)));
        }
    }

    [Fact]
    public void Forward_refuses_a_p_that_does_not_match_x()
    {
        foreach (int given in (int[])[0, K, (2 * K) - 1, (2 * K) + 1, 3 * K, T * K])
        {
            _check.Refused<ArgumentException>("p", given, 2 * K, () => _check.Runner.Forward(_check.Inputs(2 * N), _check.Outputs(given)));
        }
    }

    [Fact]
    public void Backward_and_Train_refuse_an_x_that_is_not_1_to_T_whole_steps()
    {
        foreach (int given in (int[])[0, 1, N - 1, N + 1, (T * N) - 1, (T * N) + 1, (T + 1) * N, 100 * T * N])
        {
            _check.Refused<ArgumentException>("x", given, T, () => _check.Trainer.Backward(_check.Inputs(given), new int[given / N]));
            _check.Refused<ArgumentException>("x", given, T, () => _check.Trainer.Train(_check.Inputs(given), new int[given / N], TNumber.One));
        }
    }

    [Fact]
    public void Backward_and_Train_refuse_labels_that_do_not_match_x()
    {
        foreach (int given in (int[])[0, 1, 3, T, T + 1])
        {
            _check.Refused<ArgumentException>("labels", given, 2, () => _check.Trainer.Backward(_check.Inputs(2 * N), new int[given]));
            _check.Refused<ArgumentException>("labels", given, 2, () => _check.Trainer.Train(_check.Inputs(2 * N), new int[given], TNumber.One));
        }
    }

    [Fact]
    public void A_label_must_be_a_class()
    {
        foreach (int label in (int[])[-1, K, K + 1, int.MinValue, int.MaxValue])
        {
            for (int t = 0; t < 3; t++)
            {
                int[] labels = [0, K - 1, 0];
                labels[t] = label;
                _check.Refused<ArgumentOutOfRangeException>("labels", label, K - 1, () => _check.Trainer.Backward(_check.Inputs(3 * N), labels));
                _check.Refused<ArgumentOutOfRangeException>("labels", label, K - 1, () => _check.Trainer.Train(_check.Inputs(3 * N), labels, TNumber.One));
            }
        }
    }

    [Fact]
    public void Step_of_many_streams_refuses_other_lengths_than_theirs()
    {
        const int Count = BystanderCheck<TNumber>.Count;
        foreach (int given in (int[])[0, N, (Count * N) - 1, (Count * N) + 1, 2 * Count * N])
        {
            _check.Refused<ArgumentException>("x", given, Count * N, () => _check.Streams.Step(_check.Inputs(given), _check.Outputs(Count * K)));
        }

        foreach (int given in (int[])[0, K, (Count * K) - 1, (Count * K) + 1, 2 * Count * K])
        {
            _check.Refused<ArgumentException>("p", given, Count * K, () => _check.Streams.Step(_check.Inputs(Count * N), _check.Outputs(given)));
        }
    }

    [Fact]
    public void The_network_must_not_be_null()
    {
        foreach (string nested in (string[])["Runner", "Trainer", "BatchRunner"])
        {
            Type type = Shapes.Named(_check.Network.Name).GetNestedType(nested)!;
            Action create = () => Activator.CreateInstance(type, type.Name == "BatchRunner" ? [null, 1] : [null]);
            Exception wrapped = Assert.Throws<System.Reflection.TargetInvocationException>(create).InnerException!;
            Assert.Equal("net", Assert.IsType<ArgumentNullException>(wrapped).ParamName);
        }
    }
}

public class SingleBadLengthTests() : BadLengthTests<float>("F_3_9_5_9");

public class DoubleBadLengthTests() : BadLengthTests<double>("D_3_9_5_7");
