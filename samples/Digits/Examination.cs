namespace Digits;

/// <summary>How a network does on digits it is asked to read.</summary>
/// <param name="Accuracy">Per step: the share of digits that are right after so many rows.</param>
/// <param name="Confusion">At the last step: how often digit [i] was read as [j].</param>
internal sealed record Examination(double[] Accuracy, int[,] Confusion)
{
    public static Examination Of(DigitReader net, Digit[] digits)
    {
        var runner = new DigitReader.Runner(net);
        var p = new float[DigitReader.T * DigitReader.K];
        var right = new int[DigitReader.T];
        var confusion = new int[DigitReader.K, DigitReader.K];
        foreach (Digit digit in digits)
        {
            runner.Reset();
            runner.Forward(digit.Pixels, p);
            for (int t = 0; t < DigitReader.T; t++)
            {
                right[t] += Answer(p, t) == digit.Label ? 1 : 0;
            }

            confusion[digit.Label, Answer(p, DigitReader.T - 1)]++;
        }

        return new Examination(Array.ConvertAll(right, count => count / (double)digits.Length), confusion);
    }

    /// <summary>The likeliest digit after step <paramref name="t"/>.</summary>
    public static int Answer(ReadOnlySpan<float> p, int t)
    {
        ReadOnlySpan<float> row = p.Slice(t * DigitReader.K, DigitReader.K);
        int best = 0;
        for (int k = 1; k < row.Length; k++)
        {
            best = row[k] > row[best] ? k : best;
        }

        return best;
    }
}
