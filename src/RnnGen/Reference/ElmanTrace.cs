using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// Every quantity that <see cref="ElmanReference{T}.Backward"/> computes on its way from the inputs to the gradient,
/// under the symbols of the derivation. Row 0 belongs to the first step, which the derivation calls t = 1.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class ElmanTrace<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal ElmanTrace(int steps, int H, int K)
    {
        Steps = steps;
        z = new T[steps, H];
        h = new T[steps, H];
        y = new T[steps, K];
        p = new T[steps, K];
        d = new T[steps, K];
        e = new T[steps, H];
    }

    /// <summary>Number of steps of the window; 0 before the first <see cref="ElmanReference{T}.Backward"/>.</summary>
    public int Steps { get; }

    /// <summary>Steps × H: z[t] = Wx x[t] + bx + Wh h[t-1] + bh.</summary>
    public T[,] z { get; }

    /// <summary>Steps × H: the hidden states h[t] = tanh(z[t]), each in [-1, 1].</summary>
    public T[,] h { get; }

    /// <summary>Steps × K: the scores y[t] = Wy h[t] + by.</summary>
    public T[,] y { get; }

    /// <summary>Steps × K: the probabilities p[t] = softmax(y[t]), each in [0, 1]; a row sums to 1.</summary>
    public T[,] p { get; }

    /// <summary>Steps × K: d[t] = ∂E/∂y[t] = p[t] - l[t], where l[t] is 1 at the label and 0 elsewhere.</summary>
    public T[,] d { get; }

    /// <summary>Steps × H: e[t] = ∂E/∂z[t] = L[t] (Wyᵀ d[t] + Whᵀ e[t+1]), with L[t] = diag(1 - h[t]²).</summary>
    public T[,] e { get; }
}
