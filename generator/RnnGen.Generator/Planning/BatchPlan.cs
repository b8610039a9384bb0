using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>
/// How many sequences are computed at once: each is a row, and what a single one does as matrix times vector is here a
/// product of matrices, which loads a weight once for several rows. States lie time-major, [t][sequence].
/// </summary>
internal sealed class BatchPlan
{
    /// <summary>Sums a tile may have in registers, as in <see cref="MatMulPlan"/>.</summary>
    private const int Sums = 12;

    private BatchPlan(NetworkShape shape)
    {
        Shape = shape;
        Window = NetworkPlan.For(shape);
        Rows = NetworkPlan.For(BatchLayout.BlockOf(shape));
        Streams = new(shape, Rows.Layout);
        Trainer = new(shape, Rows.Layout);

        // All chains of a tile stay in registers, so more chains leave fewer rows.
        int chains = Window.HiddenTerms.Chains;
        int vectors = Rows.Project.Vectors;
        Recur = chains == 1 ? Rows.Project : Rows.Project with { ExpectedRows = Math.Max(1, Sums / (vectors * chains)) };
        Chains = Enumerable.Range(0, chains).Select(chain => new Chain(chain, (shape.H - chain + chains - 1) / chains)).ToArray();
        ChainStep = chains;
    }

    public NetworkShape Shape { get; }

    /// <summary>The plan of a single sequence.</summary>
    public NetworkPlan Window { get; }

    /// <summary>The plan of a block of rows, which for read-out and softmax is nothing but a window.</summary>
    public NetworkPlan Rows { get; }

    /// <summary>Rows in a block.</summary>
    public int BlockRows => Rows.Shape.T;

    public StreamsLayout Streams { get; }

    public BatchLayout Trainer { get; }

    /// <summary>Tiles of h[t] = tanh(Wx x[t] + bx + Wh h[t-1] + bh), a row a sequence.</summary>
    public MatMulPlan Recur { get; }

    /// <summary>The chains of a hidden sum, which are those of a single step: that gives the same bits.</summary>
    public IReadOnlyList<Chain> Chains { get; }

    /// <summary>Distance from one term of a chain to the next.</summary>
    public int ChainStep { get; }

    public static BatchPlan For(NetworkShape shape) => new(shape);
}

/// <summary>The terms of a hidden sum that belong to one chain.</summary>
/// <param name="First">Its first term.</param>
/// <param name="Count">Their number.</param>
internal sealed record Chain(int First, int Count);
