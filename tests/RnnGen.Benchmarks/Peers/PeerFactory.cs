using RnnGen.Benchmarks.Peers.Generated;
using RnnGen.Benchmarks.Peers.Managed;
using RnnGen.Benchmarks.Peers.Native;
using RnnGen.Benchmarks.Peers.Onnx;
using RnnGen.Benchmarks.Shapes;

namespace RnnGen.Benchmarks.Peers;

/// <summary>Makes the peers of a problem.</summary>
/// <param name="compiler">The C compiler; null where there is none.</param>
/// <param name="wanted">Whether a peer of this name is to take part.</param>
internal sealed class PeerFactory(NativeCompiler? compiler, Func<string, bool> wanted)
{
    /// <summary>Why a peer is missing; collected over all problems.</summary>
    public List<string> Remarks { get; } = [];

    /// <summary>All peers wanted; the generated network is always the first.</summary>
    public List<Peer> Create(Problem problem)
    {
        (Peer generated, Func<Peer> streams) = NetworkCompiler.CreatePeers(problem);
        List<Peer> peers = [generated];
        Add(peers, PeerNames.Streams, _ => streams());
        Add(peers, PeerNames.Scalar, name => new ManagedPeer<ScalarOperations>(name, problem));
        Add(peers, PeerNames.Vectors, name => new ManagedPeer<VectorOperations>(name, problem));
        Add(peers, PeerNames.Tensors, name => new ManagedPeer<TensorOperations>(name, problem));
        Add(peers, PeerNames.ReferenceSingle, name => new ReferencePeer<float>(name, problem));
        Add(peers, PeerNames.ReferenceDouble, name => new ReferencePeer<double>(name, problem));
        Add(peers, PeerNames.Onnx, _ => new OnnxPeer(problem));
        foreach (NativeVariant variant in compiler is null ? [] : NativeVariant.All.Where(variant => problem.Shape.H <= variant.MostHidden))
        {
            Add(peers, variant.Name, name => Native(problem, variant));
        }

        return peers;
    }

    private void Add(List<Peer> peers, string name, Func<string, Peer?> create)
    {
        if (wanted(name) && create(name) is { } peer)
        {
            peers.Add(peer);
        }
    }

    private NativePeer? Native(Problem problem, NativeVariant variant)
    {
        if (compiler!.TryBuild(variant, problem.Shape, out string library, out string complaint))
        {
            return new NativePeer(variant.Name, problem, library, variant.Jobs);
        }

        Remarks.Add($"{variant.Name}, shape {problem.Shape.Name}: not built. {complaint.Split('\n')[0]}");
        return null;
    }
}
