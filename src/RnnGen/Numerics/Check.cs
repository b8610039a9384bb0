using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>What generated networks check at the entry of a call: lengths, labels, and inputs that are not finite.</summary>
public static class Check
{
    // 2^100 and 2^1000: times any weight of a sane network they stay finite, and tanh of the sum is ±1 all the same.
    internal const float MostSingle = 1.2676506e30f;
    internal const double MostDouble = 1.0715086071862673e301;

    /// <summary>Throws for a <c>Step</c> whose spans have a wrong length.</summary>
    /// <param name="inputs">Length of x.</param>
    /// <param name="N">Length wanted of x.</param>
    /// <param name="probabilities">Length of p.</param>
    /// <param name="K">Length wanted of p.</param>
    /// <exception cref="ArgumentException">Always; names the argument, the length given and the length wanted.</exception>
    [DoesNotReturn]
    public static void ThrowStep(int inputs, int N, int probabilities, int K) => throw StepException(inputs, N, probabilities, K);

    /// <summary>The number of steps t in a window for <c>Forward</c>.</summary>
    /// <param name="inputs">Length of x, t·N.</param>
    /// <param name="N">Length of one input.</param>
    /// <param name="probabilities">Length of p, t·K.</param>
    /// <param name="K">Number of classes.</param>
    /// <param name="T">Most steps allowed.</param>
    /// <exception cref="ArgumentException">A length is wrong, or t is not in 1..T.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Steps(int inputs, int N, int probabilities, int K, int T)
    {
        int steps = StepsOf(inputs, N, T);
        if (probabilities != (long)steps * K)
        {
            ThrowProbabilities(steps, K, probabilities);
        }

        return steps;
    }

    /// <summary>The number of steps t in a window for <c>Backward</c> and <c>Train</c>.</summary>
    /// <param name="inputs">Length of x, t·N.</param>
    /// <param name="N">Length of one input.</param>
    /// <param name="labels">The t labels.</param>
    /// <param name="K">Number of classes.</param>
    /// <param name="T">Most steps allowed.</param>
    /// <exception cref="ArgumentException">A length is wrong, or t is not in 1..T.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is outside 0..K - 1.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Window(int inputs, int N, ReadOnlySpan<int> labels, int K, int T)
    {
        int steps = StepsOf(inputs, N, T);
        if (labels.Length != steps)
        {
            ThrowLabels(steps, labels.Length);
        }

        CheckLabels(labels, K);
        return steps;
    }

    /// <summary>The number of sequences b in a mini-batch, for <c>BackwardBatch</c> and <c>TrainBatch</c>.</summary>
    /// <param name="inputs">Length of x, b·T·N.</param>
    /// <param name="N">Length of one input.</param>
    /// <param name="labels">The b·T labels.</param>
    /// <param name="K">Number of classes.</param>
    /// <param name="T">Steps of every sequence.</param>
    /// <param name="B">Most sequences allowed.</param>
    /// <exception cref="ArgumentException">A length is wrong, or b is not in 1..B.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is outside 0..K - 1.</exception>
    public static int Batch(int inputs, int N, ReadOnlySpan<int> labels, int K, int T, int B)
    {
        int sequence = T * N, count = inputs / sequence;
        if (count * sequence != inputs || (uint)(count - 1) >= (uint)B)
        {
            throw new ArgumentException($"x must hold b·T·N numbers for b = 1 to B = {B} sequences of T·N = {sequence}; it holds {inputs}.", "x");
        }

        if (labels.Length != count * T)
        {
            throw new ArgumentException($"x holds b = {count} sequences, so labels must hold b·T = {count * T} numbers; it holds {labels.Length}.", "labels");
        }

        CheckLabels(labels, K);
        return count;
    }

    /// <summary>The lengths for a <c>Step</c> of many streams.</summary>
    /// <param name="count">Number of streams.</param>
    /// <param name="inputs">Length of x, count·N.</param>
    /// <param name="N">Length of one input.</param>
    /// <param name="probabilities">Length of p, count·K.</param>
    /// <param name="K">Number of classes.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static void Streams(int count, int inputs, int N, int probabilities, int K)
    {
        if (inputs != (long)count * N)
        {
            throw new ArgumentException($"x must hold Count·N = {(long)count * N} numbers; it holds {inputs}.", "x");
        }

        if (probabilities != (long)count * K)
        {
            throw new ArgumentException($"p must hold Count·K = {(long)count * K} numbers; it holds {probabilities}.", "p");
        }
    }

