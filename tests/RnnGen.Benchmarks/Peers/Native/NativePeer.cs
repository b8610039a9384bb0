using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Benchmarks.Shapes;
using RnnGen.Benchmarks.Timing;
using RnnGen.Reference;

namespace RnnGen.Benchmarks.Peers.Native;

/// <summary>
/// A network in C, called through pointers without the transition that would let the garbage collector in: nothing is
/// added to the cost of the C function but the call.
/// </summary>
public sealed unsafe class NativePeer : Peer
{
    private readonly nint _library;
    private readonly IReadOnlyList<Job> _jobs;
    private readonly delegate* unmanaged[Cdecl]<float*, void> _load;
    private readonly delegate* unmanaged[Cdecl]<float*, void> _store;
    private readonly delegate* unmanaged[Cdecl]<void> _reset;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<float*, float*, void> _step;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<float*, float*, void> _forward;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<float*, int*, float, float> _train;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<float*, int*, float, float> _trainBatch;
    private readonly float* _x;
    private readonly float* _p;
    private readonly float* _batchX;
    private readonly int* _labels;
    private readonly int* _batchLabels;

    /// <summary>Loads a library built for the problem's shape.</summary>
    /// <exception cref="InvalidOperationException">The library switches denormals off.</exception>
    public NativePeer(string name, Problem problem, string library, IReadOnlyList<Job> jobs)
        : base(name, problem)
    {
        _library = NativeLibrary.Load(library);
        if (!Machine.HasDenormals())
        {
            throw new InvalidOperationException($"{name} has switched denormals off in this process: no figure after it is true.");
        }

        _jobs = jobs;
        _load = (delegate* unmanaged[Cdecl]<float*, void>)NativeLibrary.GetExport(_library, "rnn_load");
        _store = (delegate* unmanaged[Cdecl]<float*, void>)NativeLibrary.GetExport(_library, "rnn_store");
        _reset = (delegate* unmanaged[Cdecl]<void>)NativeLibrary.GetExport(_library, "rnn_reset");
        _step = (delegate* unmanaged[Cdecl, SuppressGCTransition]<float*, float*, void>)NativeLibrary.GetExport(_library, "rnn_step");
        _forward = (delegate* unmanaged[Cdecl, SuppressGCTransition]<float*, float*, void>)NativeLibrary.GetExport(_library, "rnn_forward");
        _train = (delegate* unmanaged[Cdecl, SuppressGCTransition]<float*, int*, float, float>)NativeLibrary.GetExport(_library, "rnn_train");

        if (jobs.Contains(Job.Train32))
        {
            _trainBatch = (delegate* unmanaged[Cdecl, SuppressGCTransition]<float*, int*, float, float>)NativeLibrary.GetExport(_library, "rnn_train_batch");
        }

        // The problem's buffers never move.
        _x = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(problem.X));
        _p = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(problem.P));
        _batchX = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(problem.BatchX));
        _labels = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(problem.Labels));
        _batchLabels = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(problem.BatchLabels));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Job> Jobs => _jobs;

    /// <inheritdoc/>
    public override void Load(ElmanParameters<float> parameters)
    {
        float[] flat = [.. ElmanParameters<float>.Order.SelectMany(parameter => parameters[parameter].ToArray())];
        fixed (float* address = flat)
        {
            _load(address);
        }
    }

    /// <inheritdoc/>
    public override void Store(ElmanParameters<float> parameters)
    {
        var flat = new float[parameters.Count];
        fixed (float* address = flat)
        {
            _store(address);
        }

        int next = 0;
        foreach (ElmanParameter parameter in ElmanParameters<float>.Order)
        {
            Span<float> tensor = parameters[parameter];
            flat.AsSpan(next, tensor.Length).CopyTo(tensor);
            next += tensor.Length;
        }
    }

    /// <inheritdoc/>
    public override void Reset() => _reset();

    /// <inheritdoc/>
    public override void StepAt(int t) => _step(_x + t * Problem.Shape.N, _p + t * Problem.Shape.K);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Steps()
    {
        (_, int n, _, int k, int steps) = Problem.Shape;
        float* x = _x;
        float* p = _p;
        for (int t = 0; t < steps; t++)
        {
            _step(x, p);
            x += n;
            p += k;
        }
    }

    /// <inheritdoc/>
    public override void Forward() => _forward(_x, _p);

    /// <inheritdoc/>
    public override float Train(float rate) => _train(_x, _labels, rate);

    /// <inheritdoc/>
    public override float TrainBatch(float rate) => _trainBatch(_batchX, _batchLabels, rate);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => NativeLibrary.Free(_library);
}
