using System.Globalization;

namespace RnnGen.Benchmarks.Shapes;

/// <summary>The sizes of one network: input N, hidden state H, classes K, window T.</summary>
public sealed record Shape(string Name, int N, int H, int K, int T)
{
    /// <summary>The six shapes of the yardstick, from a filter of one input to a model that leaves the first cache.</summary>
    public static readonly IReadOnlyList<Shape> All =
    [
        new("A", 1, 8, 2, 32),
        new("B", 8, 16, 4, 32),
        new("C", 8, 32, 5, 16),
        new("D", 28, 64, 10, 28),
        new("E", 64, 128, 64, 32),
        new("F", 96, 256, 96, 64),
    ];

    /// <summary>B, sequences in a mini-batch.</summary>
    public int B { get; init; } = 32;

    /// <summary>How many numbers the six parameters hold.</summary>
    public int ParameterCount => Weights + 2 * H + K;

    /// <summary>How many numbers Wx, Wh and Wy hold.</summary>
    public int Weights => N * H + H * H + K * H;

    /// <summary>The sizes, as the reports print them.</summary>
    public string Sizes => $"({N},{H},{K},{T})";

    /// <summary>Reads a list such as <c>A,C,E</c> or <c>20x50x5x100</c>: letters of the yardstick, or sizes N×H×K×T.</summary>
    /// <exception cref="FormatException">An entry is neither.</exception>
    public static Shape[] ParseList(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse)];

    private static Shape Parse(string text)
    {
        if (All.FirstOrDefault(shape => shape.Name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return known;
        }

        string[] parts = text.Split('x');
        int[] sizes = [.. parts.Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out int size) ? size : 0)];
        return sizes is [> 0 and var n, > 0 and var h, > 1 and var k, > 0 and var t]
            ? new Shape(text, n, h, k, t)
            : throw new FormatException($"'{text}' is no shape: give a letter from A to F, or sizes such as 8x32x5x16 for N, H, K and T.");
    }
}
