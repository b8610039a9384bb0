using System.Diagnostics;

namespace CharRnn;

/// <summary>What one pass over the text came to.</summary>
/// <param name="Number">1 for the first pass.</param>
/// <param name="Perplexity">On the windows trained on, each before its own update.</param>
/// <param name="HeldOut">On the text held out, read from end to end.</param>
/// <param name="Characters">Trained on since the first pass began.</param>
/// <param name="Seconds">Time that took, without the reading of the text held out.</param>
internal readonly record struct Epoch(int Number, double Perplexity, double HeldOut, long Characters, double Seconds);

/// <summary>
/// Plain stochastic gradient descent on windows of T characters, each from h[0] = 0, in a new order and with new
/// boundaries at every pass. The rate falls in a straight line to 0.
/// </summary>
internal sealed class Course(CharModel net, Corpus corpus, int seed)
{
    private readonly CharModel.Trainer _trainer = new(net);
    private readonly CharModel.Runner _runner = new(net);
    private readonly OneHot _oneHot = new();
    private readonly float[] _p = new float[CharModel.T * CharModel.K];
    private readonly Random _random = new(seed);
    private readonly Stopwatch _watch = new();

    public IEnumerable<Epoch> Run(int epochs, float rate, CancellationToken cancel)
    {
        long characters = 0;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            int[] starts = Starts();
            double loss = 0;
            _watch.Start();
            for (int i = 0; i < starts.Length; i++)
            {
                cancel.ThrowIfCancellationRequested();
                double done = (epoch + i / (double)starts.Length) / epochs;
                loss += TrainAt(starts[i], rate * (float)(1 - done));
            }

            _watch.Stop();
            int read = starts.Length * CharModel.T;
            characters += read;
            yield return new Epoch(epoch + 1, Math.Exp(loss / read), HeldOutPerplexity(), characters, _watch.Elapsed.TotalSeconds);
        }
    }

    /// <summary>Where the windows of one pass begin: side by side from a random offset, shuffled.</summary>
    private int[] Starts()
    {
        int offset = _random.Next(CharModel.T);
        int windows = (corpus.Training.Length - 1 - offset) / CharModel.T;
        int[] starts = [.. Enumerable.Range(0, Math.Max(0, windows)).Select(window => offset + window * CharModel.T)];
        _random.Shuffle(starts);
        return starts;
    }

    /// <summary>One window: the label of a character is the character after it.</summary>
    private float TrainAt(int start, float rate)
    {
        ReadOnlySpan<int> text = corpus.Training;
        return _trainer.Train(_oneHot[text.Slice(start, CharModel.T)], text.Slice(start + 1, CharModel.T), rate);
    }

    /// <summary>exp of the mean of -log p[t][next], the hidden state carried through the whole text.</summary>
    private double HeldOutPerplexity()
    {
        ReadOnlySpan<int> text = corpus.HeldOut;
        double loss = 0;
        _runner.Reset();
        for (int start = 0; start < text.Length - 1; start += CharModel.T)
        {
            int length = Math.Min(CharModel.T, text.Length - 1 - start);
            Span<float> p = _p.AsSpan(0, length * CharModel.K);
            _runner.Forward(_oneHot[text.Slice(start, length)], p);
            for (int t = 0; t < length; t++)
            {
                loss -= Math.Log(Math.Max(p[t * CharModel.K + text[start + t + 1]], float.Epsilon));
            }
        }

        return Math.Exp(loss / (text.Length - 1));
    }
}
