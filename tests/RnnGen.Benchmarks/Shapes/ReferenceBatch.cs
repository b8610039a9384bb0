using System.Numerics;
using RnnGen.Reference;

namespace RnnGen.Benchmarks.Shapes;

/// <summary>A mini-batch on the reference trainer, which takes one sequence at a time.</summary>
internal static class ReferenceBatch
{
    /// <summary>The mean loss of <paramref name="count"/> sequences, and one update by the mean of their gradients.</summary>
    public static T Train<T>(ElmanReference<T> reference, ReadOnlySpan<T> x, ReadOnlySpan<int> labels, int count, T rate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sum = new ElmanParameters<T>(reference.N, reference.H, reference.K);
        T loss = T.Zero;
        int inputs = x.Length / count;
        int steps = labels.Length / count;
        for (int b = 0; b < count; b++)
        {
            loss += reference.Backward(x.Slice(b * inputs, inputs), labels.Slice(b * steps, steps));
            foreach (ElmanParameter parameter in ElmanParameters<T>.Order)
            {
                Add(sum[parameter], T.One, reference.Gradient[parameter]);
            }
        }

        foreach (ElmanParameter parameter in ElmanParameters<T>.Order)
        {
            Add(reference.Parameters[parameter], -rate / T.CreateTruncating(count), sum[parameter]);
        }

        return loss / T.CreateTruncating(count);
    }

    private static void Add<T>(Span<T> y, T a, ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] += a * x[i];
        }
    }
}
