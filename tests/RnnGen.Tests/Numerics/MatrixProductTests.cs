using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

/// <summary>Products of every shape of tile and rest, with sums from zero, from one row, and from what stands there.</summary>
public class MatrixProductTests
{
    public static TheoryData<int, int, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<int, int, int>();
            foreach (int rows in (int[])[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 53])
            {
                foreach (int columns in (int[])[1, 8, 16, 17, 33, 48, 64, 65, 80, 113])
                {
                    foreach (int depth in (int[])[1, 2, 3, 4, 5, 6, 127, 128, 129, 300])
                    {
                        sizes.Add(rows, columns, depth);
                    }
                }
            }

            // Every way to cover rows with the tiles of a single vector, also where none may be computed twice.
            for (int rows = 13; rows <= 45; rows++)
            {
                sizes.Add(rows, 16, 5);
                sizes.Add(rows, 16, 129);
            }

            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Product_is_that_of_plain_loops(int rows, int columns, int depth)
    {
        int length = (columns + 15) / 16 * 16;
        float[] a = Numbers(rows * depth, 1), b = Numbers(depth * length, 2), start = Numbers(rows * length, 3);
        foreach (bool transposed in (bool[])[false, true])
        {
            (nint aRow, nint aColumn) = transposed ? (1, rows) : (depth, 1);
            float[] fromZero = Plain((_, _) => 0), fromRow = Plain((_, i) => start[i]), fromItself = Plain((r, i) => start[r * length + i]);
            float[] c = new float[rows * length];
            MatrixProduct.Run(ref a[0], aRow, aColumn, ref b[0], length, ref System.Runtime.CompilerServices.Unsafe.NullRef<float>(), 0, ref c[0], length, rows, columns, depth);
            AssertClose(fromZero, c);
            MatrixProduct.Run(ref a[0], aRow, aColumn, ref b[0], length, ref start[0], 0, ref c[0], length, rows, columns, depth);
            AssertClose(fromRow, c);
            start.CopyTo(c, 0);
            MatrixProduct.Run(ref a[0], aRow, aColumn, ref b[0], length, ref c[0], length, ref c[0], length, rows, columns, depth);
            AssertClose(fromItself, c);

            float[] Plain(Func<int, int, double> from)
            {
                var result = new float[rows * length];
                for (int r = 0; r < rows; r++)
                {
                    for (int i = 0; i < columns; i++)
                    {
                        double sum = from(r, i);
                        for (int k = 0; k < depth; k++)
                        {
                            sum += (double)a[r * (int)aRow + k * (int)aColumn] * b[k * length + i];
                        }

                        result[r * length + i] = (float)sum;
                    }
                }

                return result;
            }
        }

        void AssertClose(float[] expected, float[] actual)
        {
            // depth + 1 roundings of sums that are below depth + 1, for factors below 1.
            double bound = (depth + 1.0) * (depth + 1) * Math.Pow(2, -24);
            for (int r = 0; r < rows; r++)
            {
                for (int i = 0; i < columns; i++)
                {
                    Assert.InRange(actual[r * length + i], expected[r * length + i] - bound, expected[r * length + i] + bound);
                }
            }
        }
    }

    public static TheoryData<int, int, int, int> Steps
    {
        get
        {
            var steps = new TheoryData<int, int, int, int>();
            foreach (int rows in (int[])[1, 6, 8, 16, 27])
            {
                foreach (int columns in (int[])[5, 16, 32, 80])
                {
                    foreach (int depth in (int[])[0, 1, 4, 7])
                    {
                        foreach (int chains in (int[])[1, 2, 4])
                        {
                            steps.Add(rows, columns, depth, chains);
                        }
                    }
                }
            }

            return steps;
        }
    }

