using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

public class TanhDoubleTests
{
    private static double Tanh(double x) => Ulp.Call(VectorMath.Tanh, x);

    // Rounded from 40 digits (mpmath), so that the C library's own error does not enter.
    [Theory]
    [InlineData(1e-300, 1e-300)]
    [InlineData(1e-09, 1e-09)]
    [InlineData(0.01, 0.00999966667999946)]
    [InlineData(0.1, 0.09966799462495582)]
    [InlineData(0.3, 0.2913126124515909)]
    [InlineData(0.5, 0.46211715726000974)]
    [InlineData(0.5625, 0.5098299737352566)]
    [InlineData(0.5625000000000001, 0.5098299737352566)]
    [InlineData(0.7, 0.6043677771171635)]
    [InlineData(1.0, 0.7615941559557649)]
    [InlineData(1.5, 0.9051482536448664)]
    [InlineData(2.5, 0.9866142981514303)]
    [InlineData(5.0, 0.9999092042625951)]
    [InlineData(9.01, 0.9999999701431885)]
    [InlineData(15.0, 0.9999999999998128)]
    [InlineData(18.5, 0.9999999999999998)]
    [InlineData(19.5, 1.0)]
    public void IsWithinThreeUlpOfTheExactValue(double x, double exact)
    {
        Assert.True(Ulp.Distance(Tanh(x), exact) <= 3, $"{Tanh(x):R}, wanted {exact:R}");
    }

    [Fact]
    public void StaysWithinFourUlpOfTheLibraryOddAndBounded()
    {
        // The library is off by about one ulp itself.
        var random = new Random(1);
        for (int i = 0; i < 400_000; i++)
        {
            double x = i % 2 == 0 ? random.NextDouble() * 20 : Math.Pow(2, random.NextDouble() * 40 - 36);
            double result = Tanh(x);
            double distance = Ulp.Distance(result, Math.Tanh(x));
            if (distance > 4 || result > 1 || BitConverter.DoubleToInt64Bits(-result) != BitConverter.DoubleToInt64Bits(Tanh(-x)))
            {
                Assert.Fail($"tanh({x:R}) = {result:R}, {distance:F2} ulp off; tanh({-x:R}) = {Tanh(-x):R}");
            }
        }
    }

    [Fact]
    public void KeepsTheSignOfZero()
    {
        Assert.Equal(BitConverter.DoubleToInt64Bits(0.0), BitConverter.DoubleToInt64Bits(Tanh(0.0)));
        Assert.Equal(BitConverter.DoubleToInt64Bits(-0.0), BitConverter.DoubleToInt64Bits(Tanh(-0.0)));
    }

    [Theory]
    [InlineData(double.PositiveInfinity, 1.0)]
    [InlineData(double.NegativeInfinity, -1.0)]
    [InlineData(double.MaxValue, 1.0)]
    [InlineData(-20.0, -1.0)]
    [InlineData(double.Epsilon, double.Epsilon)]
    [InlineData(-1e-310, -1e-310)]
    public void GivesExactlyTheExpectedBits(double x, double expected)
    {
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(Tanh(x)));
    }

    [Fact]
    public void GivesNaNForNaN()
    {
        Assert.True(double.IsNaN(Tanh(double.NaN)));
        Assert.True(double.IsNaN(Tanh(BitConverter.UInt64BitsToDouble(0xFFF0000000000001))));
    }
}
