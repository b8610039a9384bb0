namespace RnnGen.Tests;

public class MatrixViewTests
{
    [Fact]
    public void AddressesByBothStrides()
    {
        // Two rows of three in a layout with gaps: columns next to each other two apart, rows ten apart.
        float[] memory = [.. Enumerable.Range(0, 15).Select(i => (float)i)];
        var view = new MatrixView<float>(memory, rows: 2, columns: 3, rowStride: 10, columnStride: 2);
        Assert.Equal(2, view.Rows);
        Assert.Equal(3, view.Columns);
        Assert.Equal(4, view[0, 2]);
        Assert.Equal(12, view[1, 1]);
        Assert.Equal([0f, 2, 4, 10, 12, 14], view.ToArray());
    }

    [Fact]
    public void WritesThroughAndLeavesTheGapsAlone()
    {
        var memory = new double[7];
        var view = new MatrixView<double>(memory, rows: 2, columns: 2, rowStride: 1, columnStride: 4);
        view[1, 0] = 8;
        Assert.Equal(8, memory[1]);
        view.CopyFrom([1, 2, 3, 4]);
        Assert.Equal([1, 3, 0, 0, 2, 4, 0], memory);

        var copied = new double[4];
        view.CopyTo(copied);
        Assert.Equal([1, 2, 3, 4], copied);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(2, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 3)]
    [InlineData(int.MinValue, int.MaxValue)]
    public void RefusesAnIndexOutsideTheMatrix(int i, int j)
    {
        var thrown = Assert.Throws<IndexOutOfRangeException>(() =>
        {
            // The memory goes on beyond the matrix on every side, so nothing but the check can refuse.
            var view = new MatrixView<float>(new float[100].AsSpan(50), rows: 2, columns: 3, rowStride: 3, columnStride: 1);
            return view[i, j];
        });
        Assert.Equal($"[{i}, {j}] is outside the matrix, which is 2 by 3.", thrown.Message);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(7)]
    public void RefusesACopyOfTheWrongLengthAndWritesNothing(int length)
    {
        var memory = new float[6];
        float[] given = [.. Enumerable.Repeat(9f, length)];
        var from = Assert.Throws<ArgumentException>(() => new MatrixView<float>(memory, 2, 3, 3, 1).CopyFrom(given));
        Assert.Equal("rowMajor", from.ParamName);
        Assert.StartsWith($"The matrix is 2 by 3: rowMajor must hold 6 elements; it holds {length}.", from.Message);
        Assert.Equal(new float[6], memory);

        var to = Assert.Throws<ArgumentException>(() => new MatrixView<float>(memory, 2, 3, 3, 1).CopyTo(given));
        Assert.Equal("rowMajor", to.ParamName);
        Assert.All(given, value => Assert.Equal(9f, value));
    }

    [Theory]
    [InlineData(0, 3, 3, 1, "rows")]
    [InlineData(2, 0, 3, 1, "columns")]
    [InlineData(2, 3, 0, 1, "rowStride")]
    [InlineData(2, 3, 3, -1, "columnStride")]
    public void RefusesSizesAndStridesBelowOne(int rows, int columns, int rowStride, int columnStride, string name)
    {
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(
            () => { _ = new MatrixView<float>(new float[6], rows, columns, rowStride, columnStride); });
        Assert.Equal(name, thrown.ParamName);
    }

    [Fact]
    public void WantsMemoryUpToTheLastElementAndNoFurther()
    {
        _ = new MatrixView<float>(new float[15], 2, 3, 10, 2);
        var thrown = Assert.Throws<ArgumentException>(() => { _ = new MatrixView<float>(new float[14], 2, 3, 10, 2); });
        Assert.Equal("memory", thrown.ParamName);
        Assert.StartsWith("A 2 by 3 view with these strides needs 15 elements; the memory holds 14.", thrown.Message);

        // The size wanted is beyond an int here and must not wrap round.
        thrown = Assert.Throws<ArgumentException>(() => { _ = new MatrixView<float>(new float[14], 65536, 2, 65536, 1); });
        Assert.Contains("needs 4294901762 elements", thrown.Message);
    }
}
