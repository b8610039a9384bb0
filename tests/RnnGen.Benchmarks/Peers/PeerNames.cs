namespace RnnGen.Benchmarks.Peers;

/// <summary>The names of the peers, as the reports print them.</summary>
public static class PeerNames
{
    /// <summary>The generated network: the one every other is compared with.</summary>
    public const string Generated = "RnnGen";

    /// <summary>The generated network on 16 streams at once, per step of one stream.</summary>
    public const string Streams = "RnnGen, 16 streams";

    /// <summary>C# in plain loops over flat arrays.</summary>
    public const string Scalar = "C# loops";

    /// <summary>C# over TensorPrimitives.</summary>
    public const string Tensors = "C# TensorPrimitives";

    /// <summary>C# over Vector&lt;T&gt;.</summary>
    public const string Vectors = "C# Vector<T>";

    /// <summary>The reference trainer in single precision.</summary>
    public const string ReferenceSingle = "reference, float";

    /// <summary>The reference trainer in double precision.</summary>
    public const string ReferenceDouble = "reference, double";

    /// <summary>ONNX Runtime with bound buffers, one thread.</summary>
    public const string Onnx = "ONNX Runtime";

    /// <summary>C as one writes it first.</summary>
    public const string PlainC = "plain C";

    /// <summary>The start of the name of every variant of the tuned C.</summary>
    public const string TunedC = "tuned C";

    /// <summary>Not a peer: in each cell, the fastest variant of the tuned C.</summary>
    public const string BestTunedC = "tuned C, best";
}
