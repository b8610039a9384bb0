namespace RnnGen.Benchmarks.Peers.Managed;

/// <summary>The five loops over vectors that a network in C# is made of, in one style of writing them.</summary>
public interface IVectorOperations
{
    /// <summary>Σ a[i] b[i].</summary>
    static abstract float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b);

    /// <summary>y ← y + a x.</summary>
    static abstract void AddScaled(Span<float> y, float a, ReadOnlySpan<float> x);

    /// <summary>z ← tanh z.</summary>
    static abstract void Tanh(Span<float> z);

    /// <summary>y ← softmax y.</summary>
    static abstract void Softmax(Span<float> y);

    /// <summary>e ← e ∘ (1 - h²).</summary>
    static abstract void TimesTanhDerivative(Span<float> e, ReadOnlySpan<float> h);
}
