using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

/// <summary>Inputs of a mini-batch go across the lanes, with and without room to do it in whole blocks.</summary>
public class BatchInputTests
{
    [Theory]
    [InlineData(16, 1, 1)]
    [InlineData(32, 9, 1)]
    [InlineData(32, 16, 2)]
    [InlineData(17, 7, 2)]
    [InlineData(31, 5, 3)]
    [InlineData(32, 6, 4)]
    [InlineData(20, 3, 7)]
    [InlineData(32, 2, 33)]
    public void Every_number_arrives(int sequences, int steps, int length)
    {
        const int Step = 32, Between = 16, Before = -7;
        int row = steps * Step + Between;
        double[] x = [.. Enumerable.Range(1, sequences * steps * length)];
        float[] single = Array.ConvertAll(x, number => (float)number);
        foreach (int room in (int[])[0, steps * length * Step - 1, steps * length * Step])
        {
            var target = new float[length * row];
            var paired = new double[length * row];
            float[] spare = new float[room];
            Array.Fill(target, Before);
            Array.Fill(paired, Before);
            Array.Fill(spare, float.NaN);
            TimeMajor.Inputs(single, target, spare, sequences, steps, length, row, Step);
            TimeMajor.Inputs(x, paired, [], sequences, steps, length, row, Step);
            for (int i = 0; i < target.Length; i++)
            {
                (int n, int t, int s) = (i / row, i % row / Step, i % row % Step);
                if (t < steps && s < sequences)
                {
                    double expected = x[((s * steps) + t) * length + n];
                    Assert.Equal(expected, target[i]);
                    Assert.Equal(expected, paired[i]);
                }
                else
                {
                    Assert.True(target[i] is Before || (target[i] is 0f && t < steps), $"between steps, at {i}: {target[i]}");
                    Assert.Equal(Before, paired[i]);
                }
            }
        }
    }

    [Fact]
    public void Room_is_checked()
    {
        Assert.ThrowsAny<ArgumentException>(() => TimeMajor.Inputs(new float[23], new float[80], [], 3, 4, 2, 48, 16));
        Assert.ThrowsAny<ArgumentException>(() => TimeMajor.Inputs(new float[24], new float[111], [], 3, 4, 2, 48, 16));
        Assert.ThrowsAny<ArgumentException>(() => TimeMajor.Inputs(new double[23], new double[112], [], 3, 4, 2, 48, 16));
        Assert.ThrowsAny<ArgumentException>(() => TimeMajor.Inputs(new double[24], new double[111], [], 3, 4, 2, 48, 16));
    }
}
