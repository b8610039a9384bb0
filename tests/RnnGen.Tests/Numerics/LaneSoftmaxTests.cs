using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

/// <summary>Softmax and loss with a step in every lane: bit for bit what a step alone gives.</summary>
public sealed class LaneSoftmaxTests
{
    private const int Row = 336;

    public static TheoryData<int, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<int, int>();
            foreach (int K in Enumerable.Range(1, 33))
            {
                sizes.Add(K, 19);
            }

            sizes.Add(3, 8);
            sizes.Add(16, 321); // more than two logarithms
            sizes.Add(32, 321);
            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void ProbabilitiesAreThoseOfARow(int K, int steps)
    {
        float[] y = Scores(K);
        double[] wide = Array.ConvertAll(y, value => (double)value);
        float[] p = [.. y];
        double[] wideP = [.. wide];

        LaneSoftmax.Normalize(ref p[0], Row, K, steps);
        LaneSoftmax.Normalize(ref wideP[0], Row, K, steps);

        for (int t = 0; t < steps; t++)
        {
            float[] row = [.. Enumerable.Range(0, (K + 15) / 16 * 16).Select(k => k < K ? y[k * Row + t] : -1e30f)];
            double[] wideRow = Array.ConvertAll(row, value => (double)value);
            Softmax.Row(ref row[0], K, ref row[0], out _);
            Softmax.Row(ref wideRow[0], K, ref wideRow[0], out _);
            for (int k = 0; k < K; k++)
            {
                Assert.Equal(row[k], p[k * Row + t]);
                Assert.Equal(wideRow[k], wideP[k * Row + t]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void LossAndDifferencesAreThoseOfTheProbabilities(int K, int steps)
    {
        float[] y = Scores(K), d = [.. y], labels = new float[Row], sums = new float[32];
        double[] wideD = Array.ConvertAll(y, value => (double)value), wideLabels = new double[Row], wideSums = new double[16];
        int[] classes = [.. Enumerable.Range(0, steps).Select(t => t * 7 % K)];
        LaneSoftmax.Numbers(ref classes[0], ref labels[0], steps);
        LaneSoftmax.Numbers(ref classes[0], ref wideLabels[0], steps);
        labels[5] = -1;
        wideLabels[5] = -1;

        double loss = LaneSoftmax.Score(ref d[0], Row, K, ref labels[0], steps, ref sums[0]);
        double wideLoss = LaneSoftmax.Score(ref wideD[0], Row, K, ref wideLabels[0], steps, ref wideSums[0]);

        float[] p = [.. y];
        double[] wideP = Array.ConvertAll(y, value => (double)value);
        LaneSoftmax.Normalize(ref p[0], Row, K, steps);
        LaneSoftmax.Normalize(ref wideP[0], Row, K, steps);
        double expected = 0.0;
        for (int t = 0; t < steps; t++)
        {
            for (int k = 0; k < K; k++)
            {
                int l = k == classes[t] ? 1 : 0;
                Assert.Equal(t == 5 ? 0f : p[k * Row + t] - l, d[k * Row + t]);
                Assert.Equal(t == 5 ? 0.0 : wideP[k * Row + t] - l, wideD[k * Row + t]);
            }

            expected -= t == 5 ? 0.0 : Math.Log(wideP[classes[t] * Row + t]);
        }

        Assert.Equal(expected, wideLoss, 1e-13 * (1 + expected));
        Assert.Equal(expected, loss, 1e-6 * (1 + expected));
    }

    /// <summary>The share of a sequence in the mean over several: D is multiplied by it, the loss is not.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_share_is_that_of_the_differences(int K, int steps)
    {
        float[] whole = Scores(K), half = [.. whole], third = [.. whole], labels = new float[Row], sums = new float[32];
        double[] wideWhole = Array.ConvertAll(whole, value => (double)value), wideHalf = [.. wideWhole], wideThird = [.. wideWhole], wideLabels = new double[Row], wideSums = new double[16];
        int[] classes = [.. Enumerable.Range(0, steps).Select(t => t * 5 % K)];
        LaneSoftmax.Numbers(ref classes[0], ref labels[0], steps);
        LaneSoftmax.Numbers(ref classes[0], ref wideLabels[0], steps);
        double loss = LaneSoftmax.Score(ref whole[0], Row, K, ref labels[0], steps, ref sums[0]);
        double wideLoss = LaneSoftmax.Score(ref wideWhole[0], Row, K, ref wideLabels[0], steps, ref wideSums[0]);
        Assert.Equal(loss, LaneSoftmax.Score(ref half[0], Row, K, ref labels[0], steps, ref sums[0], 0.5f));
        Assert.Equal(loss, LaneSoftmax.Score(ref third[0], Row, K, ref labels[0], steps, ref sums[0], 1f / 3));
        Assert.Equal(wideLoss, LaneSoftmax.Score(ref wideHalf[0], Row, K, ref wideLabels[0], steps, ref wideSums[0], 0.5));
        Assert.Equal(wideLoss, LaneSoftmax.Score(ref wideThird[0], Row, K, ref wideLabels[0], steps, ref wideSums[0], 1.0 / 3));
        for (int i = 0; i < whole.Length; i++)
        {
            if (i % Row < steps)
            {
                Assert.Equal(whole[i] / 2, half[i], whole[i] is 0f ? 0f : 1e-38f); // what underflows is rounded again
                Assert.Equal(wideWhole[i] / 2, wideHalf[i], wideWhole[i] is 0.0 ? 0.0 : 1e-300);
                Assert.Equal(whole[i] / 3, third[i], 1e-7f);
                Assert.Equal(wideWhole[i] / 3, wideThird[i], 1e-16);
            }
        }
    }

    /// <summary>The sums of equal scores are the largest, √2 K just below ln √2; the product of those between two logarithms must not overflow.</summary>
    [Fact]
    public void Equal_scores_in_many_lanes_have_a_finite_loss()
    {
        const int Steps = 5000, Long = 5008;
        foreach (int K in Enumerable.Range(1, 33))
        {
            foreach (float score in (float[])[0f, 0.3465f, -0.3466f])
            {
                float[] y = new float[K * Long], labels = new float[Long], sums = new float[32];
                Array.Fill(y, score);
                double[] wide = Array.ConvertAll(y, value => (double)value), wideLabels = new double[Long], wideSums = new double[16];
                LaneSoftmax.Numbers(ref (new int[Steps])[0], ref labels[0], Steps);
                LaneSoftmax.Numbers(ref (new int[Steps])[0], ref wideLabels[0], Steps);

                Assert.Equal(Math.Log(K), LaneSoftmax.Score(ref y[0], Long, K, ref labels[0], Steps, ref sums[0]) / Steps, 1e-6);
                Assert.Equal(Math.Log(K), LaneSoftmax.Score(ref wide[0], Long, K, ref wideLabels[0], Steps, ref wideSums[0]) / Steps, 1e-12);
            }
        }
    }

    /// <summary>In some lanes all scores are far from zero, so that the greatest has to be taken off.</summary>
    private static float[] Scores(int K) => [.. Enumerable.Range(0, K * Row).Select(i => (i * 37 % 101 - 50) * 0.125f + (i % Row % 11 is 3 ? 400f : i % Row % 11 is 6 ? -1000f : 0f))];
}
