namespace RnnGen.Startup;

/// <summary>A network whose first calls are timed; before <see cref="Make"/> the calls do nothing.</summary>
internal abstract class Probe
{
    /// <summary>Makes the network, a runner and a trainer.</summary>
    public abstract void Make();

    /// <summary>One step.</summary>
    public abstract void Step();

    /// <summary>One update on a window.</summary>
    public abstract void Train();
}

/// <summary>The smallest shape of the benchmarks.</summary>
[ElmanRnn(N: 1, H: 8, K: 2, T: 32)]
internal sealed partial class A;

/// <summary>One whose weights leave the first cache.</summary>
[ElmanRnn(N: 64, H: 128, K: 64, T: 32)]
internal sealed partial class E;

/// <inheritdoc cref="A"/>
internal sealed class ProbeA : Probe
{
    private readonly float[] _x = new float[A.T * A.N];
    private readonly float[] _p = new float[A.K];
    private readonly int[] _labels = new int[A.T];
    private A.Runner? _runner;
    private A.Trainer? _trainer;

    public override void Make()
    {
        var network = new A(seed: 1);
        _runner = new A.Runner(network);
        _trainer = new A.Trainer(network);
    }

    public override void Step() => _runner?.Step(new ReadOnlySpan<float>(_x, 0, A.N), _p);

    public override void Train() => _trainer?.Train(_x, _labels, 1e-9f);
}

/// <inheritdoc cref="E"/>
internal sealed class ProbeE : Probe
{
    private readonly float[] _x = new float[E.T * E.N];
    private readonly float[] _p = new float[E.K];
    private readonly int[] _labels = new int[E.T];
    private E.Runner? _runner;
    private E.Trainer? _trainer;

    public override void Make()
    {
        var network = new E(seed: 1);
        _runner = new E.Runner(network);
        _trainer = new E.Trainer(network);
    }

    public override void Step() => _runner?.Step(new ReadOnlySpan<float>(_x, 0, E.N), _p);

    public override void Train() => _trainer?.Train(_x, _labels, 1e-9f);
}
