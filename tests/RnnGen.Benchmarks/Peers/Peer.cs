using RnnGen.Benchmarks.Shapes;
using RnnGen.Reference;

namespace RnnGen.Benchmarks.Peers;

/// <summary>
/// One way to compute the network. Each timed method takes its inputs from the problem and writes its probabilities
/// there, and contains its own loop, so that nothing but the peer's own cost is timed.
/// </summary>
public abstract class Peer(string name, Problem problem) : IDisposable
{
    /// <summary>The peer's name in the reports.</summary>
    public string Name { get; } = name;

    /// <summary>What the peer works on.</summary>
    public Problem Problem { get; } = problem;

    /// <summary>The jobs the peer can do.</summary>
    public virtual IReadOnlyList<Job> Jobs => Shapes.Jobs.All;

    /// <summary>How many streams a step takes a step further; the time of STEP is divided by it.</summary>
    public virtual int StreamsAtOnce => 1;

    /// <summary>Takes the six parameters over.</summary>
    public abstract void Load(ElmanParameters<float> parameters);

    /// <summary>Gives the six parameters back; only asked of peers that train.</summary>
    public virtual void Store(ElmanParameters<float> parameters) => throw new NotSupportedException();

    /// <summary>Sets the hidden state to zero.</summary>
    public abstract void Reset();

    /// <summary>One streaming step, on input t of the window, from the hidden state on.</summary>
    public abstract void StepAt(int t);

    /// <summary>The T streaming steps of the window.</summary>
    public virtual void Steps()
    {
        for (int t = 0; t < Problem.Shape.T; t++)
        {
            StepAt(t);
        }
    }

    /// <summary>The window in one call.</summary>
    public virtual void Forward() => throw new NotSupportedException();

    /// <summary>One update on the window; the loss before it.</summary>
    public virtual float Train(float rate) => throw new NotSupportedException();

    /// <summary>One update on the mini-batch, by the mean gradient; the mean loss before it.</summary>
    public virtual float TrainBatch(float rate) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the peer holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
