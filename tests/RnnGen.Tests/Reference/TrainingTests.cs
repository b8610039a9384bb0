using System.Numerics;
using RnnGen.Reference;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Reference;

public class TrainingTests
{
    private const int N = 3, H = 5, K = 4, Steps = 7;

    private readonly ElmanReference<double> _network = new(N, H, K, seed: 31);
    private readonly TrainingExample<double> _example = TrainingExample<double>.Create(N, K, Steps, seed: 32);

    [Fact]
    public void Train_returns_the_loss_before_the_update_and_goes_down_the_gradient()
    {
        const double Gamma = 0.125;
        var twin = new ElmanReference<double>(N, H, K, seed: 31);
        double loss = twin.Backward(_example.X, _example.Labels);

        Assert.Equal(loss, _network.Train(_example.X, _example.Labels, Gamma));
        foreach (ElmanParameter parameter in ElmanParameters<double>.Order)
        {
            double[] gradient = twin.Gradient[parameter].ToArray();
            Assert.Equal(gradient, _network.Gradient[parameter].ToArray());
            Assert.Contains(gradient, slope => slope != 0);
            Assert.Equal(twin.Parameters[parameter].ToArray().Zip(gradient, (θ, dθ) => θ - Gamma * dθ), _network.Parameters[parameter].ToArray());
        }

        Assert.True(_network.Backward(_example.X, _example.Labels) < loss);
    }

    [Fact]
    public void A_second_backward_replaces_the_gradient_and_does_not_add_to_it()
    {
        _network.Backward(_example.X, _example.Labels);
        double[] once = _network.Gradient.Wh.RowMajor().ToArray();
        _network.Backward(_example.X, _example.Labels);
        Assert.Equal(once, _network.Gradient.Wh.RowMajor().ToArray());
    }

    [Fact]
    public void A_shorter_sequence_after_a_longer_one_keeps_nothing_of_it()
    {
        _network.Backward(_example.X, _example.Labels);
        _network.Backward(_example.X.AsSpan(0, 2 * N), _example.Labels.AsSpan(0, 2));

        var fresh = new ElmanReference<double>(N, H, K, seed: 31);
        fresh.Backward(_example.X.AsSpan(0, 2 * N), _example.Labels.AsSpan(0, 2));
        Assert.Equal(2, _network.Trace.Steps);
        Assert.Equal(fresh.Trace.e.RowMajor().ToArray(), _network.Trace.e.RowMajor().ToArray());
        Assert.Equal(fresh.Gradient.Wh.RowMajor().ToArray(), _network.Gradient.Wh.RowMajor().ToArray());
    }

    [Fact]
    public void Both_biases_have_the_same_gradient()
    {
        _network.Backward(_example.X, _example.Labels);
        Assert.DoesNotContain(0, _network.Gradient.Bx);
        Assert.Equal(_network.Gradient.Bx, _network.Gradient.Bh);
    }

    [Fact]
    public void A_network_of_zeros_guesses_evenly()
    {
        var zeros = new ElmanReference<double>(N, H, K);
        Assert.Equal(Steps * Math.Log(K), zeros.Backward(_example.X, _example.Labels), 1e-14);
        Assert.All(zeros.Trace.p.RowMajor().ToArray(), probability => Assert.Equal(1.0 / K, probability));
    }

    [Fact]
    public void Scores_far_beyond_the_range_of_exp_give_a_finite_loss_in_double()
    {
        AssertFarScores(new ElmanReference<double>(1, 1, 3), 1000, 2000);
    }

    [Fact]
    public void Scores_far_beyond_the_range_of_exp_give_a_finite_loss_in_float()
    {
        AssertFarScores(new ElmanReference<float>(1, 1, 3), 1000, 2000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_score_that_is_not_a_number_reaches_the_loss(int broken)
    {
        _network.By[broken] = double.NaN;
        Assert.True(double.IsNaN(_network.Backward(_example.X, _example.Labels)));
        Assert.All(_network.Trace.p.RowMajor().ToArray(), probability => Assert.True(double.IsNaN(probability)));
    }

    private static void AssertFarScores<T>(ElmanReference<T> network, T far, T lossWanted)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        network.By[0] = far;
        network.By[2] = -far;
        Assert.Equal(lossWanted, network.Backward([T.Zero], [2]));
        Assert.Equal([T.One, T.Zero, T.Zero], network.Trace.p.RowMajor().ToArray());
        Assert.Equal([T.One, T.Zero, -T.One], network.Gradient.By);
    }
}
