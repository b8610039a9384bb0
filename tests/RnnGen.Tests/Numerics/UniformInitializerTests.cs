using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

public class UniformInitializerTests
{
    // Computed in Python from the definition of SplitMix64, whose first output for seed 0 is 0xE220A8397B1DCDAF.
    [Theory]
    [InlineData(0, 1, 0.7666216164272854, -0.13694400590297995, -0.9471324568148044)]
    [InlineData(1, 64, 0.01664039379307025, 0.06144543931567531, 0.11775068839669905)]
    [InlineData(-1, 7, -0.03634271262174434, -0.09116614517228287, 0.32567587781891505)]
    [InlineData(int.MaxValue, 3, -0.1354184240860988, -0.5345975550218098, -0.12081794531345771)]
    public void GivesTheCommittedNumbers(int seed, int hidden, double first, double second, double third)
    {
        var initializer = new UniformInitializer(seed, hidden);
        Assert.Equal([first, second, third], [initializer.Next(), initializer.Next(), initializer.Next()]);
    }

    [Fact]
    public void StaysWithinTheBoundAndFillsIt()
    {
        const int hidden = 16;
        var initializer = new UniformInitializer(seed: 3, hidden);
        double least = 0, greatest = 0, sum = 0, squares = 0;
        const int draws = 100_000;
        for (int i = 0; i < draws; i++)
        {
            double value = initializer.Next();
            least = Math.Min(least, value);
            greatest = Math.Max(greatest, value);
            sum += value;
            squares += value * value;
        }

        Assert.InRange(least, -0.25, -0.2499);
        Assert.InRange(greatest, 0.2499, 0.25);

        // Mean 0 and variance bound²/3; the margins are five standard deviations of the two estimates.
        Assert.InRange(sum / draws, -0.0023, 0.0023);
        Assert.InRange(squares / draws, 0.0625 / 3 - 0.0003, 0.0625 / 3 + 0.0003);
    }

    [Fact]
    public void FillsAMatrixRowAfterRowWhateverItsLayout()
    {
        var byRow = new float[6];
        var byColumn = new float[6];
        var rows = new UniformInitializer(5, 4);
        rows.Fill(new MatrixView<float>(byRow, 2, 3, rowStride: 3, columnStride: 1));
        var columns = new UniformInitializer(5, 4);
        var view = new MatrixView<float>(byColumn, 2, 3, rowStride: 1, columnStride: 2);
        columns.Fill(view);

        var expected = new UniformInitializer(5, 4);
        foreach (float value in byRow)
        {
            Assert.Equal((float)expected.Next(), value);
        }

        Assert.Equal(byRow, view.ToArray());
        Assert.NotEqual(byRow, byColumn);
    }

    [Fact]
    public void FillsEveryKindOfTargetFromOneSequence()
    {
        var vector = new double[3];
        var matrix = new double[2];
        var rounded = new float[2];
        var initializer = new UniformInitializer(6, 2);
        initializer.Fill(vector.AsSpan());
        initializer.Fill(new MatrixView<double>(matrix, 1, 2, rowStride: 2, columnStride: 1));
        initializer.Fill(rounded.AsSpan());

        var expected = new UniformInitializer(6, 2);
        double[] sequence = [.. Enumerable.Range(0, 7).Select(_ => expected.Next())];
        Assert.Equal(sequence[..5], vector.Concat(matrix));
        Assert.Equal([(float)sequence[5], (float)sequence[6]], rounded);
    }
}
