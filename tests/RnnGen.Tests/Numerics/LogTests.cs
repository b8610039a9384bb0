using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

public class LogTests
{
    [Fact]
    public void SingleIsWithinOneUlp()
    {
        uint last = BitConverter.SingleToUInt32Bits(16777216f);
        for (uint bits = BitConverter.SingleToUInt32Bits(1f); bits <= last; bits += 401)
        {
            float x = BitConverter.UInt32BitsToSingle(bits);
            double distance = Ulp.Distance(VectorMath.Log(x), Math.Log(x));
            if (distance > 1)
            {
                Assert.Fail($"{distance:F3} ulp at {x:R}");
            }
        }
    }

    [Fact]
    public void DoubleIsWithinTwoUlp()
    {
        var random = new Random(3);
        for (int i = 0; i < 400_000; i++)
        {
            double x = i % 2 == 0 ? Math.Pow(2, random.NextDouble() * 88 - 64) : 1 + Math.Pow(2, random.NextDouble() * 50 - 51) * (i % 4 - 2);
            double distance = Ulp.Distance(VectorMath.Log(x), Math.Log(x));
            if (distance > 2)
            {
                Assert.Fail($"{distance:F2} ulp at {x:R}");
            }
        }
    }

    // Rounded from 40 digits (mpmath).
    [Theory]
    [InlineData(1.0000000000000002, 2.2204460492503128e-16)]
    [InlineData(1.0001, 9.999500033329732e-05)]
    [InlineData(1.1, 0.09531017980432493)]
    [InlineData(1.4142135623730951, 0.3465735902799727)]
    [InlineData(1.4142135623730947, 0.3465735902799724)]
    [InlineData(1.5, 0.4054651081081644)]
    [InlineData(2.0, 0.6931471805599453)]
    [InlineData(2.718281828459045, 1.0)]
    [InlineData(3.0, 1.0986122886681098)]
    [InlineData(10.0, 2.302585092994046)]
    [InlineData(1000.25, 6.908005247737345)]
    [InlineData(65536.5, 11.090362518324552)]
    [InlineData(16777216.0, 16.635532333438686)]
    public void DoubleIsWithinOneUlpOfTheExactValue(double x, double exact)
    {
        Assert.True(Ulp.Distance(VectorMath.Log(x), exact) <= 1, $"{VectorMath.Log(x):R}, wanted {exact:R}");
    }

    [Fact]
    public void IsZeroAtOne()
    {
        Assert.Equal(0f, VectorMath.Log(1f));
        Assert.Equal(0.0, VectorMath.Log(1.0));
    }
}
