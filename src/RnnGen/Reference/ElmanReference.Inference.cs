namespace RnnGen.Reference;

public sealed partial class ElmanReference<T>
{
    /// <summary>
    /// The hidden state that <see cref="Step"/> and <see cref="Forward"/> start from and leave behind, H numbers; zero
    /// at first. <see cref="Backward"/> and <see cref="Train"/> neither read nor change it.
    /// </summary>
    public T[] Hidden { get; }

    /// <summary>Makes the hidden state zero: h[0] = 0.</summary>
    public void Reset() => Array.Clear(Hidden);

    /// <summary>
    /// Takes one input and gives the probabilities of the classes:
    /// h ← tanh(Wx x + bx + Wh h + bh), p = softmax(Wy h + by).
    /// </summary>
    /// <param name="x">The input, N numbers.</param>
    /// <param name="p">Receives the probabilities, K numbers.</param>
    /// <exception cref="ArgumentException">A length is wrong; nothing is changed then.</exception>
    public void Step(ReadOnlySpan<T> x, Span<T> p)
    {
        Require.Length(x.Length, N, nameof(x), "N");
        Require.Length(p.Length, K, nameof(p), "K");
        Advance(x, p);
    }

    /// <summary>
    /// Takes a window of one or more inputs, of any length, and gives the probabilities after each; the same as
    /// <see cref="Step"/> on one input after the other.
    /// </summary>
    /// <param name="x">The inputs, t × N, one row per step.</param>
    /// <param name="p">Receives the probabilities, t × K, one row per step.</param>
    /// <exception cref="ArgumentException">A length is wrong; nothing is changed then.</exception>
    public void Forward(ReadOnlySpan<T> x, Span<T> p)
    {
        int steps = Require.WholeSteps(x.Length, N, nameof(x));
        Require.Length(p.Length, (long)steps * K, nameof(p), $"{steps} steps × K");
        for (int t = 0; t < steps; t++)
        {
            Advance(x.Slice(t * N, N), p.Slice(t * K, K));
        }
    }

    private void Advance(ReadOnlySpan<T> x, Span<T> p)
    {
        var z = new T[H];
        var h = new T[H];
        var y = new T[K];
        Recur(x, Hidden, z, h);
        h.CopyTo(Hidden, 0);
        ReadOut(h, y);
        Softmax.Probabilities<T>(y, p);
    }

    /// <summary>z[t] = Wx x[t] + bx + Wh h[t-1] + bh, and h[t] = tanh(z[t]).</summary>
    private void Recur(ReadOnlySpan<T> x, ReadOnlySpan<T> previous, Span<T> z, Span<T> h)
    {
        for (int i = 0; i < H; i++)
        {
            T sum = Bx[i] + Bh[i];
            for (int j = 0; j < N; j++)
            {
                sum += Wx[i, j] * x[j];
            }

            for (int j = 0; j < H; j++)
            {
                sum += Wh[i, j] * previous[j];
            }

            z[i] = sum;
            h[i] = T.Tanh(sum);
        }
    }

    /// <summary>y[t] = Wy h[t] + by.</summary>
    private void ReadOut(ReadOnlySpan<T> h, Span<T> y)
    {
        for (int k = 0; k < K; k++)
        {
            T sum = By[k];
            for (int i = 0; i < H; i++)
            {
                sum += Wy[k, i] * h[i];
            }

            y[k] = sum;
        }
    }
}
