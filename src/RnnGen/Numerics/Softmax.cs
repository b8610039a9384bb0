using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

/// <summary>
/// Softmax of one long row of scores. Sums over lanes run on lines of 64 bytes whatever the vector width, as in the
/// rows that generated kernels hold in registers, so every machine gives the same bits.
/// </summary>
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
        int lanes = Vector<float>.Count;
        Vector<float> most = Vector.LoadUnsafe(ref y);
        for (int i = lanes; i < K; i += lanes)
        {
            most = Vector.MaxNative(most, Vector.LoadUnsafe(ref Unsafe.Add(ref y, i)));
        }

        top = VectorMath.Max(most);
        Vector<float> max = Vector.Create(top);
        Vector<float> s0 = Vector<float>.Zero, s1 = s0, s2 = s0, s3 = s0; // one for each part of a line of 16 numbers
        for (int i = 0; i < K; i += 16)
        {
            s0 += Exponential(ref y, i, max);
            if (lanes <= 8 && i + lanes < K)
            {
                s1 += Exponential(ref y, i + lanes, max);
            }

            if (lanes == 4 && i + 8 < K)
            {
                s2 += Exponential(ref y, i + 8, max);
            }

            if (lanes == 4 && i + 12 < K)
            {
                s3 += Exponential(ref y, i + 12, max);
            }
        }

        float sum = lanes == 4 ? VectorMath.Sum(s0 + s2, s1 + s3) : lanes == 8 ? VectorMath.Sum(s0 + s1) : VectorMath.Sum(s0);
        Scale(ref y, K, sum);
        return sum;
    }

    /// <inheritdoc cref="Row(ref float, int, out float)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Row(ref double y, int K, out double top)
    {
        int lanes = Vector<double>.Count;
        Vector<double> most = Vector.LoadUnsafe(ref y);
        for (int i = lanes; i < K; i += lanes)
        {
            most = Vector.MaxNative(most, Vector.LoadUnsafe(ref Unsafe.Add(ref y, i)));
        }

        top = VectorMath.Max(most);
        Vector<double> max = Vector.Create(top);
        Vector<double> s0 = Vector<double>.Zero, s1 = s0, s2 = s0, s3 = s0; // one for each part of a line of 8 numbers
        for (int i = 0; i < K; i += 8)
        {
            s0 += Exponential(ref y, i, max);
            if (lanes <= 4 && i + lanes < K)
            {
                s1 += Exponential(ref y, i + lanes, max);
            }

            if (lanes == 2 && i + 4 < K)
            {
                s2 += Exponential(ref y, i + 4, max);
            }

            if (lanes == 2 && i + 6 < K)
            {
                s3 += Exponential(ref y, i + 6, max);
            }
        }

        double sum = lanes == 2 ? VectorMath.Sum(s0 + s2, s1 + s3) : lanes == 4 ? VectorMath.Sum(s0 + s1) : VectorMath.Sum(s0);
        Scale(ref y, K, sum);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale<T>(ref T y, int K, T sum)
        where T : unmanaged, INumber<T>
    {
        Vector<T> scale = Vector.Create(T.One / sum);
        int last = K - K % Vector<T>.Count;
        for (int i = 0; i < last; i += Vector<T>.Count)
        {
            (Vector.LoadUnsafe(ref Unsafe.Add(ref y, i)) * scale).StoreUnsafe(ref Unsafe.Add(ref y, i));
        }

        // Padding must hold exact zeros, or it would leak into the padding of dWy as denormal numbers.
        for (int i = last; i < Padded<T>(K); i += Vector<T>.Count)
        {
            Vector<T> inside = Vector.LessThan(Vector<T>.Indices, Vector.Create(T.CreateTruncating(K - i)));
            Vector<T> p = Vector.LoadUnsafe(ref Unsafe.Add(ref y, i)) * scale;
            Vector.ConditionalSelect(inside, p, Vector<T>.Zero).StoreUnsafe(ref Unsafe.Add(ref y, i));
        }
    }

    private static int Padded<T>(int length)
    {
        int line = 64 / Unsafe.SizeOf<T>();
        return (length + line - 1) / line * line;
    }
}
