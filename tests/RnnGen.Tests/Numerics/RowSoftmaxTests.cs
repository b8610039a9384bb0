using System.Numerics;
using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

/// <summary>Softmax and loss of a window, row by row, against plain loops in double precision.</summary>
public class RowSoftmaxTests
{
    private const float Padding = -1e30f;

    // Rows shorter and longer than a vector, and steps around the 64 between two logarithms.
    public static TheoryData<int, int> Sizes => new() { { 1, 3 }, { 2, 65 }, { 5, 9 }, { 8, 2 }, { 9, 2 }, { 16, 3 }, { 17, 1 }, { 17, 64 }, { 24, 2 }, { 30, 5 }, { 32, 2 }, { 40, 130 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_row_is_normalized(int K, int steps)
    {
        (int row, float[] y, double[] wide) = Rows(K, steps);
        double[] expected = [.. Enumerable.Range(0, steps).SelectMany(t => Softmax(wide.AsSpan(t * row, K)))];
        float[] p = [.. Enumerable.Repeat(-1f, steps * K + 16)];
        double[] wideP = [.. Enumerable.Repeat(-1.0, steps * K + 16)];

        RowSoftmax.Normalize(ref y[0], row, ref p[0], K, steps, wide: true);
        RowSoftmax.Normalize(ref wide[0], row, ref wideP[0], K, steps, wide: true);

        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], p[i], 1e-6);
            Assert.Equal(expected[i], wideP[i], 1e-14);
        }

