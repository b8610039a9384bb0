using RnnGen.Reference;

namespace RnnGen.Numbers;

/// <summary>The six parameters of a generated network, or the six gradients of its trainer, each as numbers row after row.</summary>
public sealed class SixTensors<TNumber>
    where TNumber : unmanaged
{
    private readonly Dictionary<ElmanParameter, MatrixProperty<TNumber>> _matrices = [];
    private readonly Dictionary<ElmanParameter, VectorProperty<TNumber>> _vectors = [];

    /// <summary>Finds the six views of a network or of a <c>Gradients</c>.</summary>
    public SixTensors(object owner)
    {
        foreach (ElmanParameter matrix in (ElmanParameter[])[ElmanParameter.Wx, ElmanParameter.Wh, ElmanParameter.Wy])
        {
            _matrices[matrix] = Member.Getter<MatrixProperty<TNumber>>(owner, matrix.ToString());
        }

        foreach (ElmanParameter vector in (ElmanParameter[])[ElmanParameter.Bx, ElmanParameter.Bh, ElmanParameter.By])
        {
            _vectors[vector] = Member.Getter<VectorProperty<TNumber>>(owner, vector.ToString());
        }
    }

    /// <summary>A copy of one tensor; setting it writes through the view.</summary>
    public TNumber[] this[ElmanParameter parameter]
    {
        get => _matrices.TryGetValue(parameter, out MatrixProperty<TNumber>? matrix) ? matrix().ToArray() : _vectors[parameter]().ToArray();

        set
        {
            if (_matrices.TryGetValue(parameter, out MatrixProperty<TNumber>? matrix))
            {
                matrix().CopyFrom(value);
            }
            else
            {
                value.CopyTo(_vectors[parameter]());
            }
        }
    }

    /// <summary>Wx, Wh or Wy, live.</summary>
    public MatrixView<TNumber> Matrix(ElmanParameter parameter) => _matrices[parameter]();

    /// <summary>bx, bh or by, live.</summary>
    public Span<TNumber> Vector(ElmanParameter parameter) => _vectors[parameter]();

    /// <summary>Copies of all six, one after the other in the order in which a seed fills them.</summary>
    public TNumber[] ToArray() => [.. Enum.GetValues<ElmanParameter>().SelectMany(parameter => this[parameter])];
}
