using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Numerics;

/// <summary>Brings a mini-batch from sequence after sequence into the order of the kernels, step after step.</summary>
public static class TimeMajor
{
    /// <summary>target[t][s] = x[t] of sequence s, infinities made finite as by <see cref="Check.Finite(ReadOnlySpan{float}, AlignedBuffer{float}, int)"/>.</summary>
    /// <param name="x">sequences × steps × length.</param>
    /// <param name="target">Receives steps × sequences × length; elsewhere in memory.</param>
    /// <param name="sequences">Number of sequences, at least 1.</param>
    /// <param name="steps">Steps of every sequence, at least 1.</param>
    /// <param name="length">Length of x[t], N.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Inputs(ReadOnlySpan<float> x, Span<float> target, int sequences, int steps, int length)
    {
        if (length == 1)
        {
            x = x[..(sequences * steps)];
            Transposition.Run(ref MemoryMarshal.GetReference(x), steps, ref MemoryMarshal.GetReference(target[..x.Length]), sequences, sequences, steps);
            if (Check.HasInfinity(x))
            {
                Check.Clamp(target[..x.Length], Check.MostSingle);
            }
        }
        else if (Vector.GreaterThanAny(Rows(x, target, sequences, steps, length), Vector.Create(Check.MostSingle)))
        {
            Check.Clamp(target[..(sequences * steps * length)], Check.MostSingle);
        }
    }

    /// <inheritdoc cref="Inputs(ReadOnlySpan{float}, Span{float}, int, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Inputs(ReadOnlySpan<double> x, Span<double> target, int sequences, int steps, int length)
    {
        if (Vector.GreaterThanAny(Rows(x, target, sequences, steps, length), Vector.Create(Check.MostDouble)))
        {
            Check.Clamp(target[..(sequences * steps * length)], Check.MostDouble);
        }
    }

    /// <summary>
    /// target[n·row + t·step + s] = number n of x[t] of sequence s: sequences across the lanes. What lies between the steps becomes
    /// zero, or stays.
    /// </summary>
    /// <param name="x">sequences × steps × length.</param>
    /// <param name="target">Receives a row for each number of x.</param>
    /// <param name="spare">Room for steps × length × <paramref name="step"/> numbers; where there is less, it takes longer.</param>
    /// <param name="sequences">Number of sequences.</param>
    /// <param name="steps">Steps of every sequence.</param>
    /// <param name="length">Length of x[t], N.</param>
    /// <param name="row">Distance between rows of the target.</param>
    /// <param name="step">Distance between steps there, at least <paramref name="sequences"/>, in whole lines of 64 bytes.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Inputs(ReadOnlySpan<float> x, Span<float> target, Span<float> spare, int sequences, int steps, int length, int row, int step)
    {
        int all = steps * length;
        ref float from = ref MemoryMarshal.GetReference(x[..(sequences * all)]), to = ref MemoryMarshal.GetReference(target[..((length - 1) * row + steps * step)]);
        if (length == 1)
        {
            Transposition.Run(ref from, steps, ref to, step, sequences, steps);
            return;
        }

        if (length % 4 == 0 || (long)all * step > spare.Length)
        {
            for (int t = 0; t < steps; t++)
            {
                Transposition.Run(ref Unsafe.Add(ref from, t * length), all, ref Unsafe.Add(ref to, t * step), row, sequences, length);
            }

            return;
        }

        // Blocks of so few numbers would be mostly their rests: 20 % of a training step at N = 2, H = 5. All steps at once have none.
        spare = spare[..(all * step)];
        if (sequences < step)
        {
            spare.Clear();
        }

        ref float line = ref MemoryMarshal.GetReference(spare);
        Transposition.Run(ref from, all, ref line, step, sequences, all);
        for (int t = 0; t < steps; t++)
        {
            for (int n = 0; n < length; n++)
            {
                ref float place = ref Unsafe.Add(ref to, n * row + t * step);
                for (int i = 0; i < step; i += Vector<float>.Count)
                {
                    Vector.LoadUnsafe(ref line, (nuint)i).StoreUnsafe(ref place, (nuint)i);
                }

                line = ref Unsafe.Add(ref line, step);
            }
        }
    }

    /// <inheritdoc cref="Inputs(ReadOnlySpan{float}, Span{float}, Span{float}, int, int, int, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Inputs(ReadOnlySpan<double> x, Span<double> target, Span<double> spare, int sequences, int steps, int length, int row, int step)
    {
        ref double from = ref MemoryMarshal.GetReference(x[..(sequences * steps * length)]), to = ref MemoryMarshal.GetReference(target[..((length - 1) * row + steps * step)]);
        for (int t = 0; t < steps; t++)
        {
            Transposition.Run(ref Unsafe.Add(ref from, t * length), steps * length, ref Unsafe.Add(ref to, t * step), row, sequences, length);
        }
    }

    /// <summary>target[t][s] = the label of sequence s at step t.</summary>
    /// <param name="labels">sequences × steps.</param>
    /// <param name="target">Receives steps × sequences labels; elsewhere in memory.</param>
    /// <param name="sequences">Number of sequences.</param>
    /// <param name="steps">Steps of every sequence.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Labels(ReadOnlySpan<int> labels, Span<int> target, int sequences, int steps)
    {
        ref int from = ref MemoryMarshal.GetReference(labels[..(sequences * steps)]), to = ref MemoryMarshal.GetReference(target[..(sequences * steps)]);
        Transposition.Run(ref Unsafe.As<int, float>(ref from), steps, ref Unsafe.As<int, float>(ref to), sequences, sequences, steps);
    }

