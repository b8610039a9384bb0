using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

/// <summary>Rows by rows: in every shape of tile a sum runs down the sixteen lanes of a line (eight of doubles), which are then halved.</summary>
public class DotProductsTests
{
    public static TheoryData<int, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<int, int>();
            foreach (int rows in (int[])[1, 2, 4, 5, 7, 8, 9, 12, 15, 16, 17, 24])
            {
                foreach (int columns in (int[])[1, 2, 3, 4, 5, 9])
                {
                    sizes.Add(rows, columns);
                }
            }

            return sizes;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Sizes))]
    public void Sums_are_those_of_plain_loops(int rows, int columns)
    {
        Skip.IfNot(Fma.IsSupported || AdvSimd.Arm64.IsSupported, "Without a multiply-add the sums are others.");
        const int Length = 48, Row = 64, Target = 32;
        double[] a = Numbers(rows * Row, 1), b = Numbers(columns * Row, 2), c = new double[columns * Target], spare = new double[12 * 8];
        float[] a1 = Array.ConvertAll(a, number => (float)number), b1 = Array.ConvertAll(b, number => (float)number), c1 = new float[columns * Target], spare1 = new float[12 * 16];
        DotProducts.Run(ref a1[0], Row, ref b1[0], Row, ref c1[0], Target, rows, columns, Length, ref spare1[0]);
        DotProducts.Run(ref a[0], Row, ref b[0], Row, ref c[0], Target, rows, columns, Length, ref spare[0]);
        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < Target; i++)
            {
                float[] lanes1 = new float[16];
                double[] lanes = new double[8];
                for (int l = 0; l < Length && i < rows; l++)
                {
                    lanes1[l % 16] = MathF.FusedMultiplyAdd(a1[i * Row + l], b1[j * Row + l], lanes1[l % 16]);
                    lanes[l % 8] = Math.FusedMultiplyAdd(a[i * Row + l], b[j * Row + l], lanes[l % 8]);
                }

                Assert.Equal(Halved(lanes1, (x, y) => x + y), c1[j * Target + i]);
                Assert.Equal(Halved(lanes, (x, y) => x + y), c[j * Target + i]);
            }
        }
    }

    private static T Halved<T>(T[] lanes, Func<T, T, T> add)
    {
        for (int half = lanes.Length / 2; half > 0; half /= 2)
        {
            lanes = [.. lanes.Take(half).Zip(lanes.Skip(half), add)];
        }

        return lanes[0];
    }

    private static double[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(2, random.Next(24)))];
    }
}
