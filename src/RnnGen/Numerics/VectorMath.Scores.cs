using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

// Softmax of a step whose scores are one vector. The next step does not wait for it, but its instructions wait in front of that
// step's for each other, and the processor looks no further than a few hundred ahead: the shorter their chain, the more of
// the next step runs meanwhile. So the power of two that is taken out of all scores is 2^0 wherever they are near enough
// to it, which spares their maximum; the bits of p are the same, for powers of two are exact. Sums are made in every lane
// at once and need not be sent there, and p leaves in pieces of eight, four, two and one. Measured on Zen 5, of a step on 512
// bits: the maximum 7 % (H = 16, K = 4), 3 % (H = 32, K = 5) and 2 % (H = 8, K = 2), the sum 4 and 3 %, the pieces 6 and 2 %; with AVX-512 turned off,
// all three 11 and 9 %.
public static partial class VectorMath
{
    /// <summary>(3): p = e^y / Σ e^y in the first K lanes.</summary>
    /// <param name="y">Scores; the lanes from K on hold numbers far below all others.</param>
    /// <param name="K">Number of scores, from 1 to the number of lanes; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Softmax(Vector<float> y, int K)
    {
        Vector<float> s = Bounded(y), n = Exponent(s), top = Vector.Create(Rounding);
        if (!AreNear(n, K))
        {
            float greatest = Max(n, K);
            if (IsFar(greatest))
            {
                // So far from zero n ln 2 is not exact: once more, below the greatest score.
                s = Bounded(y - Vector.Create(Max(y, K)));
                n = Exponent(s);
                greatest = Max(n, K);
            }

            top = Vector.Create(greatest);
        }

        Vector<float> e = ExpBelow(s, n, top);
        return e * (Vector<float>.One / Total(e, K));
    }

    /// <inheritdoc cref="Softmax(Vector{float}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Softmax(Vector<double> y, int K)
    {
        Vector<double> s = Bounded(y), n = Exponent(s), top = Vector.Create(RoundingOfDoubles);
        if (!AreNear(n, K))
        {
            double greatest = Max(n, K);
            if (IsFar(greatest))
            {
                s = Bounded(y - Vector.Create(Max(y, K)));
                n = Exponent(s);
                greatest = Max(n, K);
            }

            top = Vector.Create(greatest);
        }

        Vector<double> e = ExpBelow(s, n, top);
        return e * (Vector<double>.One / Total(e, K));
    }
}
