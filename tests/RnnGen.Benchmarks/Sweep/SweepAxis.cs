using RnnGen.Benchmarks.Shapes;

namespace RnnGen.Benchmarks.Sweep;

/// <summary>One size that grows while the others stay as they are.</summary>
/// <param name="Name">The size: H, N, K, T or B.</param>
/// <param name="Job">The job whose cost is of interest along it.</param>
/// <param name="Sizes">Its values.</param>
/// <param name="At">The shape at one value.</param>
internal sealed record SweepAxis(string Name, Job Job, IReadOnlyList<int> Sizes, Func<int, Shape> At)
{
    private const int Greatest = 256;

    /// <summary>The axes, around the shape (28,64,10,28).</summary>
    /// <param name="every">Every H from 1 to 256, instead of all to 40 and coarser steps after.</param>
    public static IReadOnlyList<SweepAxis> All(bool every)
    {
        int[] hidden = every
            ? [.. Enumerable.Range(1, Greatest)]
            : [.. Enumerable.Range(1, 40), 44, 47, 48, 49, 56, 63, 64, 65, 72, 80, 96, 100, 112, 127, 128, 129, 144, 160, 192, 200, 224, 255, 256];
        return
        [
            new("H", Job.Step, hidden, h => new Shape($"H={h}", 8, h, 4, 16)),
            new("H", Job.Train, hidden, h => new Shape($"H={h}", 8, h, 4, 16)),
            new("H", Job.Train32, hidden, h => new Shape($"H={h}", 8, h, 4, 16)),
            new("N", Job.Step, [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128], n => new Shape($"N={n}", n, 64, 10, 28)),
            new("K", Job.Step, [2, 3, 4, 5, 7, 8, 9, 12, 16, 17, 24, 32, 48, 64, 100, 128], k => new Shape($"K={k}", 28, 64, k, 28)),
            new("T", Job.Train, [1, 2, 3, 4, 7, 8, 12, 16, 24, 32, 48, 64, 100, 128], t => new Shape($"T={t}", 28, 64, 10, t)),
            new("B", Job.Train32, [1, 2, 3, 4, 7, 8, 12, 15, 16, 17, 24, 31, 32, 33, 48, 64], b => new Shape($"B={b}", 28, 64, 10, 28) { B = b }),
        ];
    }

    /// <summary>The job, as the reports call it: a mini-batch of any size on the axis of its size.</summary>
    public string Title => Job == Job.Train32 ? "TRAIN of a mini-batch" : Job.Title();

    /// <summary>The others' sizes, for a heading.</summary>
    public string Fixed
    {
        get
        {
            Shape shape = At(1);
            return string.Join(", ", new[] { ("N", shape.N), ("H", shape.H), ("K", shape.K), ("T", shape.T), ("B", shape.B) }
                .Where(size => size.Item1 != Name && (size.Item1 != "B" || Job == Job.Train32)).Select(size => $"{size.Item1} = {size.Item2}"));
        }
    }
}
