using System.Numerics;
using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

/// <summary>The exponential of softmax. Over 2^0 it is e^y as long as that is in range.</summary>
public class ExpTests
{
    // What exponents are counted from.
    private const float Single = 1.5f * (1 << 23);
    private const double Double = 1.5 * (1L << 52);

    private static float Exp(float y) => Exp(y, top: 0);

    private static double Exp(double y) => Exp(y, top: 0);

    private static float Exp(float y, float top) => Ulp.Call(
        score =>
        {
            Vector<float> bounded = VectorMath.Bounded(score);
            return VectorMath.ExpBelow(bounded, VectorMath.Exponent(bounded), Vector.Create(Single + top));
        },
        y);

    private static double Exp(double y, double top) => Ulp.Call(
        score =>
        {
            Vector<double> bounded = VectorMath.Bounded(score);
            return VectorMath.ExpBelow(bounded, VectorMath.Exponent(bounded), Vector.Create(Double + top));
        },
        y);

    [Fact]
    public void SingleIsWithinOneAndAHalfUlpOverItsRange()
    {
        double worst = 0;
        float worstAt = 0;
        foreach ((float end, uint sign) in new[] { (79f, 0x80000000u), (88f, 0u) })
        {
            uint last = BitConverter.SingleToUInt32Bits(end);
            for (uint bits = 0; bits <= last; bits += 2003)
            {
                float x = BitConverter.UInt32BitsToSingle(bits | sign);
                double distance = Ulp.Distance(Exp(x), Math.Exp(x));
                if (distance > worst)
                {
                    (worst, worstAt) = (distance, x);
                }
            }
        }

        Assert.True(worst <= 1.5, $"{worst:F3} ulp at {worstAt:R}");
    }

    [Fact]
    public void DoubleIsWithinTwoUlpOverItsRange()
    {
        var random = new Random(2);
        for (int i = 0; i < 400_000; i++)
        {
            double x = i % 2 == 0 ? random.NextDouble() * 1399 - 690 : random.NextDouble() * 4 - 2;

            // The library's own error, below one ulp, is inside the distance.
            double distance = Ulp.Distance(Exp(x), Math.Exp(x));
            if (distance > 2)
            {
                Assert.Fail($"{distance:F2} ulp at {x:R}");
            }
        }
    }

    // Rounded from 40 digits (mpmath).
    [Theory]
    [InlineData(-690.0, 2.1717382813898272e-300)]
    [InlineData(-345.67, 7.540956585685859e-151)]
    [InlineData(-80.5, 1.0946977029531417e-35)]
    [InlineData(-20.25, 1.6052280551856116e-09)]
    [InlineData(-3.3, 0.036883167401240015)]
    [InlineData(-1.0, 0.36787944117144233)]
    [InlineData(-0.34657, 0.7071093199024199)]
    [InlineData(-0.25, 0.7788007830714049)]
    [InlineData(-1e-10, 0.9999999999)]
    [InlineData(0.4, 1.4918246976412703)]
    [InlineData(1.0, 2.718281828459045)]
    [InlineData(10.1, 24343.00942440838)]
    [InlineData(88.0, 1.6516362549940018e+38)]
    [InlineData(500.5, 2.314132344963141e+217)]
    [InlineData(709.0, 8.218407461554972e+307)]
    public void DoubleIsWithinTwoUlpOfTheExactValue(double x, double exact)
    {
        Assert.True(Ulp.Distance(Exp(x), exact) <= 2, $"{Exp(x):R}, wanted {exact:R}");
    }

    [Fact]
    public void IsExactlyOneAtZero()
    {
        Assert.Equal(1f, Exp(0f));
        Assert.Equal(1f, Exp(-0f));
        Assert.Equal(1.0, Exp(0.0));
        Assert.Equal(1.0, Exp(-0.0));
    }

    [Theory]
    [InlineData(-80.1f, 0f)]
    [InlineData(-256f, 0f)]
    [InlineData(-1e30f, 0f)]
    [InlineData(float.MinValue, 256f)]
    [InlineData(float.NegativeInfinity, -256f)]
    public void NeverGivesADenormalNorAnythingThatShows(float y, float top)
    {
        Assert.InRange(Exp(y, top), 1e-35f, 2e-33f);
        Assert.InRange(Exp(y * 10.0, top), 1e-302, 1e-33);
    }

    [Theory]
    [InlineData(177f, 255f)]
    [InlineData(100.25f, 145f)]
    [InlineData(-100.25f, -145f)]
    [InlineData(-177f, -255f)]
    public void IsExactFarFromZeroToo(float y, float top)
    {
        // What Math.Exp cannot give to the last digit here, it gives of the difference, which is exact in double precision.
        double exact = Math.Exp(y - top * 0.69314718055994530942 - top * 2.3190468138462996e-17);
        Assert.True(Ulp.Distance(Exp(y, top), exact) <= 1.5);
        Assert.True(Math.Abs(Exp((double)y, top) / exact - 1) < 1e-13);
    }

    [Fact]
    public void FarIsBeyond256()
    {
        Assert.False(VectorMath.IsFar(Single + 256f) || VectorMath.IsFar(Double - 256.0) || VectorMath.IsFar(float.NaN) || VectorMath.IsFar(double.NaN));
        Assert.True(VectorMath.IsFar(Single + 257f) && VectorMath.IsFar(Single - 257f) && VectorMath.IsFar(Double + 257.0) && VectorMath.IsFar(double.NegativeInfinity));
    }

    [Theory]
    [InlineData(0x7FC00000u)]
    [InlineData(0xFFC00000u)]
    [InlineData(0x7FC00ABCu)]
    [InlineData(0x7FFFFFFFu)]
    public void GivesNaNForEveryKindOfNaN(uint bits)
    {
        float x = BitConverter.UInt32BitsToSingle(bits);
        Assert.True(float.IsNaN(Exp(x)));
        Assert.True(double.IsNaN(Exp((double)x)));
    }
}
