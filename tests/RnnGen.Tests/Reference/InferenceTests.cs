using RnnGen.Reference;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Reference;

/// <summary>Step, Forward and Backward run the same equations; they differ in where they start and in what they keep.</summary>
public class InferenceTests
{
    private const int N = 3, H = 5, K = 4, Steps = 7;

    private readonly ElmanReference<double> _network = new(N, H, K, seed: 21);
    private readonly TrainingExample<double> _example = TrainingExample<double>.Create(N, K, Steps, seed: 22);

    [Fact]
    public void Steps_one_by_one_equal_one_window()
    {
        double[] window = Forward(_example.X);
        double[] hiddenAfterWindow = [.. _network.Hidden];

        _network.Reset();
        var stepwise = new double[Steps * K];
        for (int t = 0; t < Steps; t++)
        {
            _network.Step(_example.X.AsSpan(t * N, N), stepwise.AsSpan(t * K, K));
        }

        Assert.Equal(window, stepwise);
        Assert.Equal(hiddenAfterWindow, _network.Hidden);
    }

    [Fact]
    public void A_window_starts_from_the_hidden_state_the_one_before_left()
    {
        double[] whole = Forward(_example.X);
        _network.Reset();
        double[] first = Forward(_example.X[..(2 * N)]);
        double[] second = Forward(_example.X[(2 * N)..]);
        Assert.Equal(whole, first.Concat(second));

        // Without the carried state the second part is another one; else the line above would show nothing.
        _network.Reset();
        Assert.NotEqual(second, Forward(_example.X[(2 * N)..]));
    }

    [Fact]
    public void A_hidden_state_written_by_the_caller_is_used()
    {
        _network.Forward(_example.X, new double[Steps * K]);
        double[] hidden = [.. _network.Hidden];
        double[] continued = Forward(_example.X);

        hidden.CopyTo(_network.Hidden, 0);
        Assert.Equal(continued, Forward(_example.X));
    }

    [Fact]
    public void Backward_starts_from_zero_and_leaves_the_hidden_state_alone()
    {
        double[] p = Forward(_example.X);
        double[] hidden = [.. _network.Hidden];
        Assert.DoesNotContain(0, hidden);

        _network.Backward(_example.X, _example.Labels);
        Assert.Equal(hidden, _network.Hidden);
        Assert.Equal(p, _network.Trace.p.RowMajor().ToArray());
    }

    [Fact]
    public void Probabilities_sum_to_one_in_each_row()
    {
        double[] p = Forward(_example.X);
        for (int t = 0; t < Steps; t++)
        {
            Assert.Equal(1, p.AsSpan(t * K, K).ToArray().Sum(), 1e-15);
        }
    }

    [Fact]
    public void A_written_parameter_is_what_the_next_call_uses()
    {
        double[] before = Forward(_example.X);
        _network.Wh[1, 2] += 0.5;
        _network.Reset();
        Assert.NotEqual(before, Forward(_example.X));
    }

    private double[] Forward(double[] x)
    {
        var p = new double[x.Length / N * K];
        _network.Forward(x, p);
        return p;
    }
}
