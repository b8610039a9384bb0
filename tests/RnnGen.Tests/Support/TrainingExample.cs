using System.Numerics;

namespace RnnGen.Tests.Support;

/// <summary>Inputs and labels of one sequence, the same on every run.</summary>
public sealed record TrainingExample<T>(T[] X, int[] Labels)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Inputs from U(-1, 1) that float holds exactly, so that float and double get the same, and labels from 0 to K - 1.</summary>
    public static TrainingExample<T> Create(int N, int K, int steps, int seed)
    {
        var random = new Random(seed);
        var x = new T[steps * N];
        foreach (ref T value in x.AsSpan())
        {
            value = T.CreateChecked(2f * random.NextSingle() - 1f);
        }

        var labels = new int[steps];
        foreach (ref int label in labels.AsSpan())
        {
            label = random.Next(K);
        }

        return new TrainingExample<T>(x, labels);
    }
}
