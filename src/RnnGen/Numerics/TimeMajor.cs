namespace RnnGen.Numerics;

/// <summary>Brings a mini-batch from sequence after sequence into the order of the kernels, step after step.</summary>
public static class TimeMajor
{
    /// <summary>target[t][s] = source[s][t], every element a row of <paramref name="length"/> numbers.</summary>
    /// <typeparam name="T">Type of the numbers.</typeparam>
    /// <param name="source">sequences × steps × length.</param>
    /// <param name="target">Receives steps × sequences × length; elsewhere in memory.</param>
    /// <param name="sequences">Number of sequences.</param>
    /// <param name="steps">Steps of every sequence.</param>
    /// <param name="length">Length of a row.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Run<T>(ReadOnlySpan<T> source, Span<T> target, int sequences, int steps, int length)
        where T : unmanaged
    {
        if (length == 1)
        {
            for (int t = 0; t < steps; t++)
            {
                Span<T> row = target.Slice(t * sequences, sequences);
                for (int s = 0; s < row.Length; s++)
                {
                    row[s] = source[s * steps + t];
                }
            }

            return;
        }

        for (int t = 0; t < steps; t++)
        {
            for (int s = 0; s < sequences; s++)
            {
                source.Slice((s * steps + t) * length, length).CopyTo(target.Slice((t * sequences + s) * length));
            }
        }
    }
}
