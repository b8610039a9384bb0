using System.Text.Json;
using RnnGen.Reference;

namespace RnnGen.Tests.Support;

/// <summary>
/// What PyTorch computed in double precision for one network and one sequence; written by
/// <c>Fixtures/make_fixtures.py</c>. Matrices are row-major.
/// </summary>
public sealed record PyTorchFixture
{
    /// <summary>The shapes N-H-K-T there are fixtures for.</summary>
    public static TheoryData<string> Shapes { get; } = new() { "1-1-2-1", "3-5-4-7", "8-32-10-8", "5-9-3-31" };

    public required int N { get; init; }

    public required int H { get; init; }

    public required int K { get; init; }

    public required int T { get; init; }

    public required double LearningRate { get; init; }

    public required int SgdSteps { get; init; }

    public required double[] x { get; init; }

    public required int[] labels { get; init; }

    public required double[] h { get; init; }

    public required double[] p { get; init; }

    /// <summary>T × H, the derivative of the loss by the argument of tanh.</summary>
    public required double[] e { get; init; }

    public required double E { get; init; }

    /// <summary>The loss before each of the SGD steps.</summary>
    public required double[] Losses { get; init; }

    public required Dictionary<ElmanParameter, double[]> Parameters { get; init; }

    public required Dictionary<ElmanParameter, double[]> Gradient { get; init; }

    /// <summary>The parameters after the SGD steps.</summary>
    public required Dictionary<ElmanParameter, double[]> Trained { get; init; }

    public static PyTorchFixture Load(string shape)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Fixtures", $"elman-{shape}.json");
        return JsonSerializer.Deserialize<PyTorchFixture>(File.ReadAllText(path))
            ?? throw new InvalidDataException($"{path} holds no fixture.");
    }

    /// <summary>The reference network with the parameters PyTorch started from.</summary>
    public ElmanReference<double> CreateReference()
    {
        var network = new ElmanReference<double>(N, H, K);
        foreach (ElmanParameter parameter in ElmanParameters<double>.Order)
        {
            Parameters[parameter].CopyTo(network.Parameters[parameter]);
        }

        return network;
    }
}
