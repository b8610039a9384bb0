using System.Numerics;
using System.Runtime.InteropServices;
using RnnGen.Reference;

namespace RnnGen.Numbers;

/// <summary>One tensor of a generated network against the reference's.</summary>
/// <param name="Network">Name of the network.</param>
/// <param name="Tensor">Name of the tensor, with the number of steps of the window in brackets.</param>
/// <param name="Error">max|a - r| / max|r|.</param>
/// <param name="Bound">The largest error allowed.</param>
/// <param name="Hash">Of the tensor's bits.</param>
public sealed record Comparison(string Network, string Tensor, double Error, double Bound, string Hash)
{
    /// <summary>False for NaN.</summary>
    public bool Holds => Error <= Bound;
}

/// <summary>
/// Compares every tensor of a generated network with the reference in double precision, which gets the very same
/// parameters and inputs.
/// </summary>
public sealed class NetworkComparer<TNumber>
    where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
{
    private const int TrainingSteps = 10;
    private const double LearningRate = 1.0 / 64; // a power of two, so that float and double mean the same rate

    private readonly Network<TNumber> _network;
    private readonly ElmanReference<double> _reference;
    private readonly List<Comparison> _results = [];

    private NetworkComparer(Type type)
    {
        _network = new Network<TNumber>(type, seed: 11);
        _reference = _network.ToReference();
    }

    /// <summary>All tensors of a network.</summary>
    public static IReadOnlyList<Comparison> Run(Type type)
    {
        var comparer = new NetworkComparer<TNumber>(type);
        comparer.Inference();
        comparer.Gradients();
        comparer.Training();
        comparer.Streams();
        if (comparer._network.B > 0)
        {
            comparer.Batches();
        }

        return comparer._results;
    }

    /// <summary>A window, a step after it, and short windows after that, each from the state the last one left.</summary>
    private void Inference()
    {
        NetworkRunner<TNumber> runner = _network.CreateRunner();
        int[] windows = [_network.T, .. Windows.Of(_network.T)];
        for (int call = 0; call < windows.Length; call++)
        {
            Inference(windows[call], call, runner.Forward, "Forward", runner);
            Inference(1, 100 + call, runner.Step, "Step", runner);
        }
    }

    private void Inference(int steps, int seed, Inference<TNumber> call, string name, NetworkRunner<TNumber> runner)
    {
        Sequence<TNumber> sequence = Sequence<TNumber>.Create(_network.N, _network.K, steps, seed);
        TNumber[] p = GC.AllocateArray<TNumber>(steps * _network.K, pinned: true); // where it stays, memory can be checked
        var expected = new double[p.Length];
        call(sequence.X, p);
        int last = (steps - 1) * _network.N;
        if (last > 0)
        {
            _reference.Forward(sequence.WideX.AsSpan(0, last), expected.AsSpan(0, (steps - 1) * _network.K));
        }

        double ofSums = Bounds.OfSums<TNumber>(_reference, sequence.WideX.AsSpan(last));
        _reference.Forward(sequence.WideX.AsSpan(last), expected.AsSpan((steps - 1) * _network.K));
        Add($"p of {name}[{steps}] {seed}", expected, p, Bounds.Value);
        Add($"h after {name}[{steps}] {seed}", _reference.Hidden, runner.Hidden, Bounds.Value, ofSums: ofSums);
    }

    /// <summary>One trainer for all lengths, so that what a longer window left in its memory would show.</summary>
    private void Gradients()
    {
        NetworkTrainer<TNumber> trainer = _network.CreateTrainer();
        foreach (int steps in Windows.Of(_network.T))
        {
            Sequence<TNumber> sequence = Sequence<TNumber>.Create(_network.N, _network.K, steps, 200 + steps);
            TNumber loss = trainer.Backward(sequence.X, sequence.Labels);
            double expected = _reference.Backward(sequence.WideX, sequence.Labels);
            Add($"E[{steps}]", [expected], [loss], Bounds.Value);
            double carried = Bounds.CarriedByTanh<TNumber>(_reference);
            foreach (ElmanParameter parameter in Enum.GetValues<ElmanParameter>())
            {
                Add($"d{parameter}[{steps}]", _reference.Gradient[parameter], trainer.Gradient[parameter], Bounds.Gradient, IsHidden(parameter) ? carried : 0);
            }
        }
    }

    private void Training()
    {
        NetworkTrainer<TNumber> trainer = _network.CreateTrainer();
        var losses = new TNumber[TrainingSteps];
        var expected = new double[TrainingSteps];
        double carried = 0;
        for (int step = 0; step < TrainingSteps; step++)
        {
            Sequence<TNumber> sequence = Sequence<TNumber>.Create(_network.N, _network.K, _network.T, 300 + step);
            losses[step] = trainer.Train(sequence.X, sequence.Labels, TNumber.CreateChecked(LearningRate));
            expected[step] = _reference.Train(sequence.WideX, sequence.Labels, LearningRate);
            carried += LearningRate * Bounds.CarriedByTanh<TNumber>(_reference);
        }

        Add($"E before each of {TrainingSteps} steps", expected, losses, Bounds.Value);
        foreach (ElmanParameter parameter in Enum.GetValues<ElmanParameter>())
        {
            Add($"{parameter} after {TrainingSteps} steps", _reference.Parameters[parameter], _network.Parameters[parameter], Bounds.Value, IsHidden(parameter) ? carried : 0);
        }
    }

    /// <summary>Many streams at once, the states left behind by one step being where the next starts.</summary>
    private void Streams()
    {
        const int Count = 19;
        NetworkStreams<TNumber> streams = _network.CreateBatchRunner(Count);
        ElmanReference<double>[] references = [.. Enumerable.Range(0, Count).Select(_ => _network.ToReference())];
        var p = GC.AllocateArray<TNumber>(Count * _network.K, pinned: true);
        var expected = new double[p.Length];
        for (int step = 0; step < 3; step++)
        {
            Sequence<TNumber> inputs = Sequence<TNumber>.Create(_network.N, _network.K, Count, 400 + step);
            streams.Step(inputs.X, p);
            for (int stream = 0; stream < Count; stream++)
            {
                references[stream].Forward(inputs.WideX.AsSpan(stream * _network.N, _network.N), expected.AsSpan(stream * _network.K, _network.K));
            }

            Add($"p of {Count} streams {step}", expected, p, Bounds.Value);
            double[] states = [.. references.SelectMany(reference => reference.Hidden.ToArray())];
            Add($"h of {Count} streams {step}", states, [.. Enumerable.Range(0, Count).SelectMany(stream => streams.Hidden(stream).ToArray())], Bounds.Value);
        }
    }

    /// <summary>One trainer for mini-batches of several sizes, the largest first, then a step of descent.</summary>
    private void Batches()
    {
        NetworkTrainer<TNumber> trainer = _network.CreateTrainer();
        foreach (int count in Windows.Of(_network.B))
        {
            (double expected, double carried, double[][] gradient) = Mean(Batch(count, 500 + count));
            TNumber loss = trainer.BackwardBatch(Batch(count, 500 + count).X, Batch(count, 500 + count).Labels);
            Add($"E of {count} sequences", [expected], [loss], Bounds.Value);
            foreach (ElmanParameter parameter in Enum.GetValues<ElmanParameter>())
            {
                Add($"d{parameter} of {count} sequences", gradient[(int)parameter], trainer.Gradient[parameter], Bounds.Gradient, IsHidden(parameter) ? carried : 0);
            }
        }

        Sequence<TNumber> batch = Batch(_network.B, 600);
        (_, double error, double[][] descent) = Mean(batch);
        trainer.TrainBatch(batch.X, batch.Labels, TNumber.CreateChecked(LearningRate));
        foreach (ElmanParameter parameter in Enum.GetValues<ElmanParameter>())
        {
            double[] expected = [.. _reference.Parameters[parameter].ToArray().Zip(descent[(int)parameter], (value, slope) => value - LearningRate * slope)];
            Add($"{parameter} after a mini-batch", expected, _network.Parameters[parameter], Bounds.Value, IsHidden(parameter) ? LearningRate * error : 0);
        }
    }

    private Sequence<TNumber> Batch(int count, int seed) => Sequence<TNumber>.Create(_network.N, _network.K, count * _network.T, seed);

    /// <summary>The reference's loss and gradient, sequence by sequence, and their mean; so is the error that its rounded states carry.</summary>
    private (double Loss, double Carried, double[][] Gradient) Mean(Sequence<TNumber> batch)
    {
        int count = batch.Labels.Length / _network.T;
        double loss = 0, carried = 0;
        double[][] sums = [.. Enum.GetValues<ElmanParameter>().Select(parameter => new double[_reference.Gradient[parameter].Length])];
        for (int s = 0; s < count; s++)
        {
            int length = _network.T * _network.N;
            loss += _reference.Backward(batch.WideX.AsSpan(s * length, length), batch.Labels.AsSpan(s * _network.T, _network.T)) / count;
            carried += Bounds.CarriedByTanh<TNumber>(_reference) / count;
            foreach (ElmanParameter parameter in Enum.GetValues<ElmanParameter>())
            {
                ReadOnlySpan<double> gradient = _reference.Gradient[parameter];
                for (int i = 0; i < gradient.Length; i++)
                {
                    sums[(int)parameter][i] += gradient[i] / count;
                }
            }
        }

        return (loss, carried, sums);
    }

    /// <summary>Whether the gradient by the parameter comes through the derivative of tanh.</summary>
    private static bool IsHidden(ElmanParameter parameter) => parameter is not (ElmanParameter.Wy or ElmanParameter.By);

    private void Add(string tensor, ReadOnlySpan<double> expected, ReadOnlySpan<TNumber> actual, Bounds bounds, double carried = 0, double ofSums = 0)
    {
        double bound = bounds.Of<TNumber>(expected, carried, ofSums);
        double error = RelativeError.Of(expected, actual, out _);
        ulong hash = 14695981039346656037; // FNV-1a: a hash of .NET's own would load OpenSSL, which an emulated processor lacks
        foreach (byte part in MemoryMarshal.AsBytes(actual))
        {
            hash = (hash ^ part) * 1099511628211;
        }

        _results.Add(new Comparison(_network.Name, tensor, error, bound, $"{hash:X16}"));
    }
}
