using RnnGen.Benchmarks.Shapes;
using RnnGen.Reference;

namespace RnnGen.Benchmarks.Peers.Managed;

/// <summary>
/// The network as a good C# programmer writes it without a generator: flat arrays, rows of weights as spans, sizes in
/// fields, nothing allocated on the way. The backward pass adds one outer product per step to each gradient.
/// </summary>
/// <typeparam name="TMath">The style of the loops; a struct, so that each style is compiled for itself.</typeparam>
public sealed class ManagedPeer<TMath> : Peer
    where TMath : struct, IVectorOperations
{
    private readonly int _n, _h, _k, _steps;
    private readonly float[][] _parameters;
    private readonly float[][] _gradient;
    private readonly float[] _hidden;
    private readonly float[] _states; // h[0] … h[T], rows of H
    private readonly float[] _d; // p - l of one step
    private readonly float[] _e; // ∂E/∂z of one step
    private readonly float[] _next; // Whᵀ e of the step after

    /// <summary>Creates the peer.</summary>
    public ManagedPeer(string name, Problem problem)
        : base(name, problem)
    {
        (_, _n, _h, _k, _steps) = problem.Shape;
        _parameters = Tensors();
        _gradient = Tensors();
        _hidden = new float[_h];
        _states = new float[(_steps + 1) * _h];
        _d = new float[_k];
        _e = new float[_h];
        _next = new float[_h];
    }

    private float[][] Tensors() => [.. ElmanParameters<float>.Order.Select(parameter => new float[Problem.Initial[parameter].Length])];

    /// <inheritdoc/>
    public override void Load(ElmanParameters<float> parameters)
    {
        foreach (ElmanParameter parameter in ElmanParameters<float>.Order)
        {
            parameters[parameter].CopyTo(_parameters[(int)parameter]);
        }
    }

    /// <inheritdoc/>
    public override void Store(ElmanParameters<float> parameters)
    {
        foreach (ElmanParameter parameter in ElmanParameters<float>.Order)
        {
            _parameters[(int)parameter].CopyTo(parameters[parameter]);
        }
    }

    /// <inheritdoc/>
    public override void Reset() => Array.Clear(_hidden);

    /// <inheritdoc/>
    public override void StepAt(int t)
    {
        Span<float> h = _states.AsSpan(0, _h);
        Recur(Problem.X.Slice(t * _n, _n), _hidden, h);
        h.CopyTo(_hidden);
        ReadOut(h, Problem.P.Slice(t * _k, _k));
    }

    /// <inheritdoc/>
    public override void Forward()
    {
        _hidden.CopyTo(State(0));
        RunForward(Problem.X);
        State(_steps).CopyTo(_hidden);
    }

    /// <inheritdoc/>
    public override float Train(float rate)
    {
        ClearGradient();
        float loss = Accumulate(Problem.X, Problem.Labels);
        Update(rate);
        return loss;
    }

    /// <inheritdoc/>
    public override float TrainBatch(float rate)
    {
        ClearGradient();
        float loss = 0;
        for (int b = 0; b < Problem.Shape.B; b++)
        {
            loss += Accumulate(Problem.BatchX.Slice(b * _steps * _n, _steps * _n), Problem.BatchLabels.AsSpan(b * _steps, _steps));
        }

        Update(rate / Problem.Shape.B);
        return loss / Problem.Shape.B;
    }

    private void ClearGradient()
    {
        foreach (float[] tensor in _gradient)
        {
            Array.Clear(tensor);
        }
    }

    private float Accumulate(ReadOnlySpan<float> x, ReadOnlySpan<int> labels)
    {
        State(0).Clear();
        RunForward(x);
        return RunBackward(x, labels);
    }

    private void Update(float rate)
    {
        for (int parameter = 0; parameter < _parameters.Length; parameter++)
        {
            TMath.AddScaled(_parameters[parameter], -rate, _gradient[parameter]);
        }
    }

    private float[] Wx => _parameters[(int)ElmanParameter.Wx];

    private float[] Wh => _parameters[(int)ElmanParameter.Wh];

    private float[] Wy => _parameters[(int)ElmanParameter.Wy];

    private Span<float> State(int t) => _states.AsSpan(t * _h, _h);

    private void RunForward(ReadOnlySpan<float> x)
    {
        for (int t = 0; t < _steps; t++)
        {
            Recur(x.Slice(t * _n, _n), State(t), State(t + 1));
            ReadOut(State(t + 1), Problem.P.Slice(t * _k, _k));
        }
    }

    private void Recur(ReadOnlySpan<float> x, ReadOnlySpan<float> previous, Span<float> h)
    {
        float[] bx = _parameters[(int)ElmanParameter.Bx];
        float[] bh = _parameters[(int)ElmanParameter.Bh];
        for (int i = 0; i < h.Length; i++)
        {
            h[i] = bx[i] + bh[i] + TMath.Dot(Wx.AsSpan(i * _n, _n), x) + TMath.Dot(Wh.AsSpan(i * _h, _h), previous);
        }

        TMath.Tanh(h);
    }

    private void ReadOut(ReadOnlySpan<float> h, Span<float> p)
    {
        float[] by = _parameters[(int)ElmanParameter.By];
        for (int k = 0; k < p.Length; k++)
        {
            p[k] = by[k] + TMath.Dot(Wy.AsSpan(k * _h, _h), h);
        }

        TMath.Softmax(p);
    }

    private float RunBackward(ReadOnlySpan<float> x, ReadOnlySpan<int> labels)
    {
        Array.Clear(_next);
        float loss = 0;
        for (int t = _steps - 1; t >= 0; t--)
        {
            int label = labels[t];
            Problem.P.Slice(t * _k, _k).CopyTo(_d);
            loss -= MathF.Log(_d[label]);
            _d[label] -= 1;
            BackwardStep(x.Slice(t * _n, _n), State(t), State(t + 1));
        }

        return loss;
    }

    private void BackwardStep(ReadOnlySpan<float> x, ReadOnlySpan<float> previous, ReadOnlySpan<float> h)
    {
        _next.CopyTo(_e, 0);
        for (int k = 0; k < _k; k++)
        {
            TMath.AddScaled(_e, _d[k], Wy.AsSpan(k * _h, _h));
            TMath.AddScaled(_gradient[(int)ElmanParameter.Wy].AsSpan(k * _h, _h), _d[k], h);
        }

        TMath.TimesTanhDerivative(_e, h);
        Array.Clear(_next);
        for (int i = 0; i < _h; i++)
        {
            TMath.AddScaled(_gradient[(int)ElmanParameter.Wx].AsSpan(i * _n, _n), _e[i], x);
            TMath.AddScaled(_gradient[(int)ElmanParameter.Wh].AsSpan(i * _h, _h), _e[i], previous);
            TMath.AddScaled(_next, _e[i], Wh.AsSpan(i * _h, _h));
        }

        TMath.AddScaled(_gradient[(int)ElmanParameter.Bx], 1, _e);
        TMath.AddScaled(_gradient[(int)ElmanParameter.Bh], 1, _e);
        TMath.AddScaled(_gradient[(int)ElmanParameter.By], 1, _d);
    }
}
