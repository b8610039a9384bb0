using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

// Two ranges, computed side by side and blended, because each keeps the rounding errors of its own correction small:
//     |x| <= 0.75:  tanh x = x + x y P(y), y = x²; the correction is at most 0.16 of the result;
//     |x| >  0.75:  tanh x = ±(1 - N(|x|) / D(|x|)), where N / D stands for 2 / (exp(2 |x|) + 1), at most 0.37.
// A single odd rational function over everything, x P(y) / Q(y), rounds numerator, denominator and quotient at full
// size and comes to 5.5 ulp. The polynomials of the second range are in |x|, not in its square, so their first
// multiplications need not wait for the square: the chain of dependent operations is as short as that of the rational.
//
// P, N and D are minimax fits (Lawson's iteration on linearised least squares), P for the relative error of tanh, N / D
// for its absolute error over [0.75, 9.2]. Their coefficients were rounded to floats one by one, most influential
// first, each time with the others fitted anew. D starts with 1 so that it shares that constant with the result.
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
        Vector<float> one = Vector.Create(1f);
        Vector<float> magnitude = Vector.Abs(x);

        // The order of the statements is the measured best for latency.
        // At 9.2 the second form rounds to 1, as tanh does from 9.01 on.
        Vector<float> a = Vector.MinNative(Vector.Create(9.2f), magnitude);
        Vector<float> y = a * a;
        Vector<float> yy = y * y;

        Vector<float> N = Vector.MultiplyAddEstimate(
            Vector.MultiplyAddEstimate(Vector.Create(-2.12818559e-05f), a, Vector.Create(0.000879847677f)),
            yy,
            Vector.MultiplyAddEstimate(Vector.MultiplyAddEstimate(Vector.Create(-0.0147957178f), a, Vector.Create(0.126876488f)), y, Vector.MultiplyAddEstimate(Vector.Create(-0.556391001f), a, Vector.Create(1.00085628f))));
        Vector<float> D = Vector.MultiplyAddEstimate(
            Vector.MultiplyAddEstimate(Vector.MultiplyAddEstimate(Vector.Create(0.00131750735f), a, Vector.Create(-0.000439209456f)), y, Vector.MultiplyAddEstimate(Vector.Create(0.0300403833f), a, Vector.Create(0.0558193065f))),
            yy,
            Vector.MultiplyAddEstimate(Vector.MultiplyAddEstimate(Vector.Create(0.244555533f), a, Vector.Create(0.556914806f)), y, Vector.MultiplyAddEstimate(Vector.Create(0.449840963f), a, one)));
        Vector<float> sign = x & Vector.Create(-0f);
        Vector<float> large = (one | sign) - (N ^ sign) / D;

        Vector<float> P = Vector.MultiplyAddEstimate(
            Vector.MultiplyAddEstimate(Vector.Create(-0.00477018254f), yy, Vector.MultiplyAddEstimate(Vector.Create(0.0196659155f), y, Vector.Create(-0.0533907674f))),
            yy,
            Vector.MultiplyAddEstimate(Vector.Create(0.133265316f), y, Vector.Create(-0.333330691f)));

        // At -0 the correction is +0, and so the sum: the sign has to be put back.
        Vector<float> small = Vector.MultiplyAddEstimate(x, y * P, x) | sign;

        // False for NaN, which the small range then passes on: its last operand is x itself.
        return Vector.ConditionalSelect(Vector.GreaterThan<float>(magnitude, Vector.Create(0.75f)), large, small);
    }
}
