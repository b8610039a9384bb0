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
    [InlineData(1, 9, 1)]
    [InlineData(16, 1, 16, 1)] // a copy
    [InlineData(16, 1, 16, 2)]
    public void MovesEveryElementAndNoOther(int rows, int columns, int targetRow, int sourceRow = 40) => Check(rows, columns, targetRow, sourceRow);

    /// <summary>Rows of the target one behind the other, of the source one behind the other, and both.</summary>
    [Fact]
    public void DenseRows()
    {
        foreach ((int rows, int columns) in from rows in Enumerable.Range(1, 21) from columns in Enumerable.Range(1, 21) select (rows, columns))
        {
            Check(rows, columns, rows, 40);
            Check(rows, columns, rows + 3, columns);
            Check(rows, columns, rows, columns);
        }
    }

    private static void Check(int rows, int columns, int targetRow, int sourceRow)
    {
        // Nothing behind the last row is the source's, or the target's.
        float[] source = Enumerable.Range(0, (rows - 1) * sourceRow + columns).Select(i => (float)i).ToArray();
        float[] target = new float[(columns - 1) * targetRow + rows + 4];
        double[] wideTarget = new double[target.Length];

        Transposition.Run(ref source[0], sourceRow, ref target[0], targetRow, rows, columns);
        double[] wide = Array.ConvertAll(source, value => (double)value);
        Transposition.Run(ref wide[0], sourceRow, ref wideTarget[0], targetRow, rows, columns);

        for (int i = 0; i < target.Length; i++)
        {
            (int j, int row) = (i / targetRow, i % targetRow);
            float expected = j < columns && row < rows ? source[row * sourceRow + j] : 0f;
            Assert.True(expected == target[i] && expected == wideTarget[i], $"{rows}×{columns}, rows {sourceRow} and {targetRow} apart, at {i}: {target[i]}, {wideTarget[i]}");
        }
    }
}
