using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

// What softmax needs is e^y over a power of two that suits the greatest y. With n = round(y / ln 2) and r = y - n ln 2,
// |r| <= ln 2 / 2, that is 2^(n - top) e^r, where e^r = 1 + (r + r² P(r)) and top is the greatest n. So the greatest score
// is not waited for: it is found while e^r is computed, and enters at the very end, as an exponent (measured on Zen 3: a
// step of up to 32 hidden units takes 4 to 8 % less than with exp(y - max y)).
//
// P interpolates (e^r - 1 - r) / r² at Chebyshev nodes. Adding 1.5 · 2^23 (2^52) rounds y / ln 2 to an integer and leaves
// that integer in the low bits of the sum. So it is compared and subtracted as it stands, for the differences of such bits
// are those of the integers, and a shift moves them into an exponent: four instructions of one cycle each from the greatest
// to the power of two, the first of them for all lanes, where numbers would take five, and nine cycles. ln 2 is split in a
// part short enough for n times it to be exact, fused or not, and a rest. So n must not be far from 0; a softmax whose
// greatest n is, takes the greatest score off all of them and begins again.
public static partial class VectorMath
{
    /// <summary>Scores, none below -256. NaN stays NaN.</summary>
    /// <param name="y">Scores.</param>
    /// <remarks>The constant comes first: maxps returns its second operand when one is NaN.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Bounded(Vector<float> y) => Vector.MaxNative(Vector.Create(-256f), y);

    /// <summary>
    /// 1.5 · 2^23 + n of each lane, with n = round(y / ln 2), the power of two nearest to e^y: as whole numbers these differ as
    /// their n do, and they compare as their n do. NaN gives NaN.
    /// </summary>
    /// <param name="y">Bounded scores.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exponent(Vector<float> y) => Vector.MultiplyAddEstimate(y, Vector.Create(1.44269502f), Vector.Create(Rounding));

    /// <summary>n of each lane.</summary>
    /// <param name="exponent">What <see cref="Exponent(Vector{float})"/> gives.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Power(Vector<float> exponent) => exponent - Vector.Create(Rounding);

    /// <summary>y - n ln 2 of each lane.</summary>
    /// <param name="y">Bounded scores.</param>
    /// <param name="n">Their powers of two.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Remainder(Vector<float> y, Vector<float> n) =>
        Vector.MultiplyAddEstimate(n, Vector.Create(2.90889711e-05f), Vector.MultiplyAddEstimate(n, Vector.Create(-0.69317626953125f), y));

    /// <summary>
    /// e^y / 2^top of each lane, at most 1.5 ulp off; exactly 1 where y and top are 0. Where the exponent is more than 115
    /// below top it counts as 115 below: denormal probabilities would slow down all that follows. NaN gives NaN.
    /// </summary>
    /// <param name="y">Bounded scores.</param>
    /// <param name="exponent">Their exponents.</param>
    /// <param name="top">The greatest exponent, for n from -256 to 256.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ExpBelow(Vector<float> y, Vector<float> exponent, Vector<float> top)
    {
        Vector<float> r = Remainder(y, Power(exponent));
        Vector<float> r2 = r * r;
        Vector<float> p = Vector.MultiplyAddEstimate(
            Vector.MultiplyAddEstimate(Vector.Create(1.39261840e-03f), r2, Vector.MultiplyAddEstimate(Vector.Create(8.36317893e-03f), r, Vector.Create(4.16665561e-02f))),
            r2,
            Vector.MultiplyAddEstimate(Vector.Create(1.66665763e-01f), r, Vector.Create(0.5f)));
        p = Vector.MultiplyAddEstimate(p, r2, r);

        // 127 is the exponent of 1 in a float; what is 115 below is 12.
        Vector<int> below = Vector.Max(Vector.Create(12), Vector.AsVectorInt32(exponent) - (Vector.AsVectorInt32(top) - Vector.Create(127)));
        Vector<float> scale = Vector.AsVectorSingle(Vector.ShiftLeft(below, 23));
        return Vector.MultiplyAddEstimate(scale, p, scale);
    }

    /// <summary>Scores, none below -1024. NaN stays NaN.</summary>
    /// <param name="y">Scores.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Bounded(Vector<double> y) => Vector.MaxNative(Vector.Create(-1024.0), y);

    /// <inheritdoc cref="Exponent(Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Exponent(Vector<double> y) => Vector.MultiplyAddEstimate(y, Vector.Create(1.4426950408889634), Vector.Create(RoundingOfDoubles));

    /// <inheritdoc cref="Power(Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Power(Vector<double> exponent) => exponent - Vector.Create(RoundingOfDoubles);

    /// <inheritdoc cref="Remainder(Vector{float}, Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Remainder(Vector<double> y, Vector<double> n) =>
        Vector.MultiplyAddEstimate(n, Vector.Create(1.7239444525614835e-13), Vector.MultiplyAddEstimate(n, Vector.Create(-0.6931471805601177), y));

    /// <summary>
    /// e^y / 2^top of each lane, at most 2 ulp off; exactly 1 where y and top are 0. Where the exponent is more than 1000
    /// below top it counts as 1000 below: denormal probabilities would slow down all that follows. NaN gives NaN.
    /// </summary>
    /// <param name="y">Bounded scores.</param>
    /// <param name="exponent">Their exponents.</param>
    /// <param name="top">The greatest exponent, for n from -256 to 256.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> ExpBelow(Vector<double> y, Vector<double> exponent, Vector<double> top)
    {
        // 1023 is the exponent of 1 in a double; what is 1000 below is 23.
        Vector<double> p = ExpMinusOne(Remainder(y, Power(exponent)));
        Vector<long> below = Vector.Max(Vector.Create(23L), Vector.AsVectorInt64(exponent) - (Vector.AsVectorInt64(top) - Vector.Create(1023L)));
        Vector<double> scale = Vector.AsVectorDouble(Vector.ShiftLeft(below, 52));
        return Vector.MultiplyAddEstimate(scale, p, scale);
    }

    // e^r - 1, for |r| <= ln 2 / 2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> ExpMinusOne(Vector<double> r)
    {
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
        return Vector.MultiplyAddEstimate(p, r2, r);
    }
}
