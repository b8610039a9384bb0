using System.IO.Compression;

namespace Digits;

/// <summary>One handwritten digit.</summary>
/// <param name="Pixels">T × N pixels, row by row, 0 (paper) to 1 (ink).</param>
/// <param name="Labels">Which digit it is, T times over: the answer wanted after every row.</param>
internal sealed record Digit(float[] Pixels, int[] Labels)
{
    public int Label => Labels[0];
}

/// <summary>The 1,797 digits, divided: every fifth of each class is held out.</summary>
internal sealed record DigitSet(Digit[] Training, Digit[] Test)
{
    private const int Darkest = 16;
    private const int Fold = 5;

    public static DigitSet Load()
    {
        using Stream packed = typeof(DigitSet).Assembly.GetManifestResourceStream("digits.gz")!;
        using var records = new GZipStream(packed, CompressionMode.Decompress);
        List<Digit> training = [], test = [];
        var seen = new int[DigitReader.K];
        var record = new byte[DigitReader.T * DigitReader.N + 1];
        while (records.ReadAtLeast(record, record.Length, throwOnEndOfStream: false) == record.Length)
        {
            float[] pixels = Array.ConvertAll(record[..^1], pixel => pixel / (float)Darkest);
            int label = record[^1];
            var labels = new int[DigitReader.T];
            Array.Fill(labels, label);
            (seen[label]++ % Fold == Fold - 1 ? test : training).Add(new Digit(pixels, labels));
        }

        return new DigitSet([.. training], [.. test]);
    }
}
