using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// Six tensors of the shapes of the six parameters: the parameters themselves, or the gradient of the loss with
/// respect to each of them.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class ElmanParameters<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Creates the six tensors, all zero.</summary>
    /// <param name="N">Length of one input x[t]; at least 1.</param>
    /// <param name="H">Length of the hidden state h[t]; at least 1.</param>
    /// <param name="K">Number of classes, the length of p[t]; at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below its least value.</exception>
    public ElmanParameters(int N, int H, int K)
    {
        Require.Size(N, 1, nameof(N));
        Require.Size(H, 1, nameof(H));
        Require.Size(K, 2, nameof(K));
        Wx = new T[H, N];
        Bx = new T[H];
        Wh = new T[H, H];
        Bh = new T[H];
        Wy = new T[K, H];
        By = new T[K];
    }

    /// <summary>The six names, in the order in which a seed fills the tensors: Wx, bx, Wh, bh, Wy, by.</summary>
    public static IReadOnlyList<ElmanParameter> Order { get; } =
    [
        ElmanParameter.Wx, ElmanParameter.Bx, ElmanParameter.Wh, ElmanParameter.Bh, ElmanParameter.Wy, ElmanParameter.By,
    ];

    /// <summary>Wx, H × N: <c>Wx[i, j]</c> leads from input j to hidden unit i.</summary>
    public T[,] Wx { get; }

    /// <summary>bx, H: the bias on the input's side.</summary>
    public T[] Bx { get; }

    /// <summary>Wh, H × H: <c>Wh[i, j]</c> leads from hidden unit j one step before to hidden unit i.</summary>
    public T[,] Wh { get; }

    /// <summary>bh, H: the bias on the hidden state's side.</summary>
    public T[] Bh { get; }

    /// <summary>Wy, K × H: <c>Wy[k, i]</c> leads from hidden unit i to the score of class k.</summary>
    public T[,] Wy { get; }

    /// <summary>by, K: the bias of the scores.</summary>
    public T[] By { get; }

    /// <summary>How many numbers the six tensors hold: HN + H + HH + H + KH + K.</summary>
    public int Count => Wx.Length + Bx.Length + Wh.Length + Bh.Length + Wy.Length + By.Length;

    /// <summary>The elements of one tensor, a matrix row after row; what is written to the span is written to the tensor.</summary>
    /// <param name="parameter">Which of the six.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parameter"/> is none of the six.</exception>
    public Span<T> this[ElmanParameter parameter] => parameter switch
    {
        ElmanParameter.Wx => Wx.RowMajor(),
        ElmanParameter.Bx => Bx,
        ElmanParameter.Wh => Wh.RowMajor(),
        ElmanParameter.Bh => Bh,
        ElmanParameter.Wy => Wy.RowMajor(),
        ElmanParameter.By => By,
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter, "The network has the parameters Wx, Bx, Wh, Bh, Wy and By."),
    };

    /// <summary>Makes every number zero.</summary>
    public void Clear()
    {
        foreach (ElmanParameter parameter in Order)
        {
            this[parameter].Clear();
        }
    }
}
