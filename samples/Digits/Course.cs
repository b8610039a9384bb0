using System.Diagnostics;

namespace Digits;

/// <summary>What one pass over the training digits came to.</summary>
/// <param name="Number">1 for the first pass.</param>
/// <param name="Rate">γ during it.</param>
/// <param name="Loss">Mean of E, the sum over the steps of -log p[t][label], each taken before its own update.</param>
/// <param name="Accuracy">Share of the held-out digits that are right at the last step.</param>
/// <param name="Sequences">Digits trained on since the first pass began.</param>
/// <param name="Seconds">Time that took, without the tests between the passes.</param>
internal readonly record struct Epoch(int Number, float Rate, double Loss, double Accuracy, long Sequences, double Seconds);

/// <summary>Plain stochastic gradient descent, one digit at a time, each pass in a new order.</summary>
internal sealed class Course(DigitReader net, DigitSet digits, int seed)
{
    /// <summary>λ: keeps 32 hidden units from learning the training digits by heart; it gains about three points.</summary>
    private const float Decay = 0.01f;

    private readonly DigitReader.Trainer _trainer = new(net);
    private readonly Digit[] _order = [.. digits.Training];
    private readonly Random _random = new(seed);
    private readonly Stopwatch _watch = new();

    /// <summary>Trains pass by pass; the rate falls in a straight line from <paramref name="rate"/> to 0.</summary>
    public IEnumerable<Epoch> Run(int epochs, float rate, CancellationToken cancel)
    {
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            cancel.ThrowIfCancellationRequested();
            float rateNow = rate * (1 - epoch / (float)epochs);
            _random.Shuffle(_order);
            _watch.Start();
            double loss = Pass(rateNow);
            _watch.Stop();
            double accuracy = Examination.Of(net, digits.Test).Accuracy[^1];
            yield return new Epoch(epoch + 1, rateNow, loss / _order.Length, accuracy, (epoch + 1L) * _order.Length, _watch.Elapsed.TotalSeconds);
        }
    }

    private double Pass(float rate)
    {
        double loss = 0;
        foreach (Digit digit in _order)
        {
            loss += _trainer.Train(digit.Pixels, digit.Labels, rate);
        }

        WeightDecay.Shrink(net, MathF.Pow(1 - rate * Decay, _order.Length));
        return loss;
    }
}
