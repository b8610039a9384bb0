using System.Numerics;
using RnnGen.Benchmarks.Shapes;
using RnnGen.Benchmarks.Timing;
using RnnGen.Reference;

namespace RnnGen.Benchmarks.Peers.Managed;

/// <summary>The library's reference trainer, which is made to be read.</summary>
public sealed class ReferencePeer<T> : Peer
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Some seconds: to repeat that for a figure nobody needs would double the time of a whole run.
    private const double MostFlops = 1e9;

    private readonly ElmanReference<T> _reference;
    private readonly T[] _x;
    private readonly T[] _batchX;
    private readonly T[] _p;

    /// <summary>Creates the peer.</summary>
    public ReferencePeer(string name, Problem problem)
        : base(name, problem)
    {
        (_, int n, int h, int k, _) = problem.Shape;
        _reference = new ElmanReference<T>(n, h, k);
        _x = Array.ConvertAll(problem.X.ToArray(), T.CreateTruncating);
        _batchX = Array.ConvertAll(problem.BatchX.ToArray(), T.CreateTruncating);
        _p = new T[problem.P.Length];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Job> Jobs => [.. Shapes.Jobs.All.Where(job => Bounds.Flops(Problem.Shape, job) < MostFlops)];

    /// <inheritdoc/>
    public override void Load(ElmanParameters<float> parameters)
    {
        foreach (ElmanParameter parameter in ElmanParameters<float>.Order)
        {
            Convert(parameters[parameter], _reference.Parameters[parameter]);
        }
    }

    /// <inheritdoc/>
    public override void Store(ElmanParameters<float> parameters)
    {
        foreach (ElmanParameter parameter in ElmanParameters<float>.Order)
        {
            Convert(_reference.Parameters[parameter], parameters[parameter]);
        }
    }

    /// <inheritdoc/>
    public override void Reset() => _reference.Reset();

    /// <inheritdoc/>
    public override void StepAt(int t)
    {
        int n = Problem.Shape.N;
        int k = Problem.Shape.K;
        _reference.Step(_x.AsSpan(t * n, n), _p.AsSpan(t * k, k));
        Convert<T, float>(_p.AsSpan(t * k, k), Problem.P.Slice(t * k, k));
    }

    /// <inheritdoc/>
    public override void Forward()
    {
        _reference.Forward(_x, _p);
        Convert<T, float>(_p, Problem.P);
    }

    /// <inheritdoc/>
    public override float Train(float rate) => float.CreateTruncating(_reference.Train(_x, Problem.Labels, T.CreateTruncating(rate)));

    /// <inheritdoc/>
    public override float TrainBatch(float rate) =>
        float.CreateTruncating(ReferenceBatch.Train(_reference, _batchX, Problem.BatchLabels, Problem.Shape.B, T.CreateTruncating(rate)));

    private static void Convert<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to)
        where TFrom : INumberBase<TFrom>
        where TTo : INumberBase<TTo>
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = TTo.CreateTruncating(from[i]);
        }
    }

    private static void Convert<TFrom, TTo>(Span<TFrom> from, Span<TTo> to)
        where TFrom : INumberBase<TFrom>
        where TTo : INumberBase<TTo>
        => Convert((ReadOnlySpan<TFrom>)from, to);
}
