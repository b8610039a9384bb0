using System.Numerics;
using RnnGen.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// An Elman network whose sizes are chosen at run time, in plain loops that follow the derivation line by line
/// (<c>DERIVATION.md</c> beside this file). It is the measure of the generated networks, made to be read and trusted;
/// it is slow, and it allocates.
/// </summary>
/// <remarks>
/// <code>
/// h[t] = tanh(Wx x[t] + bx + Wh h[t-1] + bh)
/// y[t] = Wy h[t] + by
/// p[t] = softmax(y[t])
/// E    = Σ over t of -log p[t][label[t]]
/// </code>
/// <para>An instance belongs to one thread at a time.</para>
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; every number is of this type and every operation rounds to it.</typeparam>
public sealed partial class ElmanReference<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Creates a network whose parameters are all zero.</summary>
    /// <param name="N">Length of one input x[t]; at least 1.</param>
    /// <param name="H">Length of the hidden state h[t]; at least 1.</param>
    /// <param name="K">Number of classes, the length of p[t]; at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below its least value.</exception>
    public ElmanReference(int N, int H, int K)
    {
        Parameters = new ElmanParameters<T>(N, H, K);
        Gradient = new ElmanParameters<T>(N, H, K);
        Hidden = new T[H];
        Trace = new ElmanTrace<T>(0, H, K);
        this.N = N;
        this.H = H;
        this.K = K;
    }

    /// <summary>
    /// Creates a network whose parameters are drawn from U(-1/√H, 1/√H) in the order Wx, bx, Wh, bh, Wy, by, matrices
    /// row after row: a generated network of the same sizes and seed holds the same numbers.
    /// </summary>
    /// <param name="N">Length of one input x[t]; at least 1.</param>
    /// <param name="H">Length of the hidden state h[t]; at least 1.</param>
    /// <param name="K">Number of classes, the length of p[t]; at least 2.</param>
    /// <param name="seed">Any number; equal seeds give equal parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below its least value.</exception>
    public ElmanReference(int N, int H, int K, int seed)
        : this(N, H, K)
    {
        var draw = new UniformInitializer(seed, H);
        foreach (ElmanParameter parameter in ElmanParameters<T>.Order)
        {
            foreach (ref T value in Parameters[parameter])
            {
                value = T.CreateTruncating(draw.Next()); // to float this is the cast, which rounds to the nearest
            }
        }
    }

    /// <summary>Length of one input x[t].</summary>
    public int N { get; }

    /// <summary>Length of the hidden state h[t].</summary>
    public int H { get; }

    /// <summary>Number of classes, the length of p[t].</summary>
    public int K { get; }

    /// <summary>The six parameters; a number written here is what the next call uses.</summary>
    public ElmanParameters<T> Parameters { get; }

    /// <inheritdoc cref="ElmanParameters{T}.Wx"/>
    public T[,] Wx => Parameters.Wx;

    /// <inheritdoc cref="ElmanParameters{T}.Bx"/>
    public T[] Bx => Parameters.Bx;

    /// <inheritdoc cref="ElmanParameters{T}.Wh"/>
    public T[,] Wh => Parameters.Wh;

    /// <inheritdoc cref="ElmanParameters{T}.Bh"/>
    public T[] Bh => Parameters.Bh;

    /// <inheritdoc cref="ElmanParameters{T}.Wy"/>
    public T[,] Wy => Parameters.Wy;

    /// <inheritdoc cref="ElmanParameters{T}.By"/>
    public T[] By => Parameters.By;
}
