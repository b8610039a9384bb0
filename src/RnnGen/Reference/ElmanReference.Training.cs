namespace RnnGen.Reference;

public sealed partial class ElmanReference<T>
{
    /// <summary>
    /// ∂E/∂θ for each of the six parameters, as the last <see cref="Backward"/> or <see cref="Train"/> left it; zero
    /// at first.
    /// </summary>
    public ElmanParameters<T> Gradient { get; }

    /// <summary>
    /// What the last <see cref="Backward"/> or <see cref="Train"/> computed on its way to the gradient; each call makes
    /// a new one.
    /// </summary>
    public ElmanTrace<T> Trace { get; private set; }

    /// <summary>
    /// Computes the loss of one sequence from h[0] = 0 and its gradient, by backpropagation through the whole of it:
    /// e[t] = L[t] (Wyᵀ (p[t] - l[t]) + Whᵀ e[t+1]), L[t] = diag(1 - h[t]²), e[T+1] = 0.
    /// </summary>
    /// <param name="x">The inputs, t × N, one row per step.</param>
    /// <param name="labels">The right class of each step, t numbers from 0 to K - 1; their count is the number of steps, one or more.</param>
    /// <returns>E = Σ over t of -log p[t][labels[t]], in nats, a sum and not a mean; at least 0.</returns>
    /// <exception cref="ArgumentException"><paramref name="labels"/> is empty, or <paramref name="x"/> has another length than labels × N; nothing is changed then.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class; nothing is changed then.</exception>
    public T Backward(ReadOnlySpan<T> x, ReadOnlySpan<int> labels)
    {
        Require.Labels(labels, K, nameof(labels));
        Require.Length(x.Length, (long)labels.Length * N, nameof(x), $"{labels.Length} labels × N");
        var trace = new ElmanTrace<T>(labels.Length, H, K);
        RunForward(x, trace);
        T loss = Score(labels, trace);
        RunBackward(trace);
        SumGradient(x, trace);
        Trace = trace;
        return loss;
    }

    /// <summary>
    /// One step of gradient descent on one sequence: <see cref="Backward"/>, then θ ← θ - γ ∂E/∂θ for each of the six
    /// parameters.
    /// </summary>
    /// <param name="x">The inputs, t × N, one row per step.</param>
    /// <param name="labels">The right class of each step, t numbers from 0 to K - 1; their count is the number of steps, one or more.</param>
    /// <param name="learningRate">γ, any number; 0 leaves the parameters as they are.</param>
    /// <returns>E, as <see cref="Backward"/> gives it, before the update.</returns>
    /// <exception cref="ArgumentException"><paramref name="labels"/> is empty, or <paramref name="x"/> has another length than labels × N; nothing is changed then.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class; nothing is changed then.</exception>
    public T Train(ReadOnlySpan<T> x, ReadOnlySpan<int> labels, T learningRate)
    {
        T loss = Backward(x, labels);
        foreach (ElmanParameter parameter in ElmanParameters<T>.Order)
        {
            Span<T> θ = Parameters[parameter];
            ReadOnlySpan<T> dθ = Gradient[parameter];
            for (int i = 0; i < θ.Length; i++)
            {
                θ[i] -= learningRate * dθ[i];
            }
        }

        return loss;
    }

    /// <summary>z, h, y and p of every step, first to last.</summary>
    private void RunForward(ReadOnlySpan<T> x, ElmanTrace<T> trace)
    {
        ReadOnlySpan<T> previous = new T[H]; // h[0] = 0
        for (int t = 0; t < trace.Steps; t++)
        {
            Recur(x.Slice(t * N, N), previous, trace.z.Row(t), trace.h.Row(t));
            ReadOut(trace.h.Row(t), trace.y.Row(t));
            Softmax.Probabilities<T>(trace.y.Row(t), trace.p.Row(t));
            previous = trace.h.Row(t);
        }
    }

    /// <summary>E = Σ over t of -log p[t][label[t]], and its derivative d[t] = p[t] - l[t] by the scores.</summary>
    private T Score(ReadOnlySpan<int> labels, ElmanTrace<T> trace)
    {
        T loss = T.Zero;
        for (int t = 0; t < trace.Steps; t++)
        {
            loss += Softmax.Loss<T>(trace.y.Row(t), labels[t]);
            for (int k = 0; k < K; k++)
            {
                trace.d[t, k] = k == labels[t] ? trace.p[t, k] - T.One : trace.p[t, k];
            }
        }

        return loss;
    }

    /// <summary>e[t] = L[t] (Wyᵀ d[t] + Whᵀ e[t+1]), last step to first.</summary>
    private void RunBackward(ElmanTrace<T> trace)
    {
        ReadOnlySpan<T> next = new T[H]; // e[T+1] = 0
        for (int t = trace.Steps - 1; t >= 0; t--)
        {
            for (int i = 0; i < H; i++)
            {
                T sum = T.Zero;
                for (int k = 0; k < K; k++)
                {
                    sum += Wy[k, i] * trace.d[t, k];
                }

                for (int j = 0; j < H; j++)
                {
                    sum += Wh[j, i] * next[j];
                }

                trace.e[t, i] = (T.One - trace.h[t, i] * trace.h[t, i]) * sum;
            }

            next = trace.e.Row(t);
        }
    }

    /// <summary>
    /// dWx = Σ e[t] x[t]ᵀ, dbx = dbh = Σ e[t], dWh = Σ e[t] h[t-1]ᵀ, dWy = Σ d[t] h[t]ᵀ, dby = Σ d[t].
    /// </summary>
    private void SumGradient(ReadOnlySpan<T> x, ElmanTrace<T> trace)
    {
        Gradient.Clear();
        ReadOnlySpan<T> previous = new T[H]; // h[0] = 0
        for (int t = 0; t < trace.Steps; t++)
        {
            AddOuterProduct(trace.e.Row(t), x.Slice(t * N, N), Gradient.Wx);
            AddVector(trace.e.Row(t), Gradient.Bx);
            AddOuterProduct(trace.e.Row(t), previous, Gradient.Wh);
            AddVector(trace.e.Row(t), Gradient.Bh);
            AddOuterProduct(trace.d.Row(t), trace.h.Row(t), Gradient.Wy);
            AddVector(trace.d.Row(t), Gradient.By);
            previous = trace.h.Row(t);
        }
    }

    private static void AddOuterProduct(ReadOnlySpan<T> column, ReadOnlySpan<T> row, T[,] sum)
    {
        for (int i = 0; i < column.Length; i++)
        {
            for (int j = 0; j < row.Length; j++)
            {
                sum[i, j] += column[i] * row[j];
            }
        }
    }

    private static void AddVector(ReadOnlySpan<T> vector, T[] sum)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            sum[i] += vector[i];
        }
    }
}
