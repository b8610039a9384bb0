using System.Numerics;
using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

/// <summary>Scores summed along the rows of Wy: every rest of steps and of classes, and both ways the result can lie.</summary>
public class RowProductsTests
{
    private const int Line = 16, Padding = 3;

    public static TheoryData<int, int, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<int, int, int>();
            foreach (int steps in (int[])[1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 21])
            {
                foreach (int classes in (int[])[1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 16])
                {
                    foreach (int units in (int[])[8, 40, 136])
                    {
                        sizes.Add(steps, classes, units);
                    }
                }
            }

            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Scores_are_those_of_plain_loops_and_the_same_bits_either_way(int steps, int classes, int units)
    {
        int row = units + Padding, across = (steps + Line - 1) / Line * Line;
        float[] h = GC.AllocateArray<float>(steps * row, pinned: true), wy = new float[(classes + 3) / 4 * 4 * row], by = [.. Numbers(classes, 3), .. Enumerable.Repeat(float.MinValue, Line - classes)];
        Numbers(steps * row, 1).CopyTo(h, 0);
        Numbers(classes * row, 2).CopyTo(wy, 0);
        float[] y = Numbers(steps * Line, 4), byTime = Numbers(classes * across, 5), before = [.. byTime];
        RowProducts.Run(ref h[0], row, ref wy[0], row, ref by[0], ref y[0], Line, steps, classes, units);
        RowProducts.RunTransposed(ref h[0], row, ref wy[0], row, ref by[0], ref byTime[0], across, steps, classes, units);
        for (int t = 0; t < steps; t++)
        {
            for (int k = 0; k < classes; k++)
            {
                double sum = by[k];
                for (int i = 0; i < units; i++)
                {
                    sum += (double)wy[k * row + i] * h[t * row + i];
                }

                Assert.Equal(sum, y[t * Line + k], 1e-6 * units);
                Assert.Equal(y[t * Line + k], byTime[k * across + t]);
            }

            Assert.All(y[(t * Line + classes)..((t + 1) * Line)], padding => Assert.Equal(float.MinValue, padding));
        }

        int written = (steps + 7) / 8 * 8;
        for (int k = 0; k < classes; k++)
        {
            Assert.Equal(before[(k * across + written)..((k + 1) * across)], byTime[(k * across + written)..((k + 1) * across)]);
        }
    }

    /// <summary>The order of sums that belongs to no vector width: eight lanes, then the upper half to the lower.</summary>
    [Fact]
    public void A_score_is_summed_in_eight_lanes()
    {
        const int Units = 24, Classes = 11;
        float[] h = Numbers(Units, 1), wy = new float[12 * Units], by = new float[Line], y = new float[Line];
        Numbers(Classes * Units, 2).CopyTo(wy, 0);
        RowProducts.Run(ref h[0], Units, ref wy[0], Units, ref by[0], ref y[0], Line, 1, Classes, Units);
        for (int k = 0; k < Classes; k++)
        {
            float[] lanes = new float[8];
            for (int i = 0; i < Units; i++)
            {
                // As vectors do it: fused where the hardware can.
                lanes[i % 8] = Vector.MultiplyAddEstimate(new Vector<float>(wy[k * Units + i]), new(h[i]), new(lanes[i % 8]))[0];
            }

            float Half(int lane) => lanes[lane] + lanes[lane + 4];
            Assert.Equal((Half(0) + Half(2)) + (Half(1) + Half(3)), y[k]);
        }
    }

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
