using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

// One division serves two ranges. With y = x² and D = y² + 21.04 y + 45.79,
//     |x| <= 0.9:  tanh x = x + |x| y M(y) (±k / D), M linear;
//     |x| >  0.9:  tanh x = ±1 + A(|x|) B(|x|) (±k / D), A and B of degree 4 and 5, their product negative.
// The roots of D, y = -2.47 and -18.6, stand for the poles of tanh nearest to zero, ±iπ/2 and ±3iπ/2. What is left when
// they are divided out is so smooth that polynomials fit it. So k / D and the numerators are computed side by side, and
// one multiply-add ends both ranges: in a recurrence, where the next step waits for this one, the way from x to tanh x
// is 26 cycles on Zen 5. Two ranges with a quotient or a polynomial each, blended at the end, took 36; the odd rational
// x P(y) / Q(y) over everything takes 30, and at 5 ulp it rounds numerator, denominator and quotient at full size.
//
// - What is added to x or ±1 is at most 0.29, so its rounding errors count in part only.
// - Near 9 the sum of powers that is A B would cancel and lose 2 ulp to rounding. Each factor alone is small there.
// - A and B begin with 1, which spares a multiply-add each. Their common factor k and the sign are in the dividend.
// - From 9.02 on, where tanh rounds to 1, A and B stay what they are: finite, while D takes k / D to 0.
//
// M and A B are minimax fits (Lawson's iteration on linear least squares), M for the error of tanh in ulp and A B for the
// absolute one over [0.9, 9.02], strictest at its ends; D is the one that suits both best, found by a simplex search.
// A B was then factored, two of its pairs of roots to a factor, and the coefficients rounded to floats one by one, most
// influential first, each time with the others fitted anew.
public static partial class VectorMath
{
    /// <summary>
    /// The hyperbolic tangent of each lane: at most 2.5 ulp off for every float, exactly odd, never beyond ±1.
    /// ±0 give themselves, ±∞ give ±1, NaN gives NaN.
    /// </summary>
    /// <param name="x">Arguments; any floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Tanh(Vector<float> x)
    {
        // The order of the statements is the best for latency of some hundreds measured.
        Vector<float> y = x * x;
        Vector<float> aa = Vector.MinNative(Vector.Create(81.3604f), y);
        Vector<float> magnitude = Vector.Abs(x);
        Vector<float> a = Vector.MinNative(Vector.Create(9.02f), magnitude);

        Vector<float> A23 = Vector.MultiplyAddEstimate(Vector.Create(-25.3902607f), a, Vector.Create(257.502167f));

        // False for NaN, which the small range then passes on: it starts from x itself.
        Vector<float> isLarge = Vector.GreaterThan<float>(magnitude, Vector.Create(0.9f));
        Vector<float> B23 = Vector.MultiplyAddEstimate(Vector.Create(520.790222f), a, Vector.Create(-4318.81104f));
        Vector<float> A234 = aa + A23;
        Vector<float> B0123 = Vector.MultiplyAddEstimate(B23, aa, Vector.MultiplyAddEstimate(Vector.Create(20137.1895f), a, Vector.Create(-41256.7109f)));

        Vector<float> D = Vector.MultiplyAddEstimate(Vector.MultiplyAddEstimate(x, x, Vector.Create(21.0405865f)), y, Vector.Create(45.7904396f));
        Vector<float> sign = x & Vector.Create(-0f);
        Vector<float> quotient = (sign | Vector.Create(4.59404475e-07f)) / D;

        Vector<float> B = Vector.MultiplyAddEstimate(a + Vector.Create(-34.8820534f), aa * aa, B0123);
        Vector<float> A = Vector.MultiplyAddEstimate(A234, aa, Vector.MultiplyAddEstimate(Vector.Create(-1238.69983f), a, Vector.Create(2416.35303f)));
        Vector<float> start = Vector.ConditionalSelect(isLarge, sign | Vector.Create(1f), x);

        // Adding zero makes the numerator of ±0 +0 rather than -0, so that the result keeps the sign of x.
        Vector<float> small = Vector.MultiplyAddEstimate(magnitude * y, Vector.MultiplyAddEstimate(Vector.Create(-1975985.75f), y, Vector.Create(-33224588f)), Vector<float>.Zero);
        Vector<float> numerator = Vector.MultiplyAddEstimate(A & isLarge, B, Vector.AndNot(small, isLarge));
        return Vector.MultiplyAddEstimate(numerator, quotient, start);
    }
}
