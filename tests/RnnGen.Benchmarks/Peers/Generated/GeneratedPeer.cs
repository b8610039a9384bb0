using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Benchmarks.Shapes;
using RnnGen.Reference;

namespace RnnGen.Benchmarks.Peers.Generated;

/// <summary>
/// The generated network as its users call it. This file is compiled again, at run time, together with a
/// <c>Network</c> of each shape asked for.
/// </summary>
public sealed class GeneratedPeer : Peer
{
    private readonly Network _network = new();
    private readonly Network.Runner _runner;
    private readonly Network.Trainer _trainer;

    /// <summary>Creates the peer.</summary>
    public GeneratedPeer(Problem problem)
        : base(PeerNames.Generated, problem)
    {
        _runner = new Network.Runner(_network);
        _trainer = new Network.Trainer(_network);
    }

    /// <inheritdoc/>
    public override void Load(ElmanParameters<float> parameters) => Load(_network, parameters);

    /// <summary>Gives a network its parameters.</summary>
    internal static void Load(Network network, ElmanParameters<float> parameters)
    {
        network.Wx.CopyFrom(parameters[ElmanParameter.Wx]);
        parameters.Bx.CopyTo(network.Bx);
        network.Wh.CopyFrom(parameters[ElmanParameter.Wh]);
        parameters.Bh.CopyTo(network.Bh);
        network.Wy.CopyFrom(parameters[ElmanParameter.Wy]);
        parameters.By.CopyTo(network.By);
    }

    /// <inheritdoc/>
    public override void Store(ElmanParameters<float> parameters)
    {
        _network.Wx.CopyTo(parameters[ElmanParameter.Wx]);
        _network.Bx.CopyTo(parameters.Bx);
        _network.Wh.CopyTo(parameters[ElmanParameter.Wh]);
        _network.Bh.CopyTo(parameters.Bh);
        _network.Wy.CopyTo(parameters[ElmanParameter.Wy]);
        _network.By.CopyTo(parameters.By);
    }

    /// <inheritdoc/>
    public override void Reset() => _runner.Reset();

    /// <inheritdoc/>
    public override void StepAt(int t) =>
        _runner.Step(Problem.X.Slice(t * Network.N, Network.N), Problem.P.Slice(t * Network.K, Network.K));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Steps()
    {
        // The spans are cut without a check, as the C peers' pointers are.
        Network.Runner runner = _runner;
        ref float x = ref MemoryMarshal.GetReference(Problem.X);
        ref float p = ref MemoryMarshal.GetReference(Problem.P);
        for (int t = 0; t < Network.T; t++)
        {
            runner.Step(MemoryMarshal.CreateReadOnlySpan(ref x, Network.N), MemoryMarshal.CreateSpan(ref p, Network.K));
            x = ref Unsafe.Add(ref x, Network.N);
            p = ref Unsafe.Add(ref p, Network.K);
        }
    }

    /// <inheritdoc/>
    public override void Forward() => _runner.Forward(Problem.X, Problem.P);

    /// <inheritdoc/>
    public override float Train(float rate) => _trainer.Train(Problem.X, Problem.Labels, rate);

    /// <inheritdoc/>
    public override float TrainBatch(float rate) => _trainer.TrainBatch(Problem.BatchX, Problem.BatchLabels, rate);
}
