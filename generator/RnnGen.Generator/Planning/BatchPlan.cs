using System;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>
/// How many sequences are computed at once: each is a row, and what a single one does as matrix times vector is here a
/// product of matrices, which loads a weight once for several rows. States lie time-major, [t][sequence].
/// </summary>
internal sealed class BatchPlan
{
    private BatchPlan(NetworkShape shape)
    {
        Shape = shape;
        Window = NetworkPlan.For(shape);
        Rows = NetworkPlan.For(BatchLayout.BlockOf(shape));
        Streams = new(shape, Rows.Layout);
        Trainer = new(shape, Rows.Layout);
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

    /// <summary>Whether streams take their step one after the other and not as products of matrices: where it waits for itself.</summary>
    public bool StreamByStream => NetworkPlan.WaitsForItself(Shape);

    /// <summary>Whether there is a twin of that step on 512 bits: where a row is more than a vector, of which the usual kernels take several at a time.</summary>
    public bool RowsHaveTwin => StreamByStream && Rows.Shape.H > Rows.Lanes.Middle;

    /// <summary>Whether streams that fill a vector take their step across its lanes.</summary>
    public bool StreamsAcrossLanes => StreamLanes.Apply(Shape);

    /// <summary>Whether there are kernels of the streams on 512 bits.</summary>
    public bool StreamsHaveTwin => RowsHaveTwin || StreamsAcrossLanes;

    /// <summary>
    /// Whether Wx x of all streams is a product of its own: where it is not part of a stream's step, and where it has several chains,
    /// of which a product that goes on with Wh h knows nothing.
    /// </summary>
    public bool ProjectsInputs => StreamByStream ? !Rows.InputInStep : Rows.InputTerms.Chains.Count > 1;

    /// <summary>The order of a hidden sum, which is that of a single step: that gives the same bits.</summary>
    public Chains Chains => Window.HiddenTerms.Chains;

    public static BatchPlan For(NetworkShape shape) => new(shape);
}