        Assert.All(p[expected.Length..], beyond => Assert.Equal(-1f, beyond));
        Assert.All(wideP[expected.Length..], beyond => Assert.Equal(-1.0, beyond));
    }

    /// <summary>To the last bit, whether it goes elsewhere or stays where the scores were.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_row_in_place_is_the_same(int K, int steps)
    {
        (int row, float[] y, double[] wide) = Rows(K, steps);
        (float[] inPlace, double[] wideInPlace) = ([.. y], [.. wide]);
        float[] p = new float[K];
        double[] wideP = new double[K];

        float sum = global::RnnGen.Numerics.Softmax.Row(ref y[0], K, ref p[0], out double shift);
        double wideSum = global::RnnGen.Numerics.Softmax.Row(ref wide[0], K, ref wideP[0], out double wideShift);

        Assert.Equal((sum, shift), (global::RnnGen.Numerics.Softmax.Row(ref inPlace[0], K, ref inPlace[0], out double same), same));
        Assert.Equal((wideSum, wideShift), (global::RnnGen.Numerics.Softmax.Row(ref wideInPlace[0], K, ref wideInPlace[0], out same), same));
        Assert.Equal(p, inPlace[..K]);
        Assert.Equal(wideP, wideInPlace[..K]);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Loss_and_differences_are_those_of_plain_loops(int K, int steps)
    {
        (int row, float[] y, double[] wide) = Rows(K, steps);
        int padded = (K + 7) / 8 * 8; // of a row in double, whose lines hold 8 numbers
        int[] labels = [.. Enumerable.Range(0, steps).Select(t => t * 5 % K)];
        double[][] p = [.. Enumerable.Range(0, steps).Select(t => Softmax(wide.AsSpan(t * row, K)))];
        double expected = Enumerable.Range(0, steps).Sum(t => -Math.Log(p[t][labels[t]]));

        double loss = RowSoftmax.Score(ref y[0], row, K, ref labels[0], steps, wide: true);
        double wideLoss = RowSoftmax.Score(ref wide[0], row, K, ref labels[0], steps, wide: true);

        Assert.Equal(expected, loss, 1e-6 * steps);
        Assert.Equal(expected, wideLoss, 1e-12 * steps);
        for (int t = 0; t < steps; t++)
        {
            for (int k = 0; k < K; k++)
            {
                double d = p[t][k] - (k == labels[t] ? 1 : 0);
                Assert.Equal(d, y[t * row + k], 1e-6);
                Assert.Equal(d, wide[t * row + k], 1e-14);
            }

            Assert.All(y[(t * row + K)..((t + 1) * row)], padding => Assert.Equal(0f, padding));
            Assert.All(wide[(t * row + K)..(t * row + padded)], padding => Assert.Equal(0.0, padding));
            Assert.All(wide[(t * row + padded)..((t + 1) * row)], beyond => Assert.Equal(Padding, beyond));
        }
    }

    /// <summary>Rows of two lines stay in registers: to the last bit what a row over memory is, far from zero too.</summary>
    [Theory]
    [InlineData(17)]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(32)]
    public void Rows_in_registers_are_those_over_memory(int K)
    {
        const int Steps = 7;
        (int row, float[] y, _) = Rows(K, Steps);
        foreach ((int t, float offset) in new[] { (1, 1e4f), (3, -300f), (6, 1e6f) })
        {
            for (int k = 0; k < K; k++)
            {
                y[t * row + k] += offset;
            }
        }

        float[] expected = new float[Steps * K], scores = [.. y], d = [.. y], p = new float[Steps * K];
        double product = 1, loss = 0;
        for (int t = 0; t < Steps; t++)
        {
            float score = scores[t * row];
            product *= global::RnnGen.Numerics.Softmax.Row(ref scores[t * row], K, ref expected[t * K], out double shift);
            loss += shift - score;
        }

        RowSoftmax.Normalize(ref y[0], row, ref p[0], K, Steps, wide: true);
        double scored = RowSoftmax.Score(ref d[0], row, K, ref (new int[Steps])[0], Steps, wide: true);

        Assert.Equal(expected, p);
        Assert.Equal(loss + VectorMath.Log(product), scored);
        for (int t = 0; t < Steps; t++)
        {
            Assert.Equal(expected[t * K] - 1, d[t * row]);
            Assert.Equal(expected[(t * K + 1)..((t + 1) * K)], d[(t * row + 1)..(t * row + K)]);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(20)]
    [InlineData(32)]
    [InlineData(40)]
    public void NaN_stays_in_its_row(int K)
    {
        (int row, float[] y, _) = Rows(K, 3);
        y[row + K - 1] = float.NaN;
        float[] p = new float[3 * K];

        RowSoftmax.Normalize(ref y[0], row, ref p[0], K, 3, wide: true);

        Assert.Equal(Enumerable.Range(0, 3 * K).Select(i => i / K == 1), p.Select(float.IsNaN));
    }

    /// <summary>Kernels on Vector&lt;T&gt; pad rows to a vector, and what lies between it and the end of 64 bytes does not count, on a processor with 512 bits either.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void Rows_need_no_padding_beyond_a_vector_where_kernels_are_not_wide(int K, int steps)
    {
        (int row, float[] y, double[] same) = Rows(K, steps);
        (float[] p, float[] expected) = (new float[steps * K], new float[steps * K]);
        (double[] sameP, double[] sameExpected) = (new double[steps * K], new double[steps * K]);
        RowSoftmax.Normalize(ref ((float[])y.Clone())[0], row, ref expected[0], K, steps, wide: true);
        RowSoftmax.Normalize(ref ((double[])same.Clone())[0], row, ref sameExpected[0], K, steps, wide: true);
        for (int t = 0; t < steps; t++)
        {
            y.AsSpan((t * row + Padded(K, Vector<float>.Count))..((t + 1) * row)).Fill(4f);
            same.AsSpan((t * row + Padded(K, Vector<double>.Count))..((t + 1) * row)).Fill(4.0);
        }

        (float[] d, double[] sameD) = ([.. y], [.. same]);
        RowSoftmax.Normalize(ref y[0], row, ref p[0], K, steps, wide: false);
        RowSoftmax.Normalize(ref same[0], row, ref sameP[0], K, steps, wide: false);
        RowSoftmax.Score(ref d[0], row, K, ref (new int[steps])[0], steps, wide: false);
        RowSoftmax.Score(ref sameD[0], row, K, ref (new int[steps])[0], steps, wide: false);

        Assert.Equal(expected, p);
        Assert.Equal(sameExpected, sameP);
        for (int t = 0; t < steps; t++)
        {
            Assert.Equal(expected[t * K] - 1, d[t * row]);
            Assert.Equal(expected[(t * K + 1)..((t + 1) * K)], d[(t * row + 1)..(t * row + K)]);
            Assert.Equal(sameExpected[t * K] - 1, sameD[t * row]);
            Assert.Equal(sameExpected[(t * K + 1)..((t + 1) * K)], sameD[(t * row + 1)..(t * row + K)]);
        }
    }

    /// <summary>The sums of equal scores are the largest; the product of those between two logarithms must not overflow.</summary>
    [Theory]
    [InlineData(16)]
    [InlineData(8191)]
    [InlineData(8192)]
    [InlineData(70_000)]
    public void Equal_scores_of_many_classes_and_steps_have_a_finite_loss(int K)
    {
        const int Steps = 200;
        int row = (K + 15) / 16 * 16;
        float[] y = new float[Steps * row];
        for (int t = 0; t < Steps; t++)
        {
            y.AsSpan(t * row + K, row - K).Fill(Padding);
        }

        double loss = RowSoftmax.Score(ref y[0], row, K, ref (new int[Steps])[0], Steps, wide: true);

        Assert.Equal(Steps * Math.Log(K), loss, 1e-5 * Steps);
    }

    private static (int Row, float[] Scores, double[] Same) Rows(int K, int steps)
    {
        int row = (K + 15) / 16 * 16;
        float[] y = new float[steps * row];
        y.AsSpan().Fill(Padding);
        for (int t = 0; t < steps; t++)
        {
            for (int k = 0; k < K; k++)
            {
                y[t * row + k] = (t * 31 + k * 17) % 29 * 0.3f - 4;
            }
        }

        return (row, y, [.. y.Select(score => (double)score)]);
    }

    private static int Padded(int K, int lanes) => (K + lanes - 1) / lanes * lanes;

    private static double[] Softmax(ReadOnlySpan<double> scores)
    {
        double[] e = [.. scores];
        double greatest = e.Max();
        e = [.. e.Select(score => Math.Exp(score - greatest))];
        double sum = e.Sum();
        return [.. e.Select(value => value / sum)];
    }
}
