using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

// |x| <= 0.5625:  tanh x = x + x y P(y) / Q(y), y = x²; P / Q interpolates (tanh x / x - 1) / y at Chebyshev nodes,
//                 5.4e-18 off at worst;
// |x| >  0.5625:  tanh x = ±(1 - 2 / (exp(2 |x|) + 1)).
// Both are a base plus one quotient, so numerators and denominators are blended before the only division.
public static partial class VectorMath
{
    /// <summary>
    /// The hyperbolic tangent of each lane: at most 3 ulp off, exactly odd, never beyond ±1.
    /// ±0 give themselves, ±∞ give ±1, NaN gives NaN.
    /// </summary>
    /// <param name="x">Arguments; any doubles.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Tanh(Vector<double> x)
    {
        Vector<double> one = Vector.Create(1.0);
        Vector<double> sign = x & Vector.Create(-0.0);
        Vector<double> magnitude = x ^ sign;

        // tanh rounds to 1 from 19.07 on.
        Vector<double> a = Vector.MinNative(Vector.Create(20.0), magnitude);
        Vector<double> y = a * a;
        Vector<double> P = Vector.MultiplyAddEstimate(Vector.MultiplyAddEstimate(Vector.Create(-0.00019929618499594005), y, Vector.Create(-0.020501465565699636)), y, Vector.Create(-0.3333333333333333));
        Vector<double> Q = Vector.MultiplyAddEstimate(Vector.MultiplyAddEstimate(Vector.MultiplyAddEstimate(Vector.Create(0.0002066602742421401), y, Vector.Create(0.0232948853291102)), y, Vector.Create(0.4615043966970977)), y, one);

        // exp(2 a) + 1 = scale + scale p + 1; scale + 1 is exact below 2^53, and what is lost beyond no longer shows.
        Vector<double> twice = a + a;
        Vector<double> exponent = Exponent(twice);
        Vector<double> p = ExpMinusOne(Remainder(twice, Power(exponent)));
        Vector<double> scale = Vector.AsVectorDouble(Vector.ShiftLeft(Vector.AsVectorInt64(exponent), 52) + Vector.AsVectorInt64(Vector.Create(1.0)));
        Vector<double> plusOne = Vector.MultiplyAddEstimate(scale, p, scale + one);

        // The comparison is false for NaN, which the small range then passes on: its base is x itself.
        Vector<double> isLarge = Vector.GreaterThan<double>(magnitude, Vector.Create(0.5625));
        Vector<double> numerator = Vector.ConditionalSelect(isLarge, Vector.Create(-2.0) ^ sign, x * (y * P));
        Vector<double> denominator = Vector.ConditionalSelect(isLarge, plusOne, Q);
        Vector<double> result = Vector.ConditionalSelect(isLarge, one | sign, x) + numerator / denominator;

        // At -0 the quotient is +0, and so the sum: the sign has to be put back.
        return result | sign;
    }

    /// <summary>The same, for a loop that has no other.</summary>
    /// <param name="x">Arguments; any doubles.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> TanhInLoop(Vector<double> x) => Tanh(x);
}
