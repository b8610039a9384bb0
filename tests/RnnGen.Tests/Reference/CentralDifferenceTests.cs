using RnnGen.Reference;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Reference;

/// <summary>
/// The gradient against (E(θ + δ) - E(θ - δ)) / 2δ for every single parameter. At δ = 1e-5 the formula itself is off by
/// about δ² = 1e-10 and the rounding of E by about 1e-16 · E / δ, well inside the tolerance.
/// </summary>
public class CentralDifferenceTests
{
    private const double Delta = 1e-5;
    private const double Tolerance = 1e-6;

    [Theory]
    [InlineData(1, 1, 2, 1)]
    [InlineData(1, 1, 2, 5)]
    [InlineData(1, 8, 2, 3)]
    [InlineData(3, 5, 4, 7)]
    [InlineData(7, 3, 9, 2)]
    [InlineData(2, 4, 3, 31)]
    public void Every_gradient_is_the_slope_of_the_loss(int N, int H, int K, int steps)
    {
        var network = new ElmanReference<double>(N, H, K, seed: 11);
        TrainingExample<double> example = TrainingExample<double>.Create(N, K, steps, seed: 12);
        network.Backward(example.X, example.Labels);

        // Differencing overwrites the gradient, so the one under test is copied first.
        double[][] gradients = [.. ElmanParameters<double>.Order.Select(parameter => network.Gradient[parameter].ToArray())];
        foreach (ElmanParameter parameter in ElmanParameters<double>.Order)
        {
            TensorAssert.Close(Slopes(network, parameter, example), gradients[(int)parameter], Tolerance, $"d{parameter}");
        }
    }

    private static double[] Slopes(ElmanReference<double> network, ElmanParameter parameter, TrainingExample<double> example)
    {
        Span<double> θ = network.Parameters[parameter];
        var slopes = new double[θ.Length];
        for (int i = 0; i < slopes.Length; i++)
        {
            double middle = θ[i];
            θ[i] = middle + Delta;
            double above = network.Backward(example.X, example.Labels);
            θ[i] = middle - Delta;
            double below = network.Backward(example.X, example.Labels);
            θ[i] = middle;
            slopes[i] = (above - below) / (2 * Delta);
        }

        return slopes;
    }
}
