using System.Numerics.Tensors;

namespace RnnGen.Benchmarks.Peers.Managed;

/// <summary>The platform's own vectorised operations, System.Numerics.Tensors.</summary>
public readonly struct TensorOperations : IVectorOperations
{
    /// <inheritdoc/>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => TensorPrimitives.Dot(a, b);

    /// <inheritdoc/>
    public static void AddScaled(Span<float> y, float a, ReadOnlySpan<float> x) => TensorPrimitives.MultiplyAdd(x, a, y, y);

    /// <inheritdoc/>
    public static void Tanh(Span<float> z) => TensorPrimitives.Tanh(z, z);

    /// <inheritdoc/>
    public static void Softmax(Span<float> y) => TensorPrimitives.SoftMax(y, y);

    /// <inheritdoc/>
    public static void TimesTanhDerivative(Span<float> e, ReadOnlySpan<float> h)
    {
        // e (1 - h²) = e - (e h) h, with no room for a third vector but the stack's.
        Span<float> product = stackalloc float[e.Length];
        TensorPrimitives.Multiply(e, h, product);
        TensorPrimitives.Multiply(product, h, product);
        TensorPrimitives.Subtract(e, product, e);
    }
}
