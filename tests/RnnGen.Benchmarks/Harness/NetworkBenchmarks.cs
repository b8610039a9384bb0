using BenchmarkDotNet.Attributes;

namespace RnnGen.Benchmarks.Harness;

/// <summary>The three jobs of shape D under BenchmarkDotNet, which also counts the bytes allocated: there are none.</summary>
[MemoryDiagnoser]
public class NetworkBenchmarks
{
    private readonly NetworkD.Runner _runner;
    private readonly NetworkD.Trainer _trainer;
    private readonly float[] _x = new float[NetworkD.T * NetworkD.N];
    private readonly float[] _p = new float[NetworkD.T * NetworkD.K];
    private readonly int[] _labels = new int[NetworkD.T];

    /// <summary>Makes a network and inputs of variance 1.</summary>
    public NetworkBenchmarks()
    {
        var network = new NetworkD(seed: 1);
        _runner = new NetworkD.Runner(network);
        _trainer = new NetworkD.Trainer(network);
        var random = new Random(2);
        foreach (ref float value in _x.AsSpan())
        {
            value = (float)((2 * random.NextDouble() - 1) * Math.Sqrt(3));
        }

        foreach (ref int label in _labels.AsSpan())
        {
            label = random.Next(NetworkD.K);
        }
    }

    /// <summary>One streaming step.</summary>
    [Benchmark]
    public void Step() => _runner.Step(_x.AsSpan(0, NetworkD.N), _p.AsSpan(0, NetworkD.K));

    /// <summary>One window.</summary>
    [Benchmark]
    public void Forward() => _runner.Forward(_x, _p);

    /// <summary>One update on one sequence.</summary>
    [Benchmark]
    public float Train() => _trainer.Train(_x, _labels, 1e-9f);
}