    /// <summary>
    /// The input as it is, or, where it holds an infinity, a copy in <paramref name="memory"/> with ±2^100 (2^1000 in
    /// double) in its place: infinity times a weight of zero, or minus another infinity, would be NaN in every class.
    /// Numbers beyond that count as infinities, for their products with weights may overflow. NaN stays NaN.
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="memory">Where the copy goes.</param>
    /// <param name="offset">Where in it; there must be room for the whole input.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<float> Finite(ReadOnlySpan<float> x, AlignedBuffer<float> memory, int offset) =>
        HasInfinity(x) ? Clamped(x, memory, offset, MostSingle) : x;

    /// <inheritdoc cref="Finite(ReadOnlySpan{float}, AlignedBuffer{float}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<double> Finite(ReadOnlySpan<double> x, AlignedBuffer<double> memory, int offset) =>
        HasInfinity(x) ? Clamped(x, memory, offset, MostDouble) : x;

    /// <summary>Whether a number counts as an infinity: its products with weights may overflow.</summary>
    /// <param name="value">The number; NaN does not count.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsInfinite(float value) => Math.Abs(value) > MostSingle;

    /// <inheritdoc cref="IsInfinite(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsInfinite(double value) => Math.Abs(value) > MostDouble;

    /// <summary>Whether an input holds an infinity, or a number so large that it counts as one.</summary>
    /// <param name="x">The input.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasInfinity(ReadOnlySpan<float> x)
    {
        if (Vector512.IsHardwareAccelerated && x.Length >= 16)
        {
            return AnyBeyond(x);
        }

        if (x.Length >= Vector<float>.Count)
        {
            return AnyBeyond(x, Vector.Create(MostSingle));
        }

        foreach (float value in x)
        {
            if (IsInfinite(value))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc cref="HasInfinity(ReadOnlySpan{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasInfinity(ReadOnlySpan<double> x)
    {
        if (x.Length >= Vector<double>.Count)
        {
            return AnyBeyond(x, Vector.Create(MostDouble));
        }

        foreach (double value in x)
        {
            if (IsInfinite(value))
            {
                return true;
            }
        }

        return false;
    }

    // Where the kernels run on 512 bits, another type of vector would take a millisecond of the first step.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AnyBeyond(ReadOnlySpan<float> x)
    {
        ref float start = ref MemoryMarshal.GetReference(x);
        int last = x.Length - 16, i = 0;
        Vector512<float> most = Vector512.MaxNative(Vector512.Abs(Vector512.LoadUnsafe(ref Unsafe.Add(ref start, last))), Vector512<float>.Zero);
        if (last >= 64)
        {
            // Two chains, for a comparison waits for the one before: 1 % of a mini-batch at H = 16.
            Vector512<float> other = Vector512<float>.Zero;
            for (; i <= last - 32; i += 32)
            {
                most = Vector512.MaxNative(Vector512.Abs(Vector512.LoadUnsafe(ref Unsafe.Add(ref start, i))), most); // of a NaN and another number, the second
                other = Vector512.MaxNative(Vector512.Abs(Vector512.LoadUnsafe(ref Unsafe.Add(ref start, i + 16))), other);
            }

            most = Vector512.MaxNative(most, other);
        }

        for (; i < last; i += 16)
        {
            most = Vector512.MaxNative(Vector512.Abs(Vector512.LoadUnsafe(ref Unsafe.Add(ref start, i))), most);
        }

        return Vector512.GreaterThanAny(most, Vector512.Create(MostSingle));
    }

    // No interface of numbers as a constraint here: it takes half a millisecond to load them all in the first step.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AnyBeyond<T>(ReadOnlySpan<T> x, Vector<T> limit)
        where T : unmanaged
    {
        if (x.Length >= 16 * Vector<T>.Count)
        {
            return AnyOfManyBeyond(x, limit);
        }

        ref T start = ref MemoryMarshal.GetReference(x);
        int last = x.Length - Vector<T>.Count;
        Vector<T> found = Beyond(ref Unsafe.Add(ref start, last), limit);
        for (int i = 0; i < last; i += Vector<T>.Count)
        {
            found |= Beyond(ref Unsafe.Add(ref start, i), limit);
        }

        return found != Vector<T>.Zero;
    }

    /// <summary>The same in two chains, which take half as long: 1 % of a mini-batch at H = 16. Not for inlining: it would be part of every window, and cost 2 % of a training step at H = 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool AnyOfManyBeyond<T>(ReadOnlySpan<T> x, Vector<T> limit)
        where T : unmanaged
    {
        ref T start = ref MemoryMarshal.GetReference(x);
        int last = x.Length - 2 * Vector<T>.Count;
        Vector<T> found = Beyond(ref Unsafe.Add(ref start, last), limit), other = Beyond(ref Unsafe.Add(ref start, last + Vector<T>.Count), limit);
        for (int i = 0; i < last; i += 2 * Vector<T>.Count)
        {
            found |= Beyond(ref Unsafe.Add(ref start, i), limit);
            other |= Beyond(ref Unsafe.Add(ref start, i + Vector<T>.Count), limit);
        }

        return (found | other) != Vector<T>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Beyond<T>(ref T numbers, Vector<T> limit)
        where T : unmanaged => Vector.GreaterThan(Vector.Abs(Vector.LoadUnsafe(ref numbers)), limit);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ReadOnlySpan<T> Clamped<T>(ReadOnlySpan<T> x, AlignedBuffer<T> memory, int offset, T most)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> copy = memory.Slice(offset, x.Length);
        x.CopyTo(copy);
        Clamp(copy, most);
        return copy;
    }

    /// <summary>Makes infinities finite, where there are any.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Clamp<T>(Span<T> x, T most)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref T number in x)
        {
            number = T.Abs(number) > most ? T.CopySign(most, number) : number;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int StepsOf(int inputs, int N, int T)
    {
        int steps = inputs / N;
        if (steps * N != inputs || (uint)(steps - 1) >= (uint)T)
        {
            ThrowInputs(inputs, N, T);
        }

        return steps;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CheckLabels(ReadOnlySpan<int> labels, int K)
    {
        ref int start = ref MemoryMarshal.GetReference(labels);
        Vector<uint> classes = Vector.Create((uint)K);
        int t = 0;
        while (t <= labels.Length - Vector<int>.Count && !Vector.GreaterThanOrEqualAny(Vector.AsVectorUInt32(Vector.LoadUnsafe(ref Unsafe.Add(ref start, t))), classes))
        {
            t += Vector<int>.Count;
        }

        // The rest, or the vector that holds a label out of range; as unsigned numbers, negative ones are too large.
        for (; t < labels.Length; t++)
        {
            if ((uint)labels[t] >= (uint)K)
            {
                ThrowLabel(t, labels[t], K);
            }
        }
    }

    private static ArgumentException StepException(int inputs, int N, int probabilities, int K) => inputs != N
        ? new($"x must hold N = {N} numbers; it holds {inputs}.", "x")
        : new($"p must hold K = {K} numbers; it holds {probabilities}.", "p");

    [DoesNotReturn]
    private static void ThrowInputs(int inputs, int N, int T) =>
        throw new ArgumentException($"x must hold t·N numbers for t = 1 to T = {T} steps of N = {N}; it holds {inputs}.", "x");

    [DoesNotReturn]
    private static void ThrowProbabilities(int steps, int K, int probabilities) =>
        throw new ArgumentException($"x holds t = {steps} steps, so p must hold t·K = {(long)steps * K} numbers; it holds {probabilities}.", "p");

    [DoesNotReturn]
    private static void ThrowLabels(int steps, int labels) =>
        throw new ArgumentException($"x holds t = {steps} steps, so labels must hold {steps} numbers; it holds {labels}.", "labels");

    [DoesNotReturn]
    private static void ThrowLabel(int t, int label, int K) =>
        throw new ArgumentOutOfRangeException("labels", label, $"labels[{t}] must be from 0 to K - 1 = {K - 1}; it is {label}.");
}
