using RnnGen.Numerics;
using RnnGen.Reference;

namespace RnnGen.Benchmarks.Shapes;

/// <summary>
/// One shape's parameters, inputs and labels, the same for every peer, and the right answers in double precision.
/// </summary>
public sealed class Problem
{
    private readonly AlignedBuffer<float> _x;
    private readonly AlignedBuffer<float> _p;

    /// <summary>Draws the numbers of a shape; the same on every machine.</summary>
    public Problem(Shape shape)
    {
        Shape = shape;
        Initial = new ElmanReference<float>(shape.N, shape.H, shape.K, seed: 1).Parameters;
        _x = new AlignedBuffer<float>(shape.T * shape.N);
        _p = new AlignedBuffer<float>(shape.T * shape.K);
        Labels = new int[shape.T];

        // Inputs of variance 1, labels of no meaning: the work does not depend on either.
        var random = new Random(2);
        foreach (ref float value in X)
        {
            value = (float)((2 * random.NextDouble() - 1) * Math.Sqrt(3));
        }

        foreach (ref int label in Labels.AsSpan())
        {
            label = random.Next(shape.K);
        }

        Answers = new Answers(this);
    }

    /// <summary>The sizes.</summary>
    public Shape Shape { get; }

    /// <summary>The parameters every peer starts from.</summary>
    public ElmanParameters<float> Initial { get; }

    /// <summary>The inputs, T×N, on a boundary of 64 bytes and never moved.</summary>
    public Span<float> X => _x.Slice(0, Shape.T * Shape.N);

    /// <summary>Where a peer writes its probabilities, T×K, on a boundary of 64 bytes and never moved.</summary>
    public Span<float> P => _p.Slice(0, Shape.T * Shape.K);

    /// <summary>The labels, T numbers.</summary>
    public int[] Labels { get; }

    /// <summary>What every peer has to compute.</summary>
    public Answers Answers { get; }
}
