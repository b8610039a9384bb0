using System.Runtime.CompilerServices;
using RnnGen.Benchmarks.Shapes;
using RnnGen.Reference;

namespace RnnGen.Benchmarks.Peers.Generated;

/// <summary>
/// The generated network on 16 independent streams, all a step further in one call. Compiled again at run time, like
/// <see cref="GeneratedPeer"/>.
/// </summary>
public sealed class StreamsPeer : Peer
{
    private const int Count = 16;

    private readonly Network _network = new();
    private readonly Network.BatchRunner _runner;
    private readonly float[] _x = new float[Network.T * Count * Network.N];
    private readonly float[] _p = new float[Count * Network.K];

    /// <summary>Creates the peer; every stream gets the problem's inputs, so that every stream can be checked.</summary>
    public StreamsPeer(Problem problem)
        : base(PeerNames.Streams, problem)
    {
        _runner = new Network.BatchRunner(_network, Count);
        for (int row = 0; row < Network.T * Count; row++)
        {
            problem.X.Slice(row / Count * Network.N, Network.N).CopyTo(_x.AsSpan(row * Network.N));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Job> Jobs => [Job.Step];

    /// <inheritdoc/>
    public override int StreamsAtOnce => Count;

    /// <inheritdoc/>
    public override void Load(ElmanParameters<float> parameters) => GeneratedPeer.Load(_network, parameters);

    /// <inheritdoc/>
    public override void Reset() => _runner.Reset();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void StepAt(int t)
    {
        _runner.Step(_x.AsSpan(t * Count * Network.N, Count * Network.N), _p);

        // Another stream's probabilities at each step: all streams are the same, so the check sees them all.
        _p.AsSpan(t % Count * Network.K, Network.K).CopyTo(Problem.P.Slice(t * Network.K, Network.K));
    }
}
