using System.Numerics;
using System.Runtime.InteropServices;

namespace RnnGen.Benchmarks.Peers.Managed;

/// <summary>Vector&lt;T&gt; with a scalar tail, as one writes it by hand; the platform's vector exponential for both functions.</summary>
public readonly struct VectorOperations : IVectorOperations
{
    /// <inheritdoc/>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ReadOnlySpan<Vector<float>> va = MemoryMarshal.Cast<float, Vector<float>>(a);
        ReadOnlySpan<Vector<float>> vb = MemoryMarshal.Cast<float, Vector<float>>(b);
        Vector<float> even = Vector<float>.Zero;
        Vector<float> odd = Vector<float>.Zero;
        int v = 0;
        for (; v + 2 <= va.Length; v += 2)
        {
            even = Vector.FusedMultiplyAdd(va[v], vb[v], even);
            odd = Vector.FusedMultiplyAdd(va[v + 1], vb[v + 1], odd);
        }

        if (v < va.Length)
        {
            even = Vector.FusedMultiplyAdd(va[v], vb[v], even);
        }

        float sum = Vector.Sum(even + odd);
        for (int i = va.Length * Vector<float>.Count; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <inheritdoc/>
    public static void AddScaled(Span<float> y, float a, ReadOnlySpan<float> x)
    {
        Span<Vector<float>> vy = MemoryMarshal.Cast<float, Vector<float>>(y);
        ReadOnlySpan<Vector<float>> vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        Vector<float> va = Vector.Create(a);
        for (int v = 0; v < vy.Length; v++)
        {
            vy[v] = Vector.FusedMultiplyAdd(va, vx[v], vy[v]);
        }

        for (int i = vy.Length * Vector<float>.Count; i < y.Length; i++)
        {
            y[i] += a * x[i];
        }
    }

    /// <inheritdoc/>
    public static void Tanh(Span<float> z)
    {
        // tanh z = 1 - 2 / (e^2z + 1); an infinite exponential gives 1, a vanishing one -1.
        Span<Vector<float>> vz = MemoryMarshal.Cast<float, Vector<float>>(z);
        foreach (ref Vector<float> lanes in vz)
        {
            lanes = Vector<float>.One - Vector.Create(2f) / (Vector.Exp(lanes + lanes) + Vector<float>.One);
        }

        ScalarOperations.Tanh(z[(vz.Length * Vector<float>.Count)..]);
    }

    /// <inheritdoc/>
    public static void Softmax(Span<float> y)
    {
        float maximum = float.NegativeInfinity;
        foreach (float value in y)
        {
            maximum = MathF.Max(maximum, value);
        }

        Span<Vector<float>> vy = MemoryMarshal.Cast<float, Vector<float>>(y);
        Vector<float> sums = Vector<float>.Zero;
        foreach (ref Vector<float> lanes in vy)
        {
            lanes = Vector.Exp(lanes - Vector.Create(maximum));
            sums += lanes;
        }

        float sum = Vector.Sum(sums);
        foreach (ref float value in y[(vy.Length * Vector<float>.Count)..])
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
        Span<Vector<float>> ve = MemoryMarshal.Cast<float, Vector<float>>(e);
        ReadOnlySpan<Vector<float>> vh = MemoryMarshal.Cast<float, Vector<float>>(h);
        for (int v = 0; v < ve.Length; v++)
        {
            ve[v] *= Vector<float>.One - vh[v] * vh[v];
        }

        int done = ve.Length * Vector<float>.Count;
        ScalarOperations.TimesTanhDerivative(e[done..], h[done..]);
    }
}
