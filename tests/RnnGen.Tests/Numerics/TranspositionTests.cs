using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

/// <summary>Transposition in blocks, with whatever is left over at the edges.</summary>
public sealed class TranspositionTests
{
    [Theory]
    [InlineData(1, 1, 48)]
    [InlineData(3, 5, 48)]
    [InlineData(4, 4, 48)]
    [InlineData(8, 3, 48)]
    [InlineData(17, 9, 48)]
    [InlineData(33, 16, 48)]
    [InlineData(12, 20, 48)]
    [InlineData(31, 39, 48)] // bands of 16, 8 and 4 rows, and 3 more
    [InlineData(2, 11, 2)] // pairs
    [InlineData(2, 11, 3)]
    [InlineData(5, 9, 5)]
    public void MovesEveryElementAndNoOther(int rows, int columns, int targetRow)
    {
        const int SourceRow = 40;
        float[] source = Enumerable.Range(0, rows * SourceRow).Select(i => (float)i).ToArray();
        float[] target = new float[columns * targetRow];
        double[] wideTarget = new double[columns * targetRow];

        Transposition.Run(ref source[0], SourceRow, ref target[0], targetRow, rows, columns);
        double[] wide = Array.ConvertAll(source, value => (double)value);
        Transposition.Run(ref wide[0], SourceRow, ref wideTarget[0], targetRow, rows, columns);

        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < targetRow; i++)
            {
                float expected = i < rows ? source[i * SourceRow + j] : 0f;
                Assert.Equal(expected, target[j * targetRow + i]);
                Assert.Equal(expected, wideTarget[j * targetRow + i]);
            }
        }
    }
}
