using Microsoft.ML.OnnxRuntime;
using RnnGen.Benchmarks.Shapes;
using RnnGen.Reference;

namespace RnnGen.Benchmarks.Peers.Onnx;

/// <summary>
/// ONNX Runtime at its best: one thread, all graph optimisations, and every buffer bound once, so that a call moves no
/// tensor. A step binds two hidden states, to read one and write the other in turn.
/// </summary>
public sealed class OnnxPeer : Peer
{
    private readonly RunOptions _run = new();
    private readonly SessionOptions _options = new()
    {
        IntraOpNumThreads = 1,
        InterOpNumThreads = 1,
        ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
    };

    private readonly float[][] _states;
    private readonly List<IDisposable> _bound = [];
    private InferenceSession? _stepSession;
    private InferenceSession? _windowSession;
    private OrtIoBinding[,] _stepBindings = new OrtIoBinding[0, 0];
    private OrtIoBinding? _windowBinding;
    private int _from;

    /// <summary>Creates the peer.</summary>
    public OnnxPeer(Problem problem)
        : base(PeerNames.Onnx, problem)
    {
        _states = [Pinned(problem.Shape.H), Pinned(problem.Shape.H)];
        _options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Job> Jobs => [Job.Step, Job.Forward];

    /// <inheritdoc/>
    public override void Load(ElmanParameters<float> parameters)
    {
        Release();
        Shape shape = Problem.Shape;
        _stepSession = new InferenceSession(OnnxModel.Build(shape, 1, parameters), _options);
        _windowSession = new InferenceSession(OnnxModel.Build(shape, shape.T, parameters), _options);

        // One binding per step of the window and per state it reads: binding costs more than the step itself.
        _stepBindings = new OrtIoBinding[shape.T, 2];
        for (int t = 0; t < shape.T; t++)
        {
            for (int from = 0; from < 2; from++)
            {
                _stepBindings[t, from] = Bind(_stepSession, t, 1, from);
            }
        }

        _windowBinding = Bind(_windowSession, 0, shape.T, 0);
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        Array.Clear(_states[0]);
        Array.Clear(_states[1]);
        _from = 0;
    }

    /// <inheritdoc/>
    public override void StepAt(int t)
    {
        _stepSession!.RunWithBinding(_run, _stepBindings[t, _from]);
        _from ^= 1;
    }

    /// <inheritdoc/>
    public override void Forward() => _windowSession!.RunWithBinding(_run, _windowBinding!);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Release();
        _run.Dispose();
        _options.Dispose();
    }

    private static float[] Pinned(int length) => GC.AllocateArray<float>(length, pinned: true);

    private OrtIoBinding Bind(InferenceSession session, int t, int steps, int from)
    {
        (_, int n, int h, int k, _) = Problem.Shape;
        OrtIoBinding binding = Keep(session.CreateIoBinding());
        binding.BindInput("x", Keep(Value(Problem.X.Slice(t * n, steps * n), [steps, 1, n])));
        binding.BindInput("h", Keep(Value(_states[from], [1, 1, h])));
        binding.BindOutput("p", Keep(Value(Problem.P.Slice(t * k, steps * k), [steps, k])));
        binding.BindOutput("g", Keep(Value(_states[from ^ 1], [1, 1, h])));
        return binding;
    }

    // The memory is pinned for the life of the problem and of this peer.
    private static unsafe OrtValue Value(Span<float> memory, long[] shape)
    {
        fixed (float* address = memory)
        {
            return OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float, shape, (nint)address, memory.Length * sizeof(float));
        }
    }

    private T Keep<T>(T value)
        where T : IDisposable
    {
        _bound.Add(value);
        return value;
    }

    private void Release()
    {
        foreach (IDisposable value in _bound)
        {
            value.Dispose();
        }

        _bound.Clear();
        _stepSession?.Dispose();
        _windowSession?.Dispose();
    }
}
