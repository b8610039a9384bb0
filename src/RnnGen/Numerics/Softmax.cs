using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

/// <summary>
/// Softmax of one long row of scores. Sums over lanes run on lines of 64 bytes whatever the vector width, as in the
/// rows that generated kernels hold in registers, so every machine gives the same bits.
/// </summary>
/// <remarks>
/// The number of lanes is named anew in each test: the JIT drops dead code early only where it sees the constant. Kernels on
/// 512 bits call WideSoftmax, which is made of this text (Wide.targets).
/// </remarks>
public static class Softmax
{
    /// <summary>y ← exp(y - max y) / Σ exp(y - max y), in place.</summary>
    /// <param name="y">
    /// The row: K scores, padded to whole vectors with numbers far below all others and with anything from there to 64
    /// bytes; the padding ends as zeros.
    /// </param>
    /// <param name="K">Number of scores, at least 1.</param>
    /// <param name="top">max y.</param>
    /// <returns>Σ exp(y - max y).</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Row(ref float y, int K, out float top)
    {
        Vector<float> most = Vector.LoadUnsafe(ref y);
        for (int i = Vector<float>.Count; i < K; i += Vector<float>.Count)
        {
            most = Vector.MaxNative(most, Vector.LoadUnsafe(ref Unsafe.Add(ref y, i)));
        }

        top = VectorMath.Max(most, Vector<float>.Count);
        Vector<float> max = Vector.Create(top);
        Vector<float> s0 = Vector<float>.Zero, s1 = s0, s2 = s0, s3 = s0; // one for each part of a line of 16 numbers
        for (int i = 0; i < K; i += 16)
        {
            s0 += Exponential(ref y, i, max);
            if (Vector<float>.Count <= 8 && i + Vector<float>.Count < K)
            {
                s1 += Exponential(ref y, i + Vector<float>.Count, max);
            }

            if (Vector<float>.Count == 4 && i + 8 < K)
            {
                s2 += Exponential(ref y, i + 8, max);
            }

            if (Vector<float>.Count == 4 && i + 12 < K)
            {
                s3 += Exponential(ref y, i + 12, max);
            }
        }

        float sum = VectorMath.Sum(Vector<float>.Count == 4 ? (s0 + s2) + (s1 + s3) : Vector<float>.Count == 8 ? s0 + s1 : s0, Vector<float>.Count);
        Scale(ref y, K, Vector.Create(1f / sum), Vector.LessThan<float>(Vector<float>.Indices, Vector.Create((float)(K % Vector<float>.Count))));
        return sum;
    }

    /// <inheritdoc cref="Row(ref float, int, out float)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Row(ref double y, int K, out double top)
    {
        Vector<double> most = Vector.LoadUnsafe(ref y);
        for (int i = Vector<double>.Count; i < K; i += Vector<double>.Count)
        {
            most = Vector.MaxNative(most, Vector.LoadUnsafe(ref Unsafe.Add(ref y, i)));
        }

        top = VectorMath.Max(most);
        Vector<double> max = Vector.Create(top);
        Vector<double> s0 = Vector<double>.Zero, s1 = s0, s2 = s0, s3 = s0; // one for each part of a line of 8 numbers
        for (int i = 0; i < K; i += 8)
        {
            s0 += Exponential(ref y, i, max);
            if (Vector<double>.Count <= 4 && i + Vector<double>.Count < K)
            {
                s1 += Exponential(ref y, i + Vector<double>.Count, max);
            }

            if (Vector<double>.Count == 2 && i + 4 < K)
            {
                s2 += Exponential(ref y, i + 4, max);
            }

            if (Vector<double>.Count == 2 && i + 6 < K)
            {
                s3 += Exponential(ref y, i + 6, max);
            }
        }

        double sum = VectorMath.Sum(Vector<double>.Count == 2 ? (s0 + s2) + (s1 + s3) : Vector<double>.Count == 4 ? s0 + s1 : s0);
        Scale(ref y, K, Vector.Create(1.0 / sum), Vector.LessThan<double>(Vector<double>.Indices, Vector.Create((double)(K % Vector<double>.Count))));
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Exponential(ref float y, int i, Vector<float> max)
    {
        Vector<float> e = VectorMath.Exp(Vector.LoadUnsafe(ref Unsafe.Add(ref y, i)) - max);
        e.StoreUnsafe(ref Unsafe.Add(ref y, i));
        return e;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Exponential(ref double y, int i, Vector<double> max)
    {
        Vector<double> e = VectorMath.Exp(Vector.LoadUnsafe(ref Unsafe.Add(ref y, i)) - max);
        e.StoreUnsafe(ref Unsafe.Add(ref y, i));
        return e;
    }

    // Not one method for both: what is generic takes a millisecond more in a first step.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale(ref float y, int K, Vector<float> scale, Vector<float> inside)
    {
        int last = K - K % Vector<float>.Count;
        for (int i = 0; i < last; i += Vector<float>.Count)
        {
            (Vector.LoadUnsafe(ref Unsafe.Add(ref y, i)) * scale).StoreUnsafe(ref Unsafe.Add(ref y, i));
        }

        // Padding must hold exact zeros, or it would leak into the padding of dWy as denormal numbers.
        if (last < K)
        {
            Vector<float> p = Vector.LoadUnsafe(ref Unsafe.Add(ref y, last)) * scale;
            Vector.ConditionalSelect(inside, p, Vector<float>.Zero).StoreUnsafe(ref Unsafe.Add(ref y, last));
            last += Vector<float>.Count;
        }

        int end = (K + 15) / 16 * 16;
        for (int i = last; i < end; i += Vector<float>.Count)
        {
            Vector<float>.Zero.StoreUnsafe(ref Unsafe.Add(ref y, i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale(ref double y, int K, Vector<double> scale, Vector<double> inside)
    {
        int last = K - K % Vector<double>.Count;
        for (int i = 0; i < last; i += Vector<double>.Count)
        {
            (Vector.LoadUnsafe(ref Unsafe.Add(ref y, i)) * scale).StoreUnsafe(ref Unsafe.Add(ref y, i));
        }

        if (last < K)
        {
            Vector<double> p = Vector.LoadUnsafe(ref Unsafe.Add(ref y, last)) * scale;
            Vector.ConditionalSelect(inside, p, Vector<double>.Zero).StoreUnsafe(ref Unsafe.Add(ref y, last));
            last += Vector<double>.Count;
        }

        int end = (K + 7) / 8 * 8;
        for (int i = last; i < end; i += Vector<double>.Count)
        {
            Vector<double>.Zero.StoreUnsafe(ref Unsafe.Add(ref y, i));
        }
    }
}
