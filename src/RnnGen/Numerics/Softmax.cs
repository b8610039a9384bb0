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

    /// <summary>p = e^y / Σ e^y. Powers of two near the greatest are taken out first, so nothing overflows.</summary>
    /// <param name="y">
    /// The row: K scores, padded to whole vectors with numbers far below all others. It ends as e^(y - shift), whose padding is
    /// close to zero.
    /// </param>
    /// <param name="K">Number of scores, at least 1.</param>
    /// <param name="p">Receives K probabilities; y itself, or elsewhere in memory. In y its padding ends as numbers close to zero.</param>
    /// <param name="shift">What was taken out of the logarithm of the sum.</param>
    /// <returns>Σ e^(y - shift): -log p[k] is its logarithm + shift - y[k].</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Row(ref float y, int K, ref float p, out double shift)
    {
        Vector<float> most = Vector.LoadUnsafe(ref y);
        for (int i = Vector<float>.Count; i < K; i += Vector<float>.Count)
        {
            most = Vector.MaxNative(most, Vector.LoadUnsafe(ref Unsafe.Add(ref y, i)));
        }

        float greatest = VectorMath.Max(most, Vector<float>.Count);
        Vector<float> top = VectorMath.Exponent(VectorMath.Bounded(Vector.Create(greatest)));
        shift = VectorMath.Power(top)[0] * LogarithmOfTwo;
        if (VectorMath.IsFar(top[0]))
        {
            for (int i = 0; i < K; i += Vector<float>.Count)
            {
                ref float place = ref Unsafe.Add(ref y, i);
                (Vector.LoadUnsafe(ref place) - Vector.Create(greatest)).StoreUnsafe(ref place);
            }

            shift = greatest;
            top = VectorMath.Exponent(Vector<float>.Zero);
        }

        Vector<float> s0 = Vector<float>.Zero, s1 = s0, s2 = s0, s3 = s0; // one for each part of a line
        for (int i = 0; i < K; i += 16)
        {
            ref float e = ref Unsafe.Add(ref y, i);
            s0 += Exponential(ref e, top);
            if (Vector<float>.Count <= 8 && i + Vector<float>.Count < K)
            {
                s1 += Exponential(ref Unsafe.Add(ref e, Vector<float>.Count), top);
            }

            if (Vector<float>.Count == 4 && i + 2 * Vector<float>.Count < K)
            {
                s2 += Exponential(ref Unsafe.Add(ref e, 2 * Vector<float>.Count), top);
            }

            if (Vector<float>.Count == 4 && i + 3 * Vector<float>.Count < K)
            {
                s3 += Exponential(ref Unsafe.Add(ref e, 3 * Vector<float>.Count), top);
            }
        }

        float sum = VectorMath.Sum(Vector<float>.Count == 4 ? (s0 + s2) + (s1 + s3) : Vector<float>.Count == 8 ? s0 + s1 : s0, Vector<float>.Count);
        Vector<float> scale = Vector.Create(1f / sum);
        int done = 0;
        for (; done <= K - Vector<float>.Count; done += Vector<float>.Count)
        {
            (Vector.LoadUnsafe(ref Unsafe.Add(ref y, done)) * scale).StoreUnsafe(ref Unsafe.Add(ref p, done));
        }

        if (done < K)
        {
            if (Unsafe.AreSame(ref y, ref p))
            {
                (Vector.LoadUnsafe(ref Unsafe.Add(ref y, done)) * scale).StoreUnsafe(ref Unsafe.Add(ref p, done));
            }
            else if (K > Vector<float>.Count)
            {
                // The last vector of p, which ends with K: some of it once more, from across two lines of y.
                (Unsafe.ReadUnaligned<Vector<float>>(ref Unsafe.As<float, byte>(ref Unsafe.Add(ref y, K - Vector<float>.Count))) * scale).StoreUnsafe(ref Unsafe.Add(ref p, K - Vector<float>.Count));
            }
            else
            {
                for (int k = 0; k < K; k++)
                {
                    Unsafe.Add(ref p, k) = Unsafe.Add(ref y, k) * scale[0];
                }
            }
        }

        return sum;
    }

    /// <inheritdoc cref="Row(ref float, int, ref float, out double)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Row(ref double y, int K, ref double p, out double shift)
    {
        Vector<double> most = Vector.LoadUnsafe(ref y);
        for (int i = Vector<double>.Count; i < K; i += Vector<double>.Count)
        {
            most = Vector.MaxNative(most, Vector.LoadUnsafe(ref Unsafe.Add(ref y, i)));
        }

        double greatest = VectorMath.Max(most);
        Vector<double> top = VectorMath.Exponent(VectorMath.Bounded(Vector.Create(greatest)));
        shift = VectorMath.Power(top)[0] * LogarithmOfTwo;
        if (VectorMath.IsFar(top[0]))
        {
            for (int i = 0; i < K; i += Vector<double>.Count)
            {
                ref double place = ref Unsafe.Add(ref y, i);
                (Vector.LoadUnsafe(ref place) - Vector.Create(greatest)).StoreUnsafe(ref place);
            }

            shift = greatest;
            top = VectorMath.Exponent(Vector<double>.Zero);
        }

        Vector<double> s0 = Vector<double>.Zero, s1 = s0, s2 = s0, s3 = s0; // one for each part of a line
        for (int i = 0; i < K; i += 8)
        {
            ref double e = ref Unsafe.Add(ref y, i);
            s0 += Exponential(ref e, top);
            if (Vector<double>.Count <= 4 && i + Vector<double>.Count < K)
            {
                s1 += Exponential(ref Unsafe.Add(ref e, Vector<double>.Count), top);
            }

            if (Vector<double>.Count == 2 && i + 2 * Vector<double>.Count < K)
            {
                s2 += Exponential(ref Unsafe.Add(ref e, 2 * Vector<double>.Count), top);
            }

            if (Vector<double>.Count == 2 && i + 3 * Vector<double>.Count < K)
            {
                s3 += Exponential(ref Unsafe.Add(ref e, 3 * Vector<double>.Count), top);
            }
        }

        double sum = VectorMath.Sum(Vector<double>.Count == 2 ? (s0 + s2) + (s1 + s3) : Vector<double>.Count == 4 ? s0 + s1 : s0);
        Vector<double> scale = Vector.Create(1.0 / sum);
        int done = 0;
        for (; done <= K - Vector<double>.Count; done += Vector<double>.Count)
        {
            (Vector.LoadUnsafe(ref Unsafe.Add(ref y, done)) * scale).StoreUnsafe(ref Unsafe.Add(ref p, done));
        }

        if (done < K)
        {
            if (Unsafe.AreSame(ref y, ref p))
            {
                (Vector.LoadUnsafe(ref Unsafe.Add(ref y, done)) * scale).StoreUnsafe(ref Unsafe.Add(ref p, done));
            }
            else if (K > Vector<double>.Count)
            {
                // The last vector of p, which ends with K: some of it once more, from across two lines of y.
                (Unsafe.ReadUnaligned<Vector<double>>(ref Unsafe.As<double, byte>(ref Unsafe.Add(ref y, K - Vector<double>.Count))) * scale).StoreUnsafe(ref Unsafe.Add(ref p, K - Vector<double>.Count));
            }
            else
            {
                for (int k = 0; k < K; k++)
                {
                    Unsafe.Add(ref p, k) = Unsafe.Add(ref y, k) * scale[0];
                }
            }
        }

        return sum;
    }

    /// <summary>e^y / 2^top in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Exponential(ref float place, Vector<float> top)
    {
        Vector<float> y = VectorMath.Bounded(Vector.LoadUnsafe(ref place));
        Vector<float> e = VectorMath.ExpBelow(y, VectorMath.Exponent(y), top);
        e.StoreUnsafe(ref place);
        return e;
    }

    /// <inheritdoc cref="Exponential(ref float, Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Exponential(ref double place, Vector<double> top)
    {
        Vector<double> y = VectorMath.Bounded(Vector.LoadUnsafe(ref place));
        Vector<double> e = VectorMath.ExpBelow(y, VectorMath.Exponent(y), top);
        e.StoreUnsafe(ref place);
        return e;
    }

    /// <summary>
    /// p[t] = softmax(y[t]) of rows of two lines of 64 bytes, in registers from end to end: 166 instructions a row of 32 for 250 over
    /// memory, with vectors of 256 bits, which is the least that this is for.
    /// </summary>
    /// <param name="y">y[1]; rows are padded as <see cref="Row(ref float, int, ref float, out double)"/> wants them.</param>
    /// <param name="row">Distance between rows of y, in elements.</param>
    /// <param name="p">Receives p[1], p[2], …, one behind the other.</param>
    /// <param name="K">Number of scores, from 17 to 32.</param>
    /// <param name="steps">Number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void RowsOfTwoLines(ref float y, nint row, ref float p, int K, int steps)
    {
        for (int t = 0; t < steps; t++)
        {
            // What a row writes beyond its K numbers the next one overwrites. The last has none.
            if ((t == steps - 1 && K < 32) || !TwoLines(ref y, ref p, K, out _, out _))
            {
                Row(ref y, K, ref p, out _);
            }

            y = ref Unsafe.Add(ref y, row);
            p = ref Unsafe.Add(ref p, K);
        }
    }

    /// <summary>The same for one row in place, with what its logarithm takes.</summary>
    /// <returns>Σ e^(y - shift).</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float RowOfTwoLines(ref float y, int K, out double shift) => TwoLines(ref y, ref y, K, out float sum, out shift) ? sum : Row(ref y, K, ref y, out shift);

    /// <summary>False, and nothing is done, where the scores are far from zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TwoLines(ref float y, ref float p, int K, out float sum, out double shift)
    {
        // One vector a line, or two of which the last may be missing.
        bool half = Vector<float>.Count == 8, last = half && K > 24;
        Vector<float> y0 = Bounded(ref y, 0), y1 = Bounded(ref y, 1), y2 = half ? Bounded(ref y, 2) : y0, y3 = last ? Bounded(ref y, 3) : y0;
        Vector<float> n0 = VectorMath.Exponent(y0), n1 = VectorMath.Exponent(y1), n2 = VectorMath.Exponent(y2), n3 = VectorMath.Exponent(y3);
        float greatest = VectorMath.Max(Vector.MaxNative(Vector.MaxNative(n0, n1), Vector.MaxNative(n2, n3)));
        Vector<float> top = Vector.Create(greatest);
        shift = VectorMath.Power(top)[0] * LogarithmOfTwo;
        if (VectorMath.IsFar(greatest))
        {
            sum = 0f;
            return false;
        }

        Vector<float> e0 = VectorMath.ExpBelow(y0, n0, top), e1 = VectorMath.ExpBelow(y1, n1, top);
        Vector<float> e2 = half ? VectorMath.ExpBelow(y2, n2, top) : Vector<float>.Zero, e3 = last ? VectorMath.ExpBelow(y3, n3, top) : Vector<float>.Zero;
        sum = VectorMath.Sum(half ? (e0 + e2) + (e1 + e3) : e0 + e1);
        Vector<float> scale = Vector.Create(1f / sum);
        Store(e0 * scale, ref p, 0);
        Store(e1 * scale, ref p, 1);
        if (half)
        {
            Store(e2 * scale, ref p, 2);
        }

        if (last)
        {
            Store(e3 * scale, ref p, 3);
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Bounded(ref float y, int vector) => VectorMath.Bounded(Vector.LoadUnsafe(ref Unsafe.Add(ref y, vector * Vector<float>.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<float> value, ref float p, int vector) => value.StoreUnsafe(ref Unsafe.Add(ref p, vector * Vector<float>.Count));
}
