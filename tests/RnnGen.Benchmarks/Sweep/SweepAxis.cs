using RnnGen.Benchmarks.Shapes;

namespace RnnGen.Benchmarks.Sweep;

/// <summary>One size that grows while the others stay as they are.</summary>
/// <param name="Name">The size: H, N, K or T.</param>
/// <param name="Job">The job whose cost is of interest along it.</param>
/// <param name="Sizes">Its values.</param>
/// <param name="At">The shape at one value.</param>
internal sealed record SweepAxis(string Name, Job Job, IReadOnlyList<int> Sizes, Func<int, Shape> At)
{
    private const int Greatest = 256;

    /// <summary>The axes, around the shape (28,64,10,28).</summary>
    /// <param name="all">Every H from 1 to 256, instead of all to 40 and coarser steps after.</param>
    public static IReadOnlyList<SweepAxis> All(bool all)
    {
        int[] hidden = all
            ? [.. Enumerable.Range(1, Greatest)]
            : [.. Enumerable.Range(1, 40), 44, 47, 48, 49, 56, 63, 64, 65, 72, 80, 96, 100, 112, 127, 128, 129, 144, 160, 192, 200, 224, 255, 256];
        return
        [
            new("H", Job.Step, hidden, h => new Shape($"H={h}", 8, h, 4, 16)),
            new("H", Job.Train, hidden, h => new Shape($"H={h}", 8, h, 4, 16)),
            new("N", Job.Step, [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128], n => new Shape($"N={n}", n, 64, 10, 28)),
            new("K", Job.Step, [2, 3, 4, 5, 7, 8, 9, 12, 16, 17, 24, 32, 48, 64, 100, 128], k => new Shape($"K={k}", 28, 64, k, 28)),
            new("T", Job.Train, [1, 2, 3, 4, 7, 8, 12, 16, 24, 32, 48, 64, 100, 128], t => new Shape($"T={t}", 28, 64, 10, t)),
        ];
    }

    /// <summary>The others' sizes, for a heading.</summary>
    public string Fixed
    {
        get
        {
            Shape shape = At(1);
            return string.Join(", ", new[] { ("N", shape.N), ("H", shape.H), ("K", shape.K), ("T", shape.T) }
                .Where(size => size.Item1 != Name).Select(size => $"{size.Item1} = {size.Item2}"));
        }
    }
}