    /// <summary>target[t·row + s] = the label of sequence s at step t; what lies between the steps becomes -1, which is no class.</summary>
    /// <param name="labels">sequences × steps.</param>
    /// <param name="target">Receives steps × <paramref name="row"/> numbers.</param>
    /// <param name="sequences">Number of sequences.</param>
    /// <param name="steps">Steps of every sequence.</param>
    /// <param name="row">Distance between steps of the target, at least <paramref name="sequences"/>.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Labels(ReadOnlySpan<int> labels, Span<float> target, int sequences, int steps, int row)
    {
        ReadOnlySpan<int> from = labels[..(sequences * steps)];
        Span<int> to = MemoryMarshal.Cast<float, int>(target[..(steps * row)]);
        if (sequences < row)
        {
            to.Fill(-1);
        }

        // Moved as they are, eight by eight, and converted where they have arrived.
        Transposition.Run(ref Unsafe.As<int, float>(ref MemoryMarshal.GetReference(from)), steps, ref target[0], row, sequences, steps);
        LaneSoftmax.Convert(ref to[0], ref target[0], to.Length);
    }

    /// <inheritdoc cref="Labels(ReadOnlySpan{int}, Span{float}, int, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Labels(ReadOnlySpan<int> labels, Span<double> target, int sequences, int steps, int row)
    {
        if (sequences < row)
        {
            target[..(steps * row)].Fill(-1);
        }

        for (int s = 0; s < sequences; s++)
        {
            ReadOnlySpan<int> from = labels.Slice(s * steps, steps);
            Span<double> to = target.Slice(s, (steps - 1) * row + 1);
            for (int t = 0; t < from.Length; t++)
            {
                to[t * row] = from[t];
            }
        }
    }

    /// <summary>
    /// Moves rows and finds the greatest magnitudes among them but NaN: to look for infinities in a pass of its own took 1 % of a
    /// mini-batch at H = 32 (measured).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Rows<T>(ReadOnlySpan<T> x, Span<T> target, int sequences, int steps, int length)
        where T : unmanaged
    {
        x = x[..(sequences * steps * length)];
        ref T from = ref MemoryMarshal.GetReference(x), to = ref MemoryMarshal.GetReference(target[..x.Length]);
        return length >= Vector<T>.Count ? LongRows(ref from, ref to, sequences, steps, length) : ShortRows(ref from, ref to, sequences, steps, length);
    }

    /// <summary>
    /// Rows that fill a vector, sequence after sequence: out of the order in which x lies they took 1 % more of a mini-batch at H = 32.
    /// Two sequences go side by side, for a maximum waits for the one before, which took another 1 %.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> LongRows<T>(ref T from, ref T to, int sequences, int steps, int length)
        where T : unmanaged
    {
        Vector<T> most = Vector<T>.Zero, most2 = Vector<T>.Zero;
        int last = length - Vector<T>.Count;
        for (int s = 0; s < sequences; s += 2)
        {
            int apart = s + 1 < sequences ? 1 : 0; // an odd last one is moved twice
            ref T source = ref Unsafe.Add(ref from, s * steps * length), source2 = ref Unsafe.Add(ref source, apart * steps * length);
            ref T place = ref Unsafe.Add(ref to, s * length), place2 = ref Unsafe.Add(ref place, apart * length);
            for (int t = 0; t < steps; t++)
            {
                for (int i = 0; i < last; i += Vector<T>.Count)
                {
                    most = Move(ref Unsafe.Add(ref source, i), ref Unsafe.Add(ref place, i), most);
                    most2 = Move(ref Unsafe.Add(ref source2, i), ref Unsafe.Add(ref place2, i), most2);
                }

                most = Move(ref Unsafe.Add(ref source, last), ref Unsafe.Add(ref place, last), most); // it may overlap the one before
                most2 = Move(ref Unsafe.Add(ref source2, last), ref Unsafe.Add(ref place2, last), most2);
                source = ref Unsafe.Add(ref source, length);
                source2 = ref Unsafe.Add(ref source2, length);
                place = ref Unsafe.Add(ref place, sequences * length);
                place2 = ref Unsafe.Add(ref place2, sequences * length);
            }
        }

        return Vector.MaxNative(most, most2);
    }

    /// <summary>Shorter rows, step after step: a vector reaches over their ends, and the row behind has to be written next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> ShortRows<T>(ref T from, ref T to, int sequences, int steps, int length)
        where T : unmanaged
    {
        Vector<T> most = Vector<T>.Zero;
        int end = sequences * steps * length - Vector<T>.Count, place = 0;
        for (int t = 0; t < steps; t++)
        {
            int source = t * length;
            for (int s = 0; s < sequences; s++, source += steps * length, place += length)
            {
                if (source <= end && place <= end)
                {
                    most = Move(ref Unsafe.Add(ref from, source), ref Unsafe.Add(ref to, place), most);
                    continue;
                }

                for (int i = 0; i < length; i++)
                {
                    T number = Unsafe.Add(ref from, source + i);
                    Unsafe.Add(ref to, place + i) = number;
                    most = Vector.MaxNative(Vector.Abs(Vector.Create(number)), most);
                }
            }
        }

        return most;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Move<T>(ref T from, ref T to, Vector<T> most)
        where T : unmanaged
    {
        var numbers = Vector.LoadUnsafe(ref from);
        numbers.StoreUnsafe(ref to);
        return Vector.MaxNative(Vector.Abs(numbers), most); // of a NaN and another number, the second
    }
}
