namespace RnnGen.Benchmarks.Peers.Managed;

/// <summary>Plain loops, one number at a time.</summary>
public readonly struct ScalarOperations : IVectorOperations
{
    /// <inheritdoc/>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <inheritdoc/>
    public static void AddScaled(Span<float> y, float a, ReadOnlySpan<float> x)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] += a * x[i];
        }
    }

    /// <inheritdoc/>
    public static void Tanh(Span<float> z)
    {
        foreach (ref float value in z)
        {
            value = MathF.Tanh(value);
        }
    }

    /// <inheritdoc/>
    public static void Softmax(Span<float> y)
    {
        float maximum = y[0];
        foreach (float value in y)
        {
            maximum = MathF.Max(maximum, value);
        }

        float sum = 0;
        foreach (ref float value in y)
        {
            value = MathF.Exp(value - maximum);
            sum += value;
        }

        foreach (ref float value in y)
        {
            value /= sum;
        }
    }

    /// <inheritdoc/>
    public static void TimesTanhDerivative(Span<float> e, ReadOnlySpan<float> h)
    {
        for (int i = 0; i < e.Length; i++)
        {
            e[i] *= 1 - h[i] * h[i];
        }
    }
}