    /// <summary>tanh of two products, and what comes back through it.</summary>
    [Theory]
    [MemberData(nameof(Steps))]
    public void Steps_are_those_of_plain_loops(int rows, int columns, int depth, int chains)
    {
        const int First = 9;
        int length = (columns + 15) / 16 * 16;
        float[] a1 = Numbers(rows * First, 1), b1 = Numbers(First * length, 2), a2 = Numbers(rows * 8, 3), b2 = Numbers(8 * length, 4), start = Numbers(length, 5);
        float[] h = new float[rows * length], e = new float[rows * length];
        MatrixProduct.Tanh(new(ref a1[0], First, 1, ref b1[0], length, First), new(ref a2[0], 8, 1, ref b2[0], length, depth), ref start[0], 0, ref h[0], length, rows, columns, chains);
        MatrixProduct.ThroughTanh(new(ref a1[0], First, 1, ref b1[0], length, First), new(ref a2[0], 8, 1, ref b2[0], length, depth), ref h[0], ref e[0], length, rows, columns);
        for (int r = 0; r < rows; r++)
        {
            for (int i = 0; i < columns; i++)
            {
                double sum = 0;
                for (int k = 0; k < First; k++)
                {
                    sum += (double)a1[r * First + k] * b1[k * length + i];
                }

                for (int k = 0; k < depth; k++)
                {
                    sum += (double)a2[r * 8 + k] * b2[k * length + i];
                }

                Assert.Equal(Math.Tanh(sum + start[i]), h[r * length + i], 5e-6);
                Assert.Equal((1 - (double)h[r * length + i] * h[r * length + i]) * sum, e[r * length + i], 5e-6);
            }
        }
    }

    /// <summary>Strips of packed factors hold the same numbers, so that nothing else changes.</summary>
    [Theory]
    [MemberData(nameof(Steps))]
    public void Steps_with_packed_factors_are_the_same(int rows, int columns, int depth, int chains)
    {
        const int First = 9;
        int length = (columns + 15) / 16 * 16;
        float[] a1 = Numbers(rows * First, 1), b1 = Numbers(First * length, 2), a2 = Numbers(rows * 8, 3), b2 = Numbers(8 * length, 4), start = Numbers(length, 5);
        float[] packed1 = new float[First * length], packed2 = new float[8 * length];
        MatrixProduct.Pack(ref b1[0], length, ref packed1[0], First, columns);
        MatrixProduct.Pack(ref b2[0], length, ref packed2[0], depth, columns);
        Product<float> first = new(ref a1[0], First, 1, ref b1[0], length, First), second = new(ref a2[0], 8, 1, ref b2[0], length, depth);
        Product<float> firstPacked = new(ref a1[0], First, 1, ref packed1[0], First), secondPacked = new(ref a2[0], 8, 1, ref packed2[0], depth);

        float[] h = new float[rows * length], fromPacked = new float[rows * length];
        MatrixProduct.Tanh(first, second, ref start[0], 0, ref h[0], length, rows, columns, chains);
        MatrixProduct.Tanh(firstPacked, secondPacked, ref start[0], 0, ref fromPacked[0], length, rows, columns, chains);
        Assert.Equal(h, fromPacked);

        float[] e = new float[rows * length], eFromPacked = new float[rows * length];
        MatrixProduct.ThroughTanh(first, second, ref h[0], ref e[0], length, rows, columns);
        MatrixProduct.ThroughTanh(firstPacked, secondPacked, ref h[0], ref eFromPacked[0], length, rows, columns);
        Assert.Equal(e, eFromPacked);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(7, 16)]
    [InlineData(33, 40)]
    [InlineData(4, 32)]
    [InlineData(6, 49)]
    [InlineData(18, 100)]
    public void Columns_are_summed(int rows, int columns)
    {
        int length = (columns + 15) / 16 * 16;
        float[] a = Numbers(rows * length, 1), sums = new float[length];
        ColumnSums.Run(ref a[0], length, rows, ref sums[0], columns);
        for (int i = 0; i < columns; i++)
        {
            Assert.Equal(Enumerable.Range(0, rows).Sum(r => (double)a[r * length + i]), sums[i], 1e-5);
        }

        float[] twice = [.. sums];
        ColumnSums.Run(ref a[0], length, rows, ref twice[0], columns, more: true);
        Assert.Equal(sums.Select(sum => 2 * sum), twice);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 16)]
    [InlineData(3, 17)]
    [InlineData(12, 130)]
    public void Rows_are_summed(int rows, int columns)
    {
        int length = (columns + 15) / 16 * 16;
        float[] numbers = Numbers(rows * length, 1), a = [.. numbers.Select((number, i) => i % length < columns ? number : 0)], sums = new float[rows + 1];
        RowSums.Run(ref a[0], length, rows, columns, ref sums[0]);
        double[] a2 = [.. a.Select(number => (double)number)], sums2 = new double[rows + 1];
        RowSums.Run(ref a2[0], length, rows, columns, ref sums2[0]);
        for (int r = 0; r < rows; r++)
        {
            double exact = a2[(r * length)..((r + 1) * length)].Sum();
            Assert.Equal(exact, sums[r], 1e-5);
            Assert.Equal(exact, sums2[r], 1e-13);
        }

        Assert.Equal(0, sums[rows] + sums2[rows]);
    }

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];
    }
}
