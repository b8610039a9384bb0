using System.Numerics;
using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

public class TanhSingleTests
{
    private const uint Infinity = 0x7F800000;

    private static float Tanh(float x) => Ulp.Call(VectorMath.Tanh, x);

    [Fact]
    public void IsWithinTwoAndAHalfUlpOddAndBoundedOverAllFloats()
    {
        // Every 2003rd positive float: a million of them, all binades alike. The accuracy command takes every one.
        double worst = 0;
        float worstAt = 0;
        for (uint bits = 1; bits < Infinity; bits += 2003)
        {
            float x = BitConverter.UInt32BitsToSingle(bits);
            float result = Tanh(x);
            double distance = Ulp.Distance(result, Math.Tanh(x));
            if (distance > worst)
            {
                (worst, worstAt) = (distance, x);
            }

            if (result > 1 || BitConverter.SingleToUInt32Bits(Tanh(-x)) != BitConverter.SingleToUInt32Bits(-result))
            {
                Assert.Fail($"tanh({x:R}) = {result:R}, tanh({-x:R}) = {Tanh(-x):R}");
            }
        }

        Assert.True(worst <= 2.5, $"{worst:F3} ulp at {worstAt:R}");
    }

    [Fact]
    public void IsWithinTwoAndAHalfUlpWhereTheRangesMeet()
    {
        uint middle = BitConverter.SingleToUInt32Bits(1f);
        for (uint bits = middle - 100_000; bits < middle + 100_000; bits++)
        {
            float x = BitConverter.UInt32BitsToSingle(bits);
            double distance = Ulp.Distance(Tanh(x), Math.Tanh(x));
            if (distance > 2.5)
            {
                Assert.Fail($"{distance:F3} ulp at {x:R}");
            }
        }
    }

    [Fact]
    public void KeepsTheSignOfZero()
    {
        Assert.Equal(BitConverter.SingleToUInt32Bits(0f), BitConverter.SingleToUInt32Bits(Tanh(0f)));
        Assert.Equal(BitConverter.SingleToUInt32Bits(-0f), BitConverter.SingleToUInt32Bits(Tanh(-0f)));
    }

    [Theory]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, -1f)]
    [InlineData(float.MaxValue, 1f)]
    [InlineData(-9.02f, -1f)]
    [InlineData(9.0200005f, 1f)]
    [InlineData(10f, 1f)]
    [InlineData(1e5f, 1f)]
    [InlineData(-1e20f, -1f)]
    [InlineData(float.Epsilon, float.Epsilon)]
    [InlineData(-1.1754942E-38f, -1.1754942E-38f)]
    [InlineData(1e-20f, 1e-20f)]
    public void GivesExactlyTheExpectedBits(float x, float expected)
    {
        Assert.Equal(BitConverter.SingleToUInt32Bits(expected), BitConverter.SingleToUInt32Bits(Tanh(x)));
    }

    [Theory]
    [InlineData(0x7FC00000u)]
    [InlineData(0xFFC00000u)]
    [InlineData(0x7FC00ABCu)]
    [InlineData(0x7F800001u)]
    public void GivesNaNForEveryKindOfNaN(uint bits)
    {
        Assert.True(float.IsNaN(Tanh(BitConverter.UInt32BitsToSingle(bits))));
    }

    [Fact]
    public void TreatsEachLaneByItself()
    {
        float[] arguments = [0.1f, float.NaN, -3f, 0f, 20f, -0.99f, 1.01f, float.NegativeInfinity];
        var repeated = new float[Vector<float>.Count];
        for (int i = 0; i < repeated.Length; i++)
        {
            repeated[i] = arguments[i % arguments.Length];
        }

        Vector<float> all = VectorMath.Tanh(new Vector<float>(repeated));
        for (int i = 0; i < repeated.Length; i++)
        {
            Assert.Equal(Tanh(repeated[i]), all[i]);
        }
    }

    /// <summary>Its constants come from a table then, in another place of the code, and one wrong index would be enough.</summary>
    [Fact]
    public void GivesTheSameBitsInLoops()
    {
        for (ulong bits = 0; bits <= uint.MaxValue; bits += 4001)
        {
            float x = BitConverter.UInt32BitsToSingle((uint)bits);
            uint once = BitConverter.SingleToUInt32Bits(Tanh(x)), inLoop = BitConverter.SingleToUInt32Bits(Ulp.Call(VectorMath.TanhInLoop, x));
            if (once != inLoop)
            {
                Assert.Fail($"tanh({x:R}): {once:X8}, in loops {inLoop:X8}");
            }
        }
    }
}
