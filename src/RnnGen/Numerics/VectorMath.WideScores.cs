using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

// Softmax of a step whose scores are one vector of 512 bits. The next step does not wait for it, but its instructions wait in
// front of that step's for each other, and the processor looks no further than a few hundred ahead: the shorter their
// chain, the more of the next step runs meanwhile. So the power of two that is taken out of all scores is 2^0 wherever they are
// near enough to it, which spares their maximum; the bits of p are the same, for powers of two are exact. Sums are
// made in every lane at once and need not be sent there, and p leaves in pieces of eight, four, two and one. Measured on Zen 5,
// of a step: the maximum 7 % (H = 16, K = 4) and 3 % (H = 32, K = 5), the sum 4 and 3 %, the pieces 6 and 2 %.
public static partial class VectorMath
{
    /// <summary>(3): p = e^y / Σ e^y in the first K lanes.</summary>
    /// <param name="y">Scores; the lanes from K on hold numbers far below all others.</param>
    /// <param name="K">Number of scores, from 1 to the number of lanes; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Softmax(Vector512<float> y, int K)
    {
        Vector512<float> s = Bounded(y), n = Exponent(s), top = Vector512.Create(Single0);
        if ((Vector512.GreaterThan(Vector512.Abs(Power(n)), Vector512.Create((float)Near)).ExtractMostSignificantBits() & Lanes(K)) != 0)
        {
            float greatest = Max(n, K);
            if (IsFar(greatest))
            {
                // So far from zero n ln 2 is not exact: once more, below the greatest score.
                s = Bounded(y - Vector512.Create(Max(y, K)));
                n = Exponent(s);
                greatest = Max(n, K);
            }

            top = Vector512.Create(greatest);
        }

        Vector512<float> e = ExpBelow(s, n, top), sum = e;
        if (K > 8)
        {
            sum += Swap8(sum);
        }

        if (K > 4)
        {
            sum += Swap4(sum);
        }

        if (K > 2)
        {
            sum += Swap2(sum);
        }

        if (K > 1)
        {
            sum += Swap1(sum);
        }

        return e * (Vector512<float>.One / sum);
    }

    /// <inheritdoc cref="Softmax(Vector512{float}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Softmax(Vector512<double> y, int K)
    {
        Vector512<double> s = Bounded(y), n = Exponent(s), top = Vector512.Create(Double0);
        if ((Vector512.GreaterThan(Vector512.Abs(Power(n)), Vector512.Create((double)Near)).ExtractMostSignificantBits() & Lanes(K)) != 0)
        {
            double greatest = Max(n, K);
            if (IsFar(greatest))
            {
                s = Bounded(y - Vector512.Create(Max(y, K)));
                n = Exponent(s);
                greatest = Max(n, K);
            }

            top = Vector512.Create(greatest);
        }

        Vector512<double> e = ExpBelow(s, n, top), sum = e;
        if (K > 4)
        {
            sum += Swap4(sum);
        }

        if (K > 2)
        {
            sum += Swap2(sum);
        }

        if (K > 1)
        {
            sum += Swap1(sum);
        }

        return e * (Vector512<double>.One / sum);
    }

    /// <summary>Writes the first K lanes, and no others.</summary>
    /// <param name="lanes">What is written.</param>
    /// <param name="place">Receives K numbers.</param>
    /// <param name="K">How many, from 1 to the number of lanes; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> lanes, ref float place, int K)
    {
        if (K == 16)
        {
            lanes.StoreUnsafe(ref place);
            return;
        }

        Vector256<float> last = lanes.GetLower();
        if (K >= 8)
        {
            last.StoreUnsafe(ref place);
            last = lanes.GetUpper();
        }

        Vector128<float> rest = last.GetLower();
        if ((K & 4) != 0)
        {
            rest.StoreUnsafe(ref Unsafe.Add(ref place, K & 8));
            rest = last.GetUpper();
        }

        if ((K & 2) != 0)
        {
            Unsafe.WriteUnaligned(ref Unsafe.As<float, byte>(ref Unsafe.Add(ref place, K & 12)), rest.AsDouble().ToScalar());
        }

        if ((K & 1) != 0)
        {
            Unsafe.Add(ref place, K - 1) = rest.GetElement(K & 2);
        }
    }

    /// <inheritdoc cref="Store(Vector512{float}, ref float, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<double> lanes, ref double place, int K)
    {
        if (K == 8)
        {
            lanes.StoreUnsafe(ref place);
            return;
        }

        Vector256<double> last = lanes.GetLower();
        if (K >= 4)
        {
            last.StoreUnsafe(ref place);
            last = lanes.GetUpper();
        }

        Vector128<double> rest = last.GetLower();
        if ((K & 2) != 0)
        {
            rest.StoreUnsafe(ref Unsafe.Add(ref place, K & 4));
            rest = last.GetUpper();
        }

        if ((K & 1) != 0)
        {
            Unsafe.Add(ref place, K - 1) = rest.ToScalar();
        }
    }

    /// <summary>Powers of two up to here and down to its negative differ by less than what <see cref="ExpBelow(Vector512{float}, Vector512{float}, Vector512{float})"/> cuts off, and padding is lost in the rounding of their sum.</summary>
    private const int Near = 50;

    // What Exponent gives for n = 0.
    private const float Single0 = 12582912f;

    private const double Double0 = 6755399441055744.0;

    /// <summary>A bit for each of the first K lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Lanes(int K) => (1ul << K) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Swap1(Vector512<float> lanes) =>
        Vector512.ShuffleNative(lanes, Vector512.Create(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Swap4(Vector512<double> lanes) => Vector512.ShuffleNative(lanes, Vector512.Create(4L, 5, 6, 7, 0, 1, 2, 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Swap2(Vector512<double> lanes) => Vector512.ShuffleNative(lanes, Vector512.Create(2L, 3, 0, 1, 6, 7, 4, 5));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Swap1(Vector512<double> lanes) => Vector512.ShuffleNative(lanes, Vector512.Create(1L, 0, 3, 2, 5, 4, 7, 6));
}
