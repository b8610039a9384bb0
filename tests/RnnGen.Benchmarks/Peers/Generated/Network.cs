namespace RnnGen.Benchmarks.Peers.Generated;

/// <summary>
/// Stands in for the networks that <see cref="NetworkCompiler"/> makes at run time, so that <see cref="GeneratedPeer"/>
/// is checked by the ordinary build.
/// </summary>
[ElmanRnn(N: 1, H: 8, K: 2, T: 32, B = 32)]
public sealed partial class Network;
