using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

/// <summary>Scores of few classes: every fourth unit in a sum of its own, which are folded, on every vector width and wherever h is.</summary>
public sealed class FewScoresTests
{
    [SkippableFact]
    public void Every_fourth_unit_has_a_sum_of_its_own()
    {
        Skip.IfNot(Fma.IsSupported || AdvSimd.Arm64.IsSupported, "Without a multiply-add the sums are others.");
        var random = new Random(77);
        foreach ((int H, int Ky) in from round in Enumerable.Range(0, 50) from H in new[] { 8, 12, 16 } from Ky in new[] { 2, 4 } select (H, Ky))
        {
            // Magnitudes far apart make every other order of sums show.
            float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(2, random.Next(24)))];
            float[] by = Numbers(16), wy = Numbers(H * Ky);

            // In memory that does not move. Behind the hidden units nothing may count.
            float[] h = GC.AllocateArray<float>(32, pinned: true);
            h.AsSpan().Fill(float.NaN);
            Numbers(H).CopyTo(h, 0);
            float[] expected = [.. Enumerable.Range(0, Ky).Select(k => by[k] + Folded(h, wy, Ky, H, k))];

            int width = Vector<float>.Count;
            Vector<float> start = new(by), h0 = new(h), h1 = new(h, width % 16);
            Assert.Equal(expected, First(Ky, VectorMath.FewScores(start, h0, h1, ref h[0], ref wy[0], H, Ky).ToArray()));
            Assert.Equal(expected, First(Ky, VectorMath.FewScores(start, ref h[0], ref wy[0], H, Ky).ToArray()));

            Vector512<float> start512 = Vector512.Create(by), h512 = Vector512.Create(h);
            Assert.Equal(expected, First(Ky, VectorMath.FewScores(start512, h512, ref wy[0], H, Ky).ToArray()));
            Assert.Equal(expected, First(Ky, VectorMath.FewScores(start512, ref h[0], ref wy[0], H, Ky).ToArray()));
        }
    }

    private static float Folded(float[] h, float[] wy, int row, int H, int k)
    {
        float[] sums = new float[4];
        for (int i = 0; i < H; i++)
        {
            sums[i % 4] = i < 4 ? h[i] * wy[i * row + k] : MathF.FusedMultiplyAdd(h[i], wy[i * row + k], sums[i % 4]);
        }

        return (sums[0] + sums[2]) + (sums[1] + sums[3]);
    }

    private static float[] First(int Ky, float[] lanes) => lanes[..Ky];
}

file static class Lanes
{
    public static float[] ToArray(this Vector<float> vector) => [.. Enumerable.Range(0, Vector<float>.Count).Select(i => vector[i])];

    public static float[] ToArray(this Vector512<float> vector) => [.. Enumerable.Range(0, 16).Select(i => vector[i])];
}
