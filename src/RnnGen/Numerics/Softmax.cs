using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

/// <summary>
/// Softmax of one long row of scores. Sums over lanes run on lines of 64 bytes whatever the vector width, as in the
/// rows that generated kernels hold in registers, so every machine gives the same bits.
/// </summary>
/// <remarks>
/// The number of lanes is named anew in each test: the JIT drops dead code early only where it sees the constant. Kernels on
/// 512 bits call WideSoftmax, which is made of this text (Wide.targets). There is one text for each type of number: what is
/// generic takes a millisecond more in a first step.
/// </remarks>
public static class Softmax
{
    private const double LogarithmOfTwo = 0.6931471805599453;

    /// <summary>y ← e^y / Σ e^y, in place. Powers of two near the greatest are taken out first, so nothing overflows.</summary>
    /// <param name="y">
    /// The row: K scores, padded to whole vectors with numbers far below all others, which end as numbers close to zero.
    /// </param>
    /// <param name="K">Number of scores, at least 1.</param>
    /// <param name="shift">What was taken out of the logarithm of the sum.</param>
    /// <returns>Σ e^(y - shift): -log p[k] is its logarithm + shift - y[k].</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Row(ref float y, int K, out double shift)
    {
        Vector<float> most = Vector.LoadUnsafe(ref y);
        for (int i = Vector<float>.Count; i < K; i += Vector<float>.Count)
        {
            most = Vector.MaxNative(most, Vector.LoadUnsafe(ref Unsafe.Add(ref y, i)));
        }

        float greatest = VectorMath.Max(most, Vector<float>.Count);
        Vector<float> top = VectorMath.Exponent(VectorMath.Bounded(Vector.Create(greatest)));
        shift = top[0] * LogarithmOfTwo;
        if (VectorMath.IsFar(top[0]))
        {
            for (int i = 0; i < K; i += Vector<float>.Count)
            {
                ref float place = ref Unsafe.Add(ref y, i);
                (Vector.LoadUnsafe(ref place) - Vector.Create(greatest)).StoreUnsafe(ref place);
            }

            shift = greatest;
            top = Vector<float>.Zero;
        }

        Vector<float> s0 = Vector<float>.Zero, s1 = s0, s2 = s0, s3 = s0; // one for each part of a line of 16 numbers, taking turns
        for (int i = 0; i < K; i += Vector<float>.Count)
        {
            ref float place = ref Unsafe.Add(ref y, i);
            Vector<float> score = VectorMath.Bounded(Vector.LoadUnsafe(ref place));
            Vector<float> e = VectorMath.ExpBelow(score, VectorMath.Exponent(score), top);
            e.StoreUnsafe(ref place);
            if (Vector<float>.Count == 16)
            {
                s0 += e;
            }
            else if (Vector<float>.Count == 8)
            {
                (s0, s1) = (s1, s0 + e);
            }
            else
            {
                (s0, s1, s2, s3) = (s1, s2, s3, s0 + e);
            }
        }

        // Whoever's turn it is: the same two are added first.
        float sum = VectorMath.Sum(Vector<float>.Count == 4 ? (s0 + s2) + (s1 + s3) : Vector<float>.Count == 8 ? s0 + s1 : s0, Vector<float>.Count);
        Vector<float> scale = Vector.Create(1f / sum);
        for (int i = 0; i < K; i += Vector<float>.Count)
        {
            ref float place = ref Unsafe.Add(ref y, i);
            (Vector.LoadUnsafe(ref place) * scale).StoreUnsafe(ref place);
        }

        return sum;
    }

    /// <inheritdoc cref="Row(ref float, int, out double)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Row(ref double y, int K, out double shift)
    {
        Vector<double> most = Vector.LoadUnsafe(ref y);
        for (int i = Vector<double>.Count; i < K; i += Vector<double>.Count)
        {
            most = Vector.MaxNative(most, Vector.LoadUnsafe(ref Unsafe.Add(ref y, i)));
        }

        double greatest = VectorMath.Max(most);
        Vector<double> top = VectorMath.Exponent(VectorMath.Bounded(Vector.Create(greatest)));
        shift = top[0] * LogarithmOfTwo;
        if (VectorMath.IsFar(top[0]))
        {
            for (int i = 0; i < K; i += Vector<double>.Count)
            {
                ref double place = ref Unsafe.Add(ref y, i);
                (Vector.LoadUnsafe(ref place) - Vector.Create(greatest)).StoreUnsafe(ref place);
            }

            shift = greatest;
            top = Vector<double>.Zero;
        }

        Vector<double> s0 = Vector<double>.Zero, s1 = s0, s2 = s0, s3 = s0; // one for each part of a line of 8 numbers, taking turns
        for (int i = 0; i < K; i += Vector<double>.Count)
        {
            ref double place = ref Unsafe.Add(ref y, i);
            Vector<double> score = VectorMath.Bounded(Vector.LoadUnsafe(ref place));
            Vector<double> e = VectorMath.ExpBelow(score, VectorMath.Exponent(score), top);
            e.StoreUnsafe(ref place);
            if (Vector<double>.Count == 8)
            {
                s0 += e;
            }
            else if (Vector<double>.Count == 4)
            {
                (s0, s1) = (s1, s0 + e);
            }
            else
            {
                (s0, s1, s2, s3) = (s1, s2, s3, s0 + e);
            }
        }

        // Whoever's turn it is: the same two are added first.
        double sum = VectorMath.Sum(Vector<double>.Count == 2 ? (s0 + s2) + (s1 + s3) : Vector<double>.Count == 4 ? s0 + s1 : s0);
        Vector<double> scale = Vector.Create(1.0 / sum);
        for (int i = 0; i < K; i += Vector<double>.Count)
        {
            ref double place = ref Unsafe.Add(ref y, i);
            (Vector.LoadUnsafe(ref place) * scale).StoreUnsafe(ref place);
        }

        return sum;
    }
}
