using System.Numerics;
using System.Reflection;

namespace RnnGen.Numbers;

/// <summary><c>Step</c> and <c>Forward</c>.</summary>
public delegate void Inference<TNumber>(ReadOnlySpan<TNumber> x, Span<TNumber> p);

/// <summary><c>Backward</c>.</summary>
public delegate TNumber Differentiation<TNumber>(ReadOnlySpan<TNumber> x, ReadOnlySpan<int> labels);

/// <summary><c>Train</c>.</summary>
public delegate TNumber Descent<TNumber>(ReadOnlySpan<TNumber> x, ReadOnlySpan<int> labels, TNumber learningRate);

/// <summary>A property that is a matrix.</summary>
public delegate MatrixView<TNumber> MatrixProperty<TNumber>()
    where TNumber : unmanaged;

/// <summary>A property that is a vector.</summary>
public delegate Span<TNumber> VectorProperty<TNumber>();

/// <summary>A method that gives one of several vectors.</summary>
public delegate Span<TNumber> VectorOf<TNumber>(int index);

/// <summary>
/// A generated network of any type, so that a test is written once for all of them. Every generated class is a type of
/// its own without a common base; reflection finds its members once, and delegates call them, because spans cannot pass
/// through <see cref="MethodBase.Invoke(object, object[])"/>. A call through a delegate allocates nothing.
/// </summary>
public sealed class Network<TNumber>
    where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
{
    private readonly Type _type;
    private readonly object _net;

    /// <summary>Creates a network, from a seed or with all parameters zero.</summary>
    public Network(Type type, int? seed = null)
    {
        _type = type;
        _net = Activator.CreateInstance(type, seed is { } given ? [given] : [])!;
        Parameters = new SixTensors<TNumber>(_net);
    }

    public string Name => _type.Name;

    public int N => Constant("N");

    public int H => Constant("H");

    public int K => Constant("K");

    public int T => Constant("T");

    /// <summary>Most sequences of a mini-batch; 0 where the network has none.</summary>
    public int B => _type.GetField("B") is null ? 0 : Constant("B");

    public int ParameterCount => Constant("ParameterCount");

    public SixTensors<TNumber> Parameters { get; }

    public NetworkRunner<TNumber> CreateRunner() => new(CreateNested("Runner"));

    public NetworkStreams<TNumber> CreateBatchRunner(int count) => new(Activator.CreateInstance(_type.GetNestedType("BatchRunner")!, _net, count)!);

    public NetworkTrainer<TNumber> CreateTrainer() => new(CreateNested("Trainer"));

    private object CreateNested(string name) => Activator.CreateInstance(_type.GetNestedType(name)!, _net)!;

    private int Constant(string name) => (int)_type.GetField(name)!.GetRawConstantValue()!;
}

/// <summary>The <c>Runner</c> of a generated network.</summary>
public sealed class NetworkRunner<TNumber>(object runner)
    where TNumber : unmanaged
{
    private readonly VectorProperty<TNumber> _hidden = Member.Getter<VectorProperty<TNumber>>(runner, "Hidden");

    public Inference<TNumber> Step { get; } = Member.Method<Inference<TNumber>>(runner, "Step");

    public Inference<TNumber> Forward { get; } = Member.Method<Inference<TNumber>>(runner, "Forward");

    public Action Reset { get; } = Member.Method<Action>(runner, "Reset");

    public Span<TNumber> Hidden => _hidden();
}

/// <summary>The <c>BatchRunner</c> of a generated network.</summary>
public sealed class NetworkStreams<TNumber>(object streams)
    where TNumber : unmanaged
{
    public Inference<TNumber> Step { get; } = Member.Method<Inference<TNumber>>(streams, "Step");

    public Action Reset { get; } = Member.Method<Action>(streams, "Reset");

    public Action<int> ResetOne { get; } = Member.Method<Action<int>>(streams, "Reset");

    public VectorOf<TNumber> Hidden { get; } = Member.Method<VectorOf<TNumber>>(streams, "Hidden");

    public int Count => (int)streams.GetType().GetProperty("Count")!.GetValue(streams)!;
}

/// <summary>The <c>Trainer</c> of a generated network.</summary>
public sealed class NetworkTrainer<TNumber>(object trainer)
    where TNumber : unmanaged
{
    public Differentiation<TNumber> Backward { get; } = Member.Method<Differentiation<TNumber>>(trainer, "Backward");

    public Descent<TNumber> Train { get; } = Member.Method<Descent<TNumber>>(trainer, "Train");

    /// <summary>For networks with B.</summary>
    public Differentiation<TNumber> BackwardBatch => Member.Method<Differentiation<TNumber>>(trainer, "BackwardBatch");

    /// <summary>For networks with B.</summary>
    public Descent<TNumber> TrainBatch => Member.Method<Descent<TNumber>>(trainer, "TrainBatch");

    public SixTensors<TNumber> Gradient { get; } = new(trainer.GetType().GetProperty("Gradient")!.GetValue(trainer)!);
}

internal static class Member
{
    public static TDelegate Method<TDelegate>(object owner, string name)
        where TDelegate : Delegate => owner.GetType().GetMethod(name, [.. typeof(TDelegate).GetMethod("Invoke")!.GetParameters().Select(parameter => parameter.ParameterType)])!.CreateDelegate<TDelegate>(owner);

    public static TDelegate Getter<TDelegate>(object owner, string name)
        where TDelegate : Delegate => owner.GetType().GetProperty(name)!.GetMethod!.CreateDelegate<TDelegate>(owner);
}
