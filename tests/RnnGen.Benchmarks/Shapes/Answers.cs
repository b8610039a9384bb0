using RnnGen.Reference;

namespace RnnGen.Benchmarks.Shapes;

/// <summary>The right answers to a <see cref="Problem"/>, computed once in double precision by the reference trainer.</summary>
public sealed class Answers
{
    /// <summary>
    /// The rate of the updates in the check. Large enough for the gradient to be read off the change of the parameters,
    /// small enough for the second update to start from a sane network.
    /// </summary>
    public const float Rate = 0.125f;

    private readonly Lazy<(double[] Losses, ElmanParameters<double> Trained)> _batch;

    internal Answers(Problem problem)
    {
        Shape shape = problem.Shape;
        ElmanReference<double> reference = Reference(shape, problem.Initial);
        double[] x = Array.ConvertAll(problem.X.ToArray(), value => (double)value);
        Probabilities = new double[shape.T * shape.K];
        reference.Forward(x, Probabilities);
        Losses = [reference.Train(x, problem.Labels, Rate), reference.Train(x, problem.Labels, Rate)];
        Trained = reference.Parameters;
        _batch = new Lazy<(double[], ElmanParameters<double>)>(() => TrainBatch(problem));
    }

    /// <summary>The probabilities of the window, T×K, from a hidden state of zero.</summary>
    public double[] Probabilities { get; }

    /// <summary>The losses of two updates on the window, one after the other.</summary>
    public double[] Losses { get; }

    /// <summary>The parameters after the two updates.</summary>
    public ElmanParameters<double> Trained { get; }

    /// <summary>The mean losses of two updates on the mini-batch, one after the other.</summary>
    public double[] BatchLosses => _batch.Value.Losses;

    /// <summary>The parameters after these.</summary>
    public ElmanParameters<double> BatchTrained => _batch.Value.Trained;

    private static (double[], ElmanParameters<double>) TrainBatch(Problem problem)
    {
        ElmanReference<double> reference = Reference(problem.Shape, problem.Initial);
        double[] x = Array.ConvertAll(problem.BatchX.ToArray(), value => (double)value);
        double[] losses = [.. Enumerable.Range(0, 2).Select(_ => ReferenceBatch.Train(reference, x, problem.BatchLabels, problem.Shape.B, Rate))];
        return (losses, reference.Parameters);
    }

    private static ElmanReference<double> Reference(Shape shape, ElmanParameters<float> parameters)
    {
        var reference = new ElmanReference<double>(shape.N, shape.H, shape.K);
        foreach (ElmanParameter parameter in ElmanParameters<double>.Order)
        {
            Span<double> to = reference.Parameters[parameter];
            ReadOnlySpan<float> from = parameters[parameter];
            for (int i = 0; i < from.Length; i++)
            {
                to[i] = from[i];
            }
        }

        return reference;
    }
}
