using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

/// <summary>
/// Draws starting parameters from U(-1/√H, 1/√H), PyTorch's rule for recurrent layers, by the SplitMix64 generator
/// (Steele, Lea and Flood 2014): integer arithmetic and one rounding, so a seed gives the same numbers on every machine.
/// </summary>
public struct UniformInitializer
{
    private readonly double _bound;
    private ulong _state;

    /// <summary>Starts a sequence.</summary>
    /// <param name="seed">Any number; equal seeds give equal sequences.</param>
    /// <param name="hidden">H, the length of the hidden state; at least 1.</param>
    public UniformInitializer(int seed, int hidden)
    {
        _state = (ulong)(uint)seed;
        _bound = 1.0 / Math.Sqrt(hidden);
    }

    /// <summary>The next number, in (-1/√H, 1/√H): 53 random bits, centred.</summary>
    public double Next()
    {
        ulong z = unchecked(_state += 0x9E3779B97F4A7C15);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        z ^= z >> 31;
        double unit = ((z >> 11) + 0.5) * (1.0 / (1UL << 53));
        return (2.0 * unit - 1.0) * _bound;
    }

    // Optimized at once: unoptimized it is five methods to compile, and slow on all but the smallest matrices.

    /// <summary>Fills a matrix row after row.</summary>
    /// <param name="matrix">The matrix to fill.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(MatrixView<float> matrix)
    {
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = 0; j < matrix.Columns; j++)
            {
                matrix[i, j] = (float)Next();
            }
        }
    }

    /// <inheritdoc cref="Fill(MatrixView{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(MatrixView<double> matrix)
    {
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = 0; j < matrix.Columns; j++)
            {
                matrix[i, j] = Next();
            }
        }
    }

    /// <summary>Fills a vector from its first element on.</summary>
    /// <param name="vector">The vector to fill.</param>
    public void Fill(Span<float> vector)
    {
        foreach (ref float value in vector)
        {
            value = (float)Next();
        }
    }

    /// <inheritdoc cref="Fill(Span{float})"/>
    public void Fill(Span<double> vector)
    {
        foreach (ref double value in vector)
        {
            value = Next();
        }
    }
}
