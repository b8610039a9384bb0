using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

/// <summary>Transposition in blocks, with whatever is left over at the edges.</summary>
public sealed class TranspositionTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(4, 4)]
    [InlineData(8, 3)]
    [InlineData(17, 9)]
    [InlineData(33, 16)]
    public void MovesEveryElementAndNoOther(int rows, int columns)
    {
        const int SourceRow = 40, TargetRow = 48;
        float[] source = Enumerable.Range(0, rows * SourceRow).Select(i => (float)i).ToArray();
        float[] target = new float[columns * TargetRow];
        double[] wideTarget = new double[columns * TargetRow];

        Transposition.Run(ref source[0], SourceRow, ref target[0], TargetRow, rows, columns);
        double[] wide = Array.ConvertAll(source, value => (double)value);
        Transposition.Run(ref wide[0], SourceRow, ref wideTarget[0], TargetRow, rows, columns);

        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < TargetRow; i++)
            {
                float expected = i < rows ? source[i * SourceRow + j] : 0f;
                Assert.Equal(expected, target[j * TargetRow + i]);
                Assert.Equal(expected, wideTarget[j * TargetRow + i]);
            }
        }
    }
}
