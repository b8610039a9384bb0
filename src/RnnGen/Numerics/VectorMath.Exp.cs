using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

// exp(x) = 2^n exp(r) with n = round(x / ln 2) and |r| <= ln 2 / 2, where exp(r) = 1 + (r + r² P(r)).
// P interpolates (exp(r) - 1 - r) / r² at Chebyshev nodes. Adding 1.5 · 2^23 (2^52) rounds x / ln 2 to an integer and
// leaves that integer in the low bits of the sum, whence a shift moves it into an exponent. ln 2 is split in a part
// short enough for n times it to be exact, fused or not, and a rest.
public static partial class VectorMath
{
    /// <summary>e to the power of each lane; at most 1.5 ulp off for x in [-80, 88].</summary>
    /// <param name="x">
    /// Exponents. Below -80 the result is that at -80, a normal number: denormal probabilities would slow down all that
    /// follows. Above 88 the result is that at 88, so nothing overflows. NaN gives NaN; 0 gives exactly 1.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x)
    {
        Vector<float> one = Vector.Create(1f);
        Vector<float> shifter = Vector.Create(12582912f);

        // The constant first: maxps and minps return their second operand when one is NaN.
        x = Vector.MaxNative(Vector.Create(-80f), Vector.MinNative(Vector.Create(88f), x));
        Vector<float> shifted = Vector.MultiplyAddEstimate(x, Vector.Create(1.44269502f), shifter);
        Vector<float> n = shifted - shifter;
        Vector<float> r = Vector.MultiplyAddEstimate(n, Vector.Create(-0.69317626953125f), x);
        r = Vector.MultiplyAddEstimate(n, Vector.Create(2.90889711e-05f), r);

        Vector<float> r2 = r * r;
        Vector<float> p = Vector.MultiplyAddEstimate(
            Vector.MultiplyAddEstimate(Vector.Create(1.39261840e-03f), r2, Vector.MultiplyAddEstimate(Vector.Create(8.36317893e-03f), r, Vector.Create(4.16665561e-02f))),
            r2,
            Vector.MultiplyAddEstimate(Vector.Create(1.66665763e-01f), r, Vector.Create(0.5f)));
        p = Vector.MultiplyAddEstimate(p, r2, r);

        Vector<int> exponent = Vector.ShiftLeft(Vector.AsVectorInt32(shifted), 23);
        Vector<float> scale = Vector.AsVectorSingle(exponent + Vector.AsVectorInt32(one));
        return Vector.MultiplyAddEstimate(scale, p, scale);
    }

    /// <summary>e to the power of each lane; at most 2 ulp off for x in [-700, 709].</summary>
    /// <param name="x">
    /// Exponents. Below -700 the result is that at -700, a normal number; above 709 it is that at 709. NaN gives NaN;
    /// 0 gives exactly 1.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Exp(Vector<double> x)
    {
        x = Vector.MaxNative(Vector.Create(-700.0), Vector.MinNative(Vector.Create(709.0), x));
        Vector<double> p = ReducedExp(x, out Vector<double> scale);
        return Vector.MultiplyAddEstimate(scale, p, scale);
    }

    // exp(x) = scale + scale · result, for |x| < 710.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> ReducedExp(Vector<double> x, out Vector<double> scale)
    {
        Vector<double> shifter = Vector.Create(6755399441055744.0);
        Vector<double> shifted = Vector.MultiplyAddEstimate(x, Vector.Create(1.4426950408889634), shifter);
        Vector<double> n = shifted - shifter;
        Vector<double> r = Vector.MultiplyAddEstimate(n, Vector.Create(-0.6931471805601177), x);
        r = Vector.MultiplyAddEstimate(n, Vector.Create(1.7239444525614835e-13), r);

        Vector<double> r2 = r * r;
        Vector<double> r4 = r2 * r2;
        Vector<double> p01 = Vector.MultiplyAddEstimate(Vector.Create(0.16666666666666669), r, Vector.Create(0.5000000000000001));
        Vector<double> p23 = Vector.MultiplyAddEstimate(Vector.Create(0.008333333333330062), r, Vector.Create(0.04166666666662413));
        Vector<double> p45 = Vector.MultiplyAddEstimate(Vector.Create(0.00019841269863053618), r, Vector.Create(0.0013888888917213717));
        Vector<double> p67 = Vector.MultiplyAddEstimate(Vector.Create(2.7557268459997064e-06), r, Vector.Create(2.4801521295954376e-05));
        Vector<double> p89 = Vector.MultiplyAddEstimate(Vector.Create(2.510038549551032e-08), r, Vector.Create(2.7620088445409746e-07));
        Vector<double> p = Vector.MultiplyAddEstimate(
            Vector.MultiplyAddEstimate(p89, r4, Vector.MultiplyAddEstimate(p67, r2, p45)),
            r4,
            Vector.MultiplyAddEstimate(p23, r2, p01));

        Vector<long> exponent = Vector.ShiftLeft(Vector.AsVectorInt64(shifted), 52);
        scale = Vector.AsVectorDouble(exponent + Vector.AsVectorInt64(Vector.Create(1.0)));
        return Vector.MultiplyAddEstimate(p, r2, r);
    }
}
