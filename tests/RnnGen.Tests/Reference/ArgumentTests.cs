using RnnGen.Reference;

namespace RnnGen.Tests.Reference;

/// <summary>Wrong arguments are refused with a message that names the argument, what was given and what is wanted.</summary>
public class ArgumentTests
{
    private const int N = 3, H = 4, K = 2;

    [Theory]
    [InlineData(0, 1, 2, "N", "at least 1")]
    [InlineData(-1, 1, 2, "N", "at least 1")]
    [InlineData(1, 0, 2, "H", "at least 1")]
    [InlineData(1, 1, 1, "K", "at least 2")]
    public void Sizes(int n, int h, int k, string name, string wanted)
    {
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => new ElmanReference<double>(n, h, k));
        Assert.Equal(name, thrown.ParamName);
        Assert.Contains(wanted, thrown.Message);
        Assert.Throws<ArgumentOutOfRangeException>(name, () => new ElmanReference<float>(n, h, k, seed: 1));
    }

    [Theory]
    [InlineData(N - 1, K, "x", "holds 2", "= 3")]
    [InlineData(2 * N, K, "x", "holds 6", "= 3")]
    [InlineData(N, K - 1, "p", "holds 1", "= 2")]
    [InlineData(N, K + 1, "p", "holds 3", "= 2")]
    public void Step(int xLength, int pLength, string name, string given, string wanted)
    {
        var network = new ElmanReference<double>(N, H, K, seed: 1);
        AssertNames(Assert.Throws<ArgumentException>(() => network.Step(new double[xLength], new double[pLength])), name, given, wanted);
        Assert.Equal(new double[H], network.Hidden);
    }

    [Theory]
    [InlineData(0, 0, "x", "holds 0", "N = 3")]
    [InlineData(2 * N + 1, 2 * K, "x", "holds 7", "N = 3")]
    [InlineData(2 * N, K, "p", "holds 2", "2 steps × K = 4")]
    [InlineData(2 * N, 3 * K, "p", "holds 6", "2 steps × K = 4")]
    public void Forward(int xLength, int pLength, string name, string given, string wanted)
    {
        var network = new ElmanReference<double>(N, H, K, seed: 1);
        AssertNames(Assert.Throws<ArgumentException>(() => network.Forward(new double[xLength], new double[pLength])), name, given, wanted);
        Assert.Equal(new double[H], network.Hidden);
    }

    [Theory]
    [InlineData(0, 0, "labels", "holds 0", "one or more steps")]
    [InlineData(N, 0, "labels", "holds 0", "one or more steps")]
    [InlineData(N, 2, "x", "holds 3", "2 labels × N = 6")]
    [InlineData(3 * N, 2, "x", "holds 9", "2 labels × N = 6")]
    public void Lengths_of_a_sequence(int xLength, int labelCount, string name, string given, string wanted)
    {
        var network = new ElmanReference<double>(N, H, K, seed: 1);
        AssertNames(Assert.Throws<ArgumentException>(() => network.Backward(new double[xLength], new int[labelCount])), name, given, wanted);
        AssertNames(Assert.Throws<ArgumentException>(() => network.Train(new double[xLength], new int[labelCount], 1)), name, given, wanted);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(K)]
    public void Labels(int label)
    {
        var network = new ElmanReference<double>(N, H, K, seed: 1);
        double[] before = network.Wy.RowMajor().ToArray();
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => network.Train(new double[2 * N], [0, label], 1));
        AssertNames(thrown, "labels", "labels[1]", "K - 1 = 1", $"{label} was given");
        Assert.Equal(before, network.Wy.RowMajor().ToArray());
        Assert.Equal(0, network.Trace.Steps);
    }

    [Fact]
    public void A_parameter_that_is_none_of_the_six()
    {
        var parameters = new ElmanParameters<double>(N, H, K);
        Assert.Throws<ArgumentOutOfRangeException>("parameter", () => parameters[(ElmanParameter)6].Length);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void A_row_outside_the_matrix(int row)
    {
        Assert.Throws<ArgumentOutOfRangeException>("row", () => new double[2, 3].Row(row).Length);
    }

    private static void AssertNames(ArgumentException thrown, string name, params string[] parts)
    {
        Assert.Equal(name, thrown.ParamName);
        Assert.All(parts, part => Assert.Contains(part, thrown.Message));
    }
}
