using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

// x = 2^k (1 + f) with 1 + f in [√½, √2), and s = f / (2 + f), so that
//     log(1 + f) = 2 artanh(s) = 2 s + s z R(z) = f - s (f - z R(z)),   z = s².
// R interpolates the series of 2 artanh(s) / s - 2, over z, at Chebyshev nodes. Multiplications and additions stay
// apart here, so that the bits do not depend on the processor; R in pairs of terms, for they wait for each other otherwise (1 to 2 %
// of a training step at H = 8).
public static partial class VectorMath
{
    private const long BitsOfRootOfHalf = 0x3FE6A09E667F3BCD;

    /// <summary>The natural logarithm, at most 1 ulp off; made for the loss.</summary>
    /// <param name="x">A positive, finite, normal number; anything else gives a meaningless result.</param>
    public static float Log(float x) => (float)Log((double)x);

    /// <summary>The natural logarithm, at most 2 ulp off; made for the loss.</summary>
    /// <param name="x">A positive, finite, normal number; anything else gives a meaningless result.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        long exponent = (bits - BitsOfRootOfHalf) >> 52;
        double f = BitConverter.Int64BitsToDouble(bits - (exponent << 52)) - 1.0;
        double k = exponent;

        double s = f / (2.0 + f);
        double z = s * s, z2 = z * z;
        double R = 0.666666666666667 + z * 0.39999999999899444 + z2 * (0.2857142862600327 + z * 0.22222211130259878)
            + z2 * z2 * (0.18182889455674947 + z * 0.15331710618210773 + z2 * 0.14616585424888623);
        return k * 0.6931471805601177 + (f - (s * (f - z * R) - k * -1.7239444525614835e-13));
    }
}
