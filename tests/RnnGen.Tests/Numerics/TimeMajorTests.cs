using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

/// <summary>A mini-batch is put in the order of its steps, each of them a row for every sequence.</summary>
public class TimeMajorTests
{
    /// <summary>Rows shorter than a vector, as long, a little longer, and long; and few of them, where a vector would reach over the end.</summary>
    public static TheoryData<int, int, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<int, int, int>();
            foreach (int length in (int[])[1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 28, 33])
            {
                foreach (int sequences in (int[])[1, 2, 5, 32])
                {
                    foreach (int steps in (int[])[1, 2, 9])
                    {
                        sizes.Add(sequences, steps, length);
                    }
                }
            }

            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_number_arrives_and_nothing_else_is_touched(int sequences, int steps, int length)
    {
        double[] x = [.. Enumerable.Range(1, sequences * steps * length)], target2 = [.. new double[x.Length], -7];
        float[] x1 = Array.ConvertAll(x, number => (float)number), target1 = [.. new float[x.Length], -7];
        TimeMajor.Inputs(x1, target1.AsSpan(0, x.Length), sequences, steps, length);
        TimeMajor.Inputs(x, target2.AsSpan(0, x.Length), sequences, steps, length);
        double[] expected = [.. from t in Enumerable.Range(0, steps) from s in Enumerable.Range(0, sequences) from n in Enumerable.Range(0, length) select x[(s * steps + t) * length + n], -7];
        Assert.Equal(expected, Array.ConvertAll(target1, number => (double)number));
        Assert.Equal(expected, target2);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void An_infinity_becomes_finite_wherever_it_stands(int sequences, int steps, int length)
    {
        int count = sequences * steps * length;
        var random = new Random(count);
        foreach (int place in (int[])[0, count - 1, random.Next(count), random.Next(count)])
        {
            float[] x1 = new float[count], target1 = new float[count];
            double[] x2 = new double[count], target2 = new double[count];
            Array.Fill(x1, float.NaN);
            Array.Fill(x2, double.NaN);
            (x1[place], x2[place]) = (float.NegativeInfinity, double.PositiveInfinity);
            TimeMajor.Inputs(x1, target1, sequences, steps, length);
            TimeMajor.Inputs(x2, target2, sequences, steps, length);
            int n = place % length, t = place / length % steps, s = place / length / steps;
            Assert.Equal(-MathF.Pow(2, 100), target1[(t * sequences + s) * length + n]);
            Assert.Equal(Math.Pow(2, 1000), target2[(t * sequences + s) * length + n]);
            Assert.Equal(count - 1, target1.Count(float.IsNaN));
            Assert.Equal(count - 1, target2.Count(double.IsNaN));
        }
    }

    [Fact]
    public void Room_is_checked()
    {
        Assert.ThrowsAny<ArgumentException>(() => TimeMajor.Inputs(new float[23], new float[24], 3, 4, 2));
        Assert.ThrowsAny<ArgumentException>(() => TimeMajor.Inputs(new float[24], new float[23], 3, 4, 2));
        Assert.ThrowsAny<ArgumentException>(() => TimeMajor.Inputs(new float[12], new float[11], 3, 4, 1));
        Assert.ThrowsAny<ArgumentException>(() => TimeMajor.Inputs(new double[23], new double[24], 3, 4, 2));
        Assert.ThrowsAny<ArgumentException>(() => TimeMajor.Inputs(new double[24], new double[23], 3, 4, 2));
    }
}
