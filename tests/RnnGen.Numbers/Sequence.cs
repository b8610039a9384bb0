using System.Numerics;
using RnnGen.Reference;

namespace RnnGen.Numbers;

/// <summary>Inputs and labels of one sequence, the same on every run.</summary>
public sealed record Sequence<TNumber>(TNumber[] X, int[] Labels)
    where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
{
    /// <summary>The inputs for a reference in double precision.</summary>
    public double[] WideX => [.. X.Select(double.CreateChecked)];

    /// <summary>Inputs from U(-1, 1) and labels from 0 to K - 1.</summary>
    public static Sequence<TNumber> Create(int N, int K, int steps, int seed)
    {
        var random = new Random(seed);
        var x = new TNumber[steps * N];
        foreach (ref TNumber value in x.AsSpan())
        {
            value = TNumber.CreateChecked(2 * random.NextDouble() - 1);
        }

        var labels = new int[steps];
        foreach (ref int label in labels.AsSpan())
        {
            label = random.Next(K);
        }

        return new Sequence<TNumber>(x, labels);
    }
}

/// <summary>The lengths of windows worth a test.</summary>
public static class Windows
{
    /// <summary>T, 1, T - 1 and 2, as far as they exist; the longest first, so that the others find its remains.</summary>
    public static IEnumerable<int> Of(int T) => ((int[])[T, 1, T - 1, 2]).Where(steps => steps >= 1 && steps <= T).Distinct();
}

/// <summary>The way from a generated network to the reference.</summary>
public static class ReferenceExtensions
{
    /// <summary>The reference trainer in double precision with this network's parameters.</summary>
    public static ElmanReference<double> ToReference<TNumber>(this Network<TNumber> network)
        where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
    {
        var reference = new ElmanReference<double>(network.N, network.H, network.K);
        foreach (ElmanParameter parameter in Enum.GetValues<ElmanParameter>())
        {
            network.Parameters[parameter].Select(double.CreateChecked).ToArray().CopyTo(reference.Parameters[parameter]);
        }

        return reference;
    }
}
