using System.Numerics;
using System.Runtime.Intrinsics;
using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

public class LanesTests
{
    [Fact]
    public void SumOfFloatsFollowsTheTreeOnEightLanes()
    {
        var random = new Random(4);
        for (int round = 0; round < 200; round++)
        {
            // Magnitudes far apart make every other order of sums show.
            float[] l = [.. Enumerable.Range(0, 8).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(2, random.Next(24)))];
            float expected = ((l[0] + l[4]) + (l[2] + l[6])) + ((l[1] + l[5]) + (l[3] + l[7]));
            Assert.Equal(expected, SumOfEight(l));
        }
    }

    [Fact]
    public void SumOfDoublesFollowsTheTreeOnFourLanes()
    {
        var random = new Random(5);
        for (int round = 0; round < 200; round++)
        {
            double[] l = [.. Enumerable.Range(0, 4).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(2, random.Next(53)))];
            double expected = (l[0] + l[2]) + (l[1] + l[3]);
            Assert.Equal(expected, SumOfFour(l));
        }
    }

    [Fact]
    public void SumOfTwoVectorsAddsThemLaneByLaneFirst()
    {
        Vector<float> low = Vector.Create(1e8f);
        Vector<float> high = Vector.Create(-1e8f) + Vector<float>.Indices;
        Assert.Equal(VectorMath.Sum(low + high), VectorMath.Sum(low, high));
        Assert.Equal(Vector<double>.Count * 3.0, VectorMath.Sum(Vector.Create(1.0), Vector.Create(2.0)));
    }

    [Fact]
    public void MaxFindsTheGreatestInAnyLane()
    {
        for (int at = 0; at < Vector<float>.Count; at++)
        {
            Vector<float> lanes = Vector.WithElement(-Vector<float>.Indices - Vector.Create(10f), at, -1f);
            Assert.Equal(-1f, VectorMath.Max(lanes));
        }

        for (int at = 0; at < Vector<double>.Count; at++)
        {
            Vector<double> lanes = Vector.WithElement(-Vector<double>.Indices - Vector.Create(10.0), at, -1.0);
            Assert.Equal(-1.0, VectorMath.Max(lanes));
        }
    }

    [Fact]
    public void LaneFillsAVectorWithOneLane()
    {
        Vector<float> floats = Vector<float>.Indices;
        Vector512<float> wideFloats = Vector512<float>.Indices;
        for (int lane = 0; lane < 16; lane++)
        {
            float stored = lane;
            Assert.Equal(Vector512.Create(stored), VectorMath.Lane(wideFloats, lane, ref stored));
            if (lane < Vector<float>.Count)
            {
                Assert.Equal(Vector.Create(stored), VectorMath.Lane(floats, lane, ref stored));
            }
        }

        Vector<double> doubles = Vector<double>.Indices;
        Vector512<double> wideDoubles = Vector512<double>.Indices;
        for (int lane = 0; lane < 8; lane++)
        {
            double stored = lane;
            Assert.Equal(Vector512.Create(stored), VectorMath.Lane(wideDoubles, lane, ref stored));
            if (lane < Vector<double>.Count)
            {
                Assert.Equal(Vector.Create(stored), VectorMath.Lane(doubles, lane, ref stored));
            }
        }
    }

    // What a kernel with 8 virtual lanes does at each width; with 16 lanes the upper 8 are empty here.
    private static float SumOfEight(float[] lanes)
    {
        if (Vector<float>.Count == 4)
        {
            return VectorMath.Sum(new Vector<float>(lanes, 0), new Vector<float>(lanes, 4));
        }

        Array.Resize(ref lanes, Vector<float>.Count);
        return VectorMath.Sum(new Vector<float>(lanes));
    }

    private static double SumOfFour(double[] lanes)
    {
        if (Vector<double>.Count == 2)
        {
            return VectorMath.Sum(new Vector<double>(lanes, 0), new Vector<double>(lanes, 2));
        }

        Array.Resize(ref lanes, Vector<double>.Count);
        return VectorMath.Sum(new Vector<double>(lanes));
    }
}
