using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

/// <summary>An infinity is found wherever it stands, in inputs of every length that is looked through in another way.</summary>
public class InfinityTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(33)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(79)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(143)]
    [InlineData(257)]
    public void It_is_found_anywhere(int length)
    {
        float[] x = [.. Enumerable.Range(0, length).Select(i => i % 3 == 0 ? float.NaN : i - 7f)];
        double[] x2 = Array.ConvertAll(x, number => (double)number);
        Assert.False(Check.HasInfinity(x));
        Assert.False(Check.HasInfinity(x2));
        for (int i = 0; i < length; i++)
        {
            (float before, x[i]) = (x[i], i % 2 == 0 ? float.NegativeInfinity : 1e38f); // so large that it counts as one
            (x2[i], double before2) = (i % 2 == 0 ? double.NegativeInfinity : 1e308, x2[i]);
            Assert.True(Check.HasInfinity(x), $"{x[i]} at {i} of {length}");
            Assert.True(Check.HasInfinity(x2), $"{x2[i]} at {i} of {length}");
            (x[i], x2[i]) = (before, before2);
        }
    }
}
