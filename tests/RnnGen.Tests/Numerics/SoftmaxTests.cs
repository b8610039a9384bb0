using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

/// <summary>The softmax of rows too long for registers.</summary>
public sealed class SoftmaxTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(97)]
    public void IsADistributionAndClearsThePadding(int K)
    {
        float[] row = Row(K);
        double[] expected = Reference(row.AsSpan(0, K));

        float sum = Softmax.Row(ref row[0], K, out float top);

        Assert.Equal(Enumerable.Range(0, K).Max(Score), top);
        Assert.Equal(Enumerable.Range(0, K).Sum(k => Math.Exp(Score(k) - top)), sum, 1e-5);
        for (int k = 0; k < row.Length; k++)
        {
            Assert.Equal(k < K ? expected[k] : 0.0, row[k], k < K ? 1e-6 : 0.0);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(33)]
    public void DoubleIsADistributionAndClearsThePadding(int K)
    {
        double[] row = Array.ConvertAll(Row(K, line: 8), value => (double)value);
        double[] expected = Reference(Array.ConvertAll(row, value => (float)value).AsSpan(0, K));

        Softmax.Row(ref row[0], K, out double top);

        Assert.Equal(Enumerable.Range(0, K).Max(Score), top);
        Assert.Equal(expected, row.AsSpan(0, K).ToArray(), (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.All(row.Skip(K), padding => Assert.Equal(0.0, padding));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void NaNMakesTheWholeRowNaN(int place)
    {
        float[] row = Row(48);
        row[place] = float.NaN;

        Softmax.Row(ref row[0], 48, out _);

        Assert.All(row, p => Assert.True(float.IsNaN(p)));
    }

    private static float Score(int k) => (k * 37 % 23) * 0.25f;

    /// <summary>K scores, padded to a line of 64 bytes as networks do.</summary>
    private static float[] Row(int K, int line = 16)
    {
        float[] row = new float[(K + line - 1) / line * line];
        row.AsSpan().Fill(-1e30f);
        for (int k = 0; k < K; k++)
        {
            row[k] = Score(k);
        }

        return row;
    }

    private static double[] Reference(ReadOnlySpan<float> scores)
    {
        double[] e = new double[scores.Length];
        for (int k = 0; k < e.Length; k++)
        {
            e[k] = Math.Exp(scores[k]);
        }

        double sum = e.Sum();
        return Array.ConvertAll(e, value => value / sum);
    }
}
