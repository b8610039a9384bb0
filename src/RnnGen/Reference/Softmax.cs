using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// Probabilities and loss of one step. The largest score is subtracted before any exponential is taken: that changes
/// neither result, and no exponent can then overflow.
/// </summary>
internal static class Softmax
{
    /// <summary>p[k] = exp(y[k]) / Σ exp(y[j]).</summary>
    public static void Probabilities<T>(ReadOnlySpan<T> y, Span<T> p)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = Largest(y);
        T sum = T.Zero;
        for (int k = 0; k < y.Length; k++)
        {
            p[k] = T.Exp(y[k] - largest);
            sum += p[k];
        }

        for (int k = 0; k < y.Length; k++)
        {
            p[k] /= sum;
        }
    }

    /// <summary>
    /// -log p[label], as log Σ exp(y[j]) - y[label]: finite where p[label] itself has become zero.
    /// </summary>
    public static T Loss<T>(ReadOnlySpan<T> y, int label)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = Largest(y);
        T sum = T.Zero;
        foreach (T score in y)
        {
            sum += T.Exp(score - largest);
        }

        return largest - y[label] + T.Log(sum);
    }

    private static T Largest<T>(ReadOnlySpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = y[0];
        foreach (T score in y)
        {
            largest = T.Max(largest, score);
        }

        return largest;
    }
}
