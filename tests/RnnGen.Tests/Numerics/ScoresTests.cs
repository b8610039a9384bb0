using System.Numerics;
using System.Runtime.Intrinsics;
using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

/// <summary>Softmax of a step's scores in one vector, the processor's own and one of 512 bits. Without AVX-512 the runtime makes that of halves.</summary>
public class ScoresTests
{
    /// <summary>Scores whose powers of two are near 0, on both sides of where they no longer are, and beyond ±256, alone and mixed.</summary>
    public static TheoryData<double, double> Ranges => new()
    {
        { -4, 4 }, { 0, 0 }, { -34, 34 }, { -36, 36 }, { -22.6, -21.7 }, { 21.4, 22.6 }, { -34.9, -34.3 }, { 34.3, 34.9 }, { -90, 3 }, { -80, 80 }, { 100, 101 }, { 200, 210 }, { -300, 0 }, { 5e3, 6e3 }, { -1e6, 1e6 },
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Float_has_the_bits_of_softmax_over_memory(double least, double most)
    {
        for (int K = 1; K <= 16; K++)
        {
            float[] y = [.. Scores(K, 16, least, most).Select(score => (float)score)], p = new float[K], expected = new float[K];
            float[] usual = [.. p];
            VectorMath.Store(VectorMath.Softmax(Vector512.Create(y), K), ref p[0], K);
            if (K <= Vector<float>.Count)
            {
                VectorMath.Store(VectorMath.Softmax(new Vector<float>(y), K), ref usual[0], K);
            }

            Softmax.Row(ref y[0], K, ref expected[0], out _);
            Assert.Equal(expected, p);
            Assert.Equal(K <= Vector<float>.Count ? expected : new float[K], usual);
        }
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Double_has_the_bits_of_softmax_over_memory(double least, double most)
    {
        for (int K = 1; K <= 8; K++)
        {
            double[] y = Scores(K, 8, least, most), p = new double[K], expected = new double[K];
            double[] usual = [.. p];
            VectorMath.Store(VectorMath.Softmax(Vector512.Create(y), K), ref p[0], K);
            if (K <= Vector<double>.Count)
            {
                VectorMath.Store(VectorMath.Softmax(new Vector<double>(y), K), ref usual[0], K);
            }

            Softmax.Row(ref y[0], K, ref expected[0], out _);
            Assert.Equal(expected, p);
            Assert.Equal(K <= Vector<double>.Count ? expected : new double[K], usual);
        }
    }

    [Fact]
    public void NaN_in_any_score_is_NaN_in_every_probability()
    {
        for (int K = 1; K <= 16; K++)
        {
            double[] y = Scores(K, 16, -4, 4);
            y[K / 2] = double.NaN;
            float[] p = new float[K];
            VectorMath.Store(VectorMath.Softmax(Vector512.Create([.. y.Select(score => (float)score)]), K), ref p[0], K);
            Assert.All(p, value => Assert.True(float.IsNaN(value)));
            if (K <= Vector<float>.Count)
            {
                p.AsSpan().Clear();
                VectorMath.Store(VectorMath.Softmax(new Vector<float>([.. y.Select(score => (float)score)]), K), ref p[0], K);
                Assert.All(p, value => Assert.True(float.IsNaN(value)));
            }
        }
    }

    [Fact]
    public void Store_writes_the_first_lanes_and_no_others()
    {
        float[] lanes = [.. Enumerable.Range(1, 16).Select(i => (float)i)], place = new float[18];
        double[] same = [.. Enumerable.Range(1, 8).Select(i => (double)i)], there = new double[10];
        for (int K = 1; K <= 16; K++)
        {
            place.AsSpan().Fill(-1f);
            VectorMath.Store(Vector512.Create(lanes), ref place[1], K);
            Assert.Equal([-1f, .. lanes[..K], .. Enumerable.Repeat(-1f, 17 - K)], place);
            if (K <= Vector<float>.Count)
            {
                place.AsSpan().Fill(-1f);
                VectorMath.Store(new Vector<float>(lanes), ref place[1], K);
                Assert.Equal([-1f, .. lanes[..K], .. Enumerable.Repeat(-1f, 17 - K)], place);
            }
        }

        for (int K = 1; K <= 8; K++)
        {
            there.AsSpan().Fill(-1.0);
            VectorMath.Store(Vector512.Create(same), ref there[1], K);
            Assert.Equal([-1.0, .. same[..K], .. Enumerable.Repeat(-1.0, 9 - K)], there);
            if (K <= Vector<double>.Count)
            {
                there.AsSpan().Fill(-1.0);
                VectorMath.Store(new Vector<double>(same), ref there[1], K);
                Assert.Equal([-1.0, .. same[..K], .. Enumerable.Repeat(-1.0, 9 - K)], there);
            }
        }
    }

    /// <summary>K scores from the least to the greatest, and padding as kernels have it.</summary>
    private static double[] Scores(int K, int lanes, double least, double most) =>
        [.. Enumerable.Range(0, lanes).Select(k => k >= K ? -1e30 : least + (most - least) * (k * 7 % K) / Math.Max(1, K - 1))];
}
