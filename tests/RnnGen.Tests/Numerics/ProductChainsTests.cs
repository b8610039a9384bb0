using System.Numerics;
using System.Runtime.CompilerServices;
using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

/// <summary>
/// Products whose sums run in chains: to the last bit what plain loops give that sum every chain from zero and add the
/// chains up one after the other. Single steps sum in this order, and a window must give what its steps give.
/// </summary>
public class ProductChainsTests
{
    // Chains shorter and longer than 32 terms, which go different ways, and chains of unequal length.
    public static TheoryData<int, int, int, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<int, int, int, int>();
            foreach (int rows in (int[])[1, 2, 3, 5, 6, 7, 13, 16, 23])
            {
                foreach (int columns in (int[])[8, 16, 33, 56, 64])
                {
                    foreach ((int depth, int chains) in ((int, int)[])[(48, 2), (64, 2), (67, 2), (128, 4), (131, 4)])
                    {
                        sizes.Add(rows, columns, depth, chains);
                    }
                }
            }

            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Chains_of_terms_in_turn(int rows, int columns, int depth, int chains)
    {
        int length = (columns + 15) / 16 * 16;
        float[] a = Numbers(rows * depth, 1), b = Numbers(depth * length, 2), start = Numbers(rows * length, 3), c = new float[rows * length];
        MatrixProduct.Run(ref a[0], depth, 1, ref b[0], length, ref start[0], 0, ref c[0], length, rows, columns, depth, chains);
        AssertSame((_, i) => start[i]);
        MatrixProduct.Run(ref a[0], depth, 1, ref b[0], length, ref start[0], length, ref c[0], length, rows, columns, depth, chains);
        AssertSame((r, i) => start[r * length + i]);
        MatrixProduct.Run(ref a[0], depth, 1, ref b[0], length, ref Unsafe.NullRef<float>(), 0, ref c[0], length, rows, columns, depth, chains);
        AssertSame((_, _) => 0);

        void AssertSame(Func<int, int, float> from) => ForEach(rows, columns, (r, i) =>
        {
            float sum = from(r, i);
            for (int chain = 0; chain < chains; chain++)
            {
                sum += Sum(0, Enumerable.Range(0, depth).Where(k => k % chains == chain), k => (a[r * depth + k], b[k * length + i]));
            }

            Assert.Equal(sum, c[r * length + i]);
        });
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Chains_of_neighbours_behind_another_product(int rows, int columns, int depth, int chains)
    {
        const int First = 9;
        int length = (columns + 15) / 16 * 16;
        float[] a1 = Numbers(rows * First, 1), b1 = Numbers(First * length, 2), a2 = Numbers(rows * depth, 3), b2 = Numbers(depth * length, 4), start = Numbers(length, 5);
        float[] h = new float[rows * length];
        foreach (int first in (int[])[0, First])
        {
            MatrixProduct.Tanh(new(ref a1[0], First, 1, ref b1[0], length, first), new(ref a2[0], depth, 1, ref b2[0], length, depth), ref start[0], 0, ref h[0], length, rows, columns, chains);
            ForEach(rows, columns, (r, i) =>
            {
                float sum = Sum(start[i], Enumerable.Range(0, first), k => (a1[r * First + k], b1[k * length + i]));
                for (int chain = 0; chain < chains; chain++)
                {
                    int from = chain * depth / chains, end = (chain + 1) * depth / chains;
                    sum += Sum(0, Enumerable.Range(from, end - from), k => (a2[r * depth + k], b2[k * length + i]));
                }

                Assert.Equal(VectorMath.Tanh(new Vector<float>(sum))[0], h[r * length + i]);
            });
        }
    }

    private static float Sum(float start, IEnumerable<int> terms, Func<int, (float A, float B)> term)
    {
        foreach (int k in terms)
        {
            (float a, float b) = term(k);
            start = Vector.MultiplyAddEstimate(new Vector<float>(a), new(b), new(start))[0];
        }

        return start;
    }

    private static void ForEach(int rows, int columns, Action<int, int> check)
    {
        for (int r = 0; r < rows; r++)
        {
            for (int i = 0; i < columns; i++)
            {
                check(r, i);
            }
        }
    }

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 0.4f * random.NextSingle() - 0.2f)];
    }
}
