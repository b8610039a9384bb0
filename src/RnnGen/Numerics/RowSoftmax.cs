using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>Softmax and loss over rows of scores, one for each step, where <see cref="LaneSoftmax"/> has a lane for each.</summary>
public static class RowSoftmax
{
    /// <summary>(3): p[t] = softmax(y[t]).</summary>
    /// <param name="y">y[1]. Rows are padded as <see cref="Softmax.Row(ref float, int, ref float, out double)"/> wants them, which leaves in them what p is made of.</param>
    /// <param name="row">Distance between rows of y, in elements.</param>
    /// <param name="p">Receives p[1], p[2], …, one behind the other.</param>
    /// <param name="K">Number of classes.</param>
    /// <param name="steps">Number of rows.</param>
    /// <param name="wide">Whether rows are padded to 64 bytes, as kernels on 512 bits leave them. Others pad to a <see cref="Vector{T}"/>, which may be half of it where 512 bits are at hand.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize(ref float y, nint row, ref float p, int K, int steps, bool wide)
    {
        if (IsTwoLines(K))
        {
            if (Vector512.IsHardwareAccelerated && wide)
            {
                WideSoftmax.RowsOfTwoLines(ref y, row, ref p, K, steps);
            }
            else
            {
                Softmax.RowsOfTwoLines(ref y, row, ref p, K, steps);
            }

            return;
        }

        for (int t = 0; t < steps; t++)
        {
            Row(ref y, K, ref p, out _, wide);
            y = ref Unsafe.Add(ref y, row);
            p = ref Unsafe.Add(ref p, K);
        }
    }

    /// <inheritdoc cref="Normalize(ref float, nint, ref float, int, int, bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize(ref double y, nint row, ref double p, int K, int steps, bool wide)
    {
        for (int t = 0; t < steps; t++)
        {
            Row(ref y, K, ref p, out _, wide);
            y = ref Unsafe.Add(ref y, row);
            p = ref Unsafe.Add(ref p, K);
        }
    }

    /// <summary>(3) and (4): p[t] = softmax(y[t]), E = Σ -log p[t][label[t]], and D[t] = p[t] - l[t] in place; l[t] is 1 at the label and 0 elsewhere.</summary>
    /// <param name="y">y[1], padded as for <see cref="Normalize(ref float, nint, ref float, int, int, bool)"/>; up to 64 bytes the padding ends as zeros.</param>
    /// <param name="row">Distance between rows, in elements.</param>
    /// <param name="K">Number of classes.</param>
    /// <param name="labels">The labels, each from 0 to K - 1.</param>
    /// <param name="steps">Number of rows and labels.</param>
    /// <param name="wide">As for Normalize.</param>
    /// <returns>E.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Score(ref float y, nint row, int K, ref int labels, int steps, bool wide)
    {
        double loss = 0d;
        int most = StepsPerLogarithm(K);
        for (int first = 0; first < steps; first += most)
        {
            // -log p[label] = log(sum) + shift - y[label]; the sums are multiplied up, and their logarithm is taken rarely.
            double product = 1d;
            for (int t = first; t < Math.Min(first + most, steps); t++)
            {
                ref float labelled = ref Unsafe.Add(ref y, Unsafe.Add(ref labels, t));
                float score = labelled;
                product *= RowInPlace(ref y, K, out double shift, wide);
                Clear(ref Unsafe.Add(ref y, K), -K & 15);
                labelled -= 1f;
                loss += shift - score;
                y = ref Unsafe.Add(ref y, row);
            }

            loss += VectorMath.Log(product);
        }

        return loss;
    }

    /// <inheritdoc cref="Score(ref float, nint, int, ref int, int, bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Score(ref double y, nint row, int K, ref int labels, int steps, bool wide)
    {
        double loss = 0d;
        int most = StepsPerLogarithm(K);
        for (int first = 0; first < steps; first += most)
        {
            double product = 1d;
            for (int t = first; t < Math.Min(first + most, steps); t++)
            {
                ref double labelled = ref Unsafe.Add(ref y, Unsafe.Add(ref labels, t));
                double score = labelled;
                product *= Row(ref y, K, ref y, out double shift, wide);
                Clear(ref Unsafe.Add(ref y, K), -K & 7);
                labelled -= 1d;
                loss += shift - score;
                y = ref Unsafe.Add(ref y, row);
            }

            loss += VectorMath.Log(product);
        }

        return loss;
    }

    /// <summary>
    /// Steps between two logarithms of the loss: the product of that many sums, each at most √2 K and so below four times the
    /// power of two in K, stays below 2^1000 and inside the range of double.
    /// </summary>
    private static int StepsPerLogarithm(int K) => Math.Min(64, 1000 / (BitOperations.Log2((uint)K) + 2));

    /// <summary>Zeros for the padding of D[t], or it would leak into the padding of dWy as denormal numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear<T>(ref T padding, int length)
    {
        for (; length >= Vector128<T>.Count; length -= Vector128<T>.Count)
        {
            Vector128<T>.Zero.StoreUnsafe(ref padding, (nuint)(length - Vector128<T>.Count));
        }

        for (int i = 0; i < length; i++)
        {
            Unsafe.Add(ref padding, i) = default!;
        }
    }

    /// <summary>Whether a row is two lines of 64 bytes, and vectors are long enough for registers to hold it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsTwoLines(int K) => Vector<float>.Count >= 8 && K is > 16 and <= 32;

    /// <summary>In place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float RowInPlace(ref float y, int K, out double shift, bool wide) =>
        !IsTwoLines(K) ? Row(ref y, K, ref y, out shift, wide)
        : Vector512.IsHardwareAccelerated && wide ? WideSoftmax.RowOfTwoLines(ref y, K, out shift)
        : Softmax.RowOfTwoLines(ref y, K, out shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Row(ref float y, int K, ref float p, out double shift, bool wide) => Vector512.IsHardwareAccelerated && wide ? WideSoftmax.Row(ref y, K, ref p, out shift) : Softmax.Row(ref y, K, ref p, out shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Row(ref double y, int K, ref double p, out double shift, bool wide) => Vector512.IsHardwareAccelerated && wide ? WideSoftmax.Row(ref y, K, ref p, out shift) : Softmax.Row(ref y, K, ref p, out shift);
}
