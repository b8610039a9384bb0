using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>tanh and its derivative over many numbers in memory, whole lines of 64 bytes.</summary>
public static class Activation
{
    /// <summary>h ← tanh(h).</summary>
    /// <param name="h">The first number.</param>
    /// <param name="length">How many, a multiple of a line's.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tanh(ref float h, nint length)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            for (nint i = 0; i < length; i += Vector512<float>.Count)
            {
                VectorMath.Tanh(Vector512.LoadUnsafe(ref h, (nuint)i)).StoreUnsafe(ref h, (nuint)i);
            }
        }
        else
        {
            for (nint i = 0; i < length; i += Vector<float>.Count)
            {
                VectorMath.Tanh(Vector.LoadUnsafe(ref h, (nuint)i)).StoreUnsafe(ref h, (nuint)i);
            }
        }
    }

    /// <inheritdoc cref="Tanh(ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tanh(ref double h, nint length)
    {
        for (nint i = 0; i < length; i += Vector<double>.Count)
        {
            VectorMath.Tanh(Vector.LoadUnsafe(ref h, (nuint)i)).StoreUnsafe(ref h, (nuint)i);
        }
    }

    /// <summary>e ← (1 - h²) ∘ e.</summary>
    /// <param name="e">The first number, what stands there being the derivative by h.</param>
    /// <param name="h">The first number of the states.</param>
    /// <param name="length">How many, a multiple of a line's.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ThroughTanh<T>(ref T e, ref T h, nint length)
        where T : unmanaged, INumberBase<T>
    {
        for (nint i = 0; i < length; i += Vector<T>.Count)
        {
            Vector<T> state = Vector.LoadUnsafe(ref h, (nuint)i);
            (Vector.LoadUnsafe(ref e, (nuint)i) * Slope(state)).StoreUnsafe(ref e, (nuint)i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Slope<T>(Vector<T> h)
        where T : unmanaged => typeof(T) == typeof(float)
            ? Vector.MultiplyAddEstimate(-h.As<T, float>(), h.As<T, float>(), Vector<float>.One).As<float, T>()
            : Vector.MultiplyAddEstimate(-h.As<T, double>(), h.As<T, double>(), Vector<double>.One).As<double, T>();
}
