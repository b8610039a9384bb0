using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using RnnGen.Numbers;

namespace RnnGen.Tests.Support;

/// <summary>
/// A network, a runner in the middle of a stream, and a trainer with a gradient: a call that is refused must leave all
/// of it, and its output, as it was.
/// </summary>
public sealed class BystanderCheck<TNumber>
    where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
{
    /// <summary>Number of streams.</summary>
    public const int Count = 3;

    private static readonly TNumber s_sentinel = TNumber.CreateChecked(-7.25);

    private TNumber[] _outputs = [];

    public BystanderCheck(string name)
    {
        Network = new Network<TNumber>(Shapes.Named(name), seed: 71);
        Runner = Network.CreateRunner();
        Trainer = Network.CreateTrainer();
        Streams = Network.CreateBatchRunner(Count);
        Streams.Step(Inputs(Count * Network.N), new TNumber[Count * Network.K]);
        Sequence<TNumber> sequence = Sequence<TNumber>.Create(Network.N, Network.K, Network.T, seed: 1);
        Runner.Forward(sequence.X, new TNumber[Network.T * Network.K]);
        Trainer.Backward(sequence.X, sequence.Labels);
    }

    public Network<TNumber> Network { get; }

    public NetworkRunner<TNumber> Runner { get; }

    public NetworkTrainer<TNumber> Trainer { get; }

    /// <summary>In the middle of its streams too.</summary>
    public NetworkStreams<TNumber> Streams { get; }

    /// <summary>An input of any length.</summary>
    public TNumber[] Inputs(int length) => Sequence<TNumber>.Create(length, 2, 1, seed: 2).X;

    /// <summary>An output of any length, filled with a number that no distribution holds; the check looks at the last one handed out.</summary>
    public TNumber[] Outputs(int length)
    {
        _outputs = new TNumber[length];
        Array.Fill(_outputs, s_sentinel);
        return _outputs;
    }

    /// <summary>Fails unless the call throws, names the argument, what was given and what is wanted, and changes nothing.</summary>
    public void Refused<TException>(string argument, int given, int wanted, Action call)
        where TException : ArgumentException
    {
        (TNumber[] hidden, TNumber[] parameters, TNumber[] gradient) = State();
        var exception = Assert.Throws<TException>(call);
        Assert.Equal(argument, exception.ParamName);
        string text = exception.Message.Split(" (Parameter")[0];
        Assert.Contains(argument, text);
        IEnumerable<string> numbers = Regex.Matches(text, @"-?\d+").Select(match => match.Value);
        Assert.Contains(given.ToString(CultureInfo.InvariantCulture), numbers);
        Assert.Contains(wanted.ToString(CultureInfo.InvariantCulture), numbers);

        (TNumber[] hiddenAfter, TNumber[] parametersAfter, TNumber[] gradientAfter) = State();
        TwoPrecisions.SameBits<TNumber>(hidden, hiddenAfter, "hidden state");
        TwoPrecisions.SameBits<TNumber>(parameters, parametersAfter, "parameters");
        TwoPrecisions.SameBits<TNumber>(gradient, gradientAfter, "gradient");
        Assert.True(_outputs.AsSpan().IndexOfAnyExcept(s_sentinel) < 0, "A refused call wrote to p.");
    }

    private (TNumber[] Hidden, TNumber[] Parameters, TNumber[] Gradient) State() =>
        ([.. Runner.Hidden, .. Enumerable.Range(0, Count).SelectMany(stream => Streams.Hidden(stream).ToArray())], Network.Parameters.ToArray(), Trainer.Gradient.ToArray());
}
