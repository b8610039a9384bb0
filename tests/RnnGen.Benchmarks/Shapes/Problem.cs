using RnnGen.Numerics;
using RnnGen.Reference;

namespace RnnGen.Benchmarks.Shapes;

/// <summary>
/// One shape's parameters, inputs and labels, the same for every peer, and the right answers in double precision.
/// </summary>
public sealed class Problem
{
    private readonly AlignedBuffer<float> _x;
    private readonly AlignedBuffer<float> _batchX;
    private readonly AlignedBuffer<float> _p;

    /// <summary>Draws the numbers of a shape; the same on every machine.</summary>
    public Problem(Shape shape)
    {
        Shape = shape;
        Initial = new ElmanReference<float>(shape.N, shape.H, shape.K, seed: 1).Parameters;
        _x = new AlignedBuffer<float>(shape.T * shape.N);
        _p = new AlignedBuffer<float>(shape.T * shape.K);
        _batchX = new AlignedBuffer<float>(shape.B * shape.T * shape.N);
        Labels = GC.AllocateArray<int>(shape.T, pinned: true);
        BatchLabels = GC.AllocateArray<int>(shape.B * shape.T, pinned: true);

        // Inputs of variance 1, labels of no meaning: the work does not depend on either.
        var random = new Random(2);
        Draw(random, X, Labels);
        Draw(random, BatchX, BatchLabels);
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

    /// <summary>The labels, T numbers, never moved.</summary>
    public int[] Labels { get; }

    /// <summary>The inputs of a mini-batch, B×T×N, sequence after sequence, on a boundary of 64 bytes and never moved.</summary>
    public Span<float> BatchX => _batchX.Slice(0, Shape.B * Shape.T * Shape.N);

    /// <summary>The labels of a mini-batch, B×T, never moved.</summary>
    public int[] BatchLabels { get; }

    /// <summary>What every peer has to compute.</summary>
    public Answers Answers { get; }

    private void Draw(Random random, Span<float> inputs, Span<int> labels)
    {
        foreach (ref float value in inputs)
        {
            value = (float)((2 * random.NextDouble() - 1) * Math.Sqrt(3));
        }

        foreach (ref int label in labels)
        {
            label = random.Next(Shape.K);
        }
    }
}
