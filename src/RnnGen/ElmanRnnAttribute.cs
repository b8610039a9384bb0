namespace RnnGen;

/// <summary>
/// Asks the generator to write an Elman network of fixed size into the partial class it stands on.
/// </summary>
/// <remarks>
/// <para>The model, with hidden state h and window length T:</para>
/// <code>
/// h[t] = tanh(Wx x[t] + bx + Wh h[t-1] + bh)
/// y[t] = Wy h[t] + by
/// p[t] = softmax(y[t])
/// E    = Σ over t of -log p[t][label[t]]
/// </code>
/// <para>
/// The class must be <c>partial</c>, not static, not abstract, not generic and not file-local; so must every type
/// around it be partial.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ElmanRnnAttribute : Attribute
{
    /// <summary>Declares the sizes of the network.</summary>
    /// <param name="N">Length of one input x[t]; at least 1.</param>
    /// <param name="H">Length of the hidden state h[t]; at least 1.</param>
    /// <param name="K">Number of classes, the length of p[t]; at least 2.</param>
    /// <param name="T">Longest window of steps in one call of <c>Forward</c>, <c>Backward</c> and <c>Train</c>; at least 1.</param>
    public ElmanRnnAttribute(int N, int H, int K, int T)
    {
        this.N = N;
        this.H = H;
        this.K = K;
        this.T = T;
    }

    /// <summary>Length of one input x[t].</summary>
    public int N { get; }

    /// <summary>Length of the hidden state h[t].</summary>
    public int H { get; }

    /// <summary>Number of classes, the length of p[t].</summary>
    public int K { get; }

    /// <summary>Longest window of steps in one call.</summary>
    public int T { get; }

    /// <summary>
    /// Most sequences in one mini-batch, at least 1: gives the trainer <c>BackwardBatch</c> and <c>TrainBatch</c>, and memory
    /// for that many sequences of T steps. Without it there are no mini-batches.
    /// </summary>
    public int B { get; set; }

    /// <summary>The floating-point type of every number of the network; <see cref="Precision.Single"/> unless set.</summary>
    public Precision Precision { get; set; } = Precision.Single;

    /// <summary>How far the generator unrolls the sum over the previous hidden state; <see cref="Unroll.Auto"/> unless set.</summary>
    public Unroll Unroll { get; set; } = Unroll.Auto;
}
