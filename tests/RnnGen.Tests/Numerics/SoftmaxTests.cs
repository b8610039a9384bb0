using System.Numerics;
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
    public void IsADistribution(int K)
    {
        float[] row = Row(K);
        double[] expected = Reference(row.AsSpan(0, K));

        float sum = Softmax.Row(ref row[0], K, ref row[0], out double shift);

        Assert.Equal(Math.Log(Enumerable.Range(0, K).Sum(k => Math.Exp(Score(k)))), Math.Log(sum) + shift, 1e-6);
        Assert.Equal(expected, row.Take(K).Select(p => (double)p), (a, b) => Math.Abs(a - b) <= 1e-6);
        Assert.All(row.Skip(K).Take(-K & (Vector<float>.Count - 1)), padding => Assert.InRange(padding, 0f, 1e-34f));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(33)]
    public void DoubleIsADistribution(int K)
    {
        double[] row = Array.ConvertAll(Row(K, line: 8), value => (double)value);
        double[] expected = Reference(Array.ConvertAll(row, value => (float)value).AsSpan(0, K));

        double sum = Softmax.Row(ref row[0], K, ref row[0], out double shift);

        Assert.Equal(Math.Log(Enumerable.Range(0, K).Sum(k => Math.Exp(Score(k)))), Math.Log(sum) + shift, 1e-14);
        Assert.Equal(expected, row.AsSpan(0, K).ToArray(), (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.All(row.Skip(K).Take(-K & (Vector<double>.Count - 1)), padding => Assert.InRange(padding, 0.0, 1e-300));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void NaNMakesTheWholeRowNaN(int place)
    {
        float[] row = Row(48);
        row[place] = float.NaN;

        Softmax.Row(ref row[0], 48, ref row[0], out _);

        Assert.All(row, p => Assert.True(float.IsNaN(p)));
    }

    // The greatest of the scores is 5.5 above: its exponent passes 256 in some, and -256 in others.
    [Theory]
    [InlineData(177.25f)]
    [InlineData(-177.25f)]
    [InlineData(177.5f)]
    [InlineData(-177.5f)]
    [InlineData(-300f)]
    [InlineData(1000f)]
    [InlineData(-1e4f)]
    [InlineData(1e6f)]
    [InlineData(1e30f)]
    [InlineData(-1e30f)]
    public void ScoresFarFromZeroAreAsGoodAsThoseNearIt(float offset)
    {
        const int K = 21;
        float[] row = Row(K);
        for (int k = 0; k < K; k++)
        {
            row[k] += offset;
        }

        row.AsSpan(K).Fill(float.MinValue);
        double[] wide = [.. row.Take(24).Select(score => (double)score)];
        double greatest = row.Take(K).Max();
        double[] e = [.. row.Take(K).Select(score => Math.Exp(score - greatest))];
        double logarithm = Math.Log(e.Sum()) + greatest;

        float sum = Softmax.Row(ref row[0], K, ref row[0], out double shift);
        double wideSum = Softmax.Row(ref wide[0], K, ref wide[0], out double wideShift);

        Assert.Equal(logarithm, Math.Log(sum) + shift, 1e-6 + 1e-15 * Math.Abs(offset));
        Assert.Equal(logarithm, Math.Log(wideSum) + wideShift, 1e-13 + 1e-15 * Math.Abs(offset));
        for (int k = 0; k < K; k++)
        {
            Assert.Equal(e[k] / e.Sum(), row[k], 3e-7);
            Assert.Equal(e[k] / e.Sum(), wide[k], 1e-14);
        }
    }

    [Fact]
    public void AnInfiniteScoreIsNaN()
    {
        float[] row = Row(48);
        row[7] = float.PositiveInfinity;

        Softmax.Row(ref row[0], 48, ref row[0], out _);

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
