using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

/// <summary>Labels are looked at and moved vector by vector; every lane counts.</summary>
public class LabelTests
{
    private const int K = 5, Steps = 41;

    [Fact]
    public void A_label_out_of_range_is_found_wherever_it_stands()
    {
        foreach (int label in (int[])[-1, K, int.MinValue, int.MaxValue])
        {
            for (int t = 0; t < Steps; t++)
            {
                int[] labels = [.. Enumerable.Range(0, Steps).Select(s => s % K)];
                Assert.Equal(Steps, Check.Window(Steps, 1, labels, K, Steps));
                labels[t] = label;
                var thrown = Assert.Throws<ArgumentOutOfRangeException>("labels", () => Check.Window(Steps, 1, labels, K, Steps));
                Assert.Equal(label, thrown.ActualValue);
                Assert.Contains($"labels[{t}]", thrown.Message);
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 3, 16)]
    [InlineData(9, 5, 16)]
    [InlineData(17, 7, 24)]
    [InlineData(32, 32, 32)]
    public void Labels_of_a_mini_batch_go_step_after_step(int sequences, int steps, int row)
    {
        int[] labels = [.. Enumerable.Range(0, sequences * steps).Select(i => i % 7)];
        var single = new float[steps * row];
        var paired = new double[steps * row];
        TimeMajor.Labels(labels, single, sequences, steps, row);
        TimeMajor.Labels(labels, paired, sequences, steps, row);
        for (int t = 0; t < steps; t++)
        {
            for (int s = 0; s < row; s++)
            {
                int expected = s < sequences ? labels[s * steps + t] : -1;
                Assert.Equal(expected, single[t * row + s]);
                Assert.Equal(expected, paired[t * row + s]);
            }
        }
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(32, 28)]
    [InlineData(19, 16)]
    [InlineData(17, 33)]
    [InlineData(1, 9)]
    [InlineData(9, 1)]
    public void Labels_that_stay_labels_keep_their_bits(int sequences, int steps)
    {
        int[] source = [.. Enumerable.Range(0, sequences * steps).Select(i => i - 3)], target = new int[sequences * steps + 16];
        TimeMajor.Labels(source, target, sequences, steps);
        Assert.Equal(from t in Enumerable.Range(0, steps) from s in Enumerable.Range(0, sequences) select source[s * steps + t], target[..source.Length]);
        Assert.All(target[source.Length..], number => Assert.Equal(0, number));
    }

    [Fact]
    public void Room_for_the_labels_of_a_mini_batch_is_checked()
    {
        Assert.ThrowsAny<ArgumentException>(() => TimeMajor.Labels(new int[11], new int[12], 3, 4));
        Assert.ThrowsAny<ArgumentException>(() => TimeMajor.Labels(new int[12], new int[11], 3, 4));
        Assert.ThrowsAny<ArgumentException>(() => TimeMajor.Labels(new int[11], new float[16], 3, 4, 4));
        Assert.ThrowsAny<ArgumentException>(() => TimeMajor.Labels(new int[12], new float[15], 3, 4, 4));
        Assert.ThrowsAny<ArgumentException>(() => TimeMajor.Labels(new int[11], new double[16], 3, 4, 4));
        Assert.ThrowsAny<ArgumentException>(() => TimeMajor.Labels(new int[12], new double[11], 3, 4, 4));
    }
}
