using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Numerics;

/// <summary>Brings a mini-batch from sequence after sequence into the order of the kernels, step after step.</summary>
public static class TimeMajor
{
    /// <summary>target[t][s] = source[s][t], every element a row of <paramref name="length"/> numbers; what lies between rows of the target stays.</summary>
    /// <typeparam name="T">Type of the numbers.</typeparam>
    /// <param name="source">sequences × steps × length.</param>
    /// <param name="target">Receives steps × sequences rows; elsewhere in memory.</param>
    /// <param name="sequences">Number of sequences.</param>
    /// <param name="steps">Steps of every sequence.</param>
    /// <param name="length">Length of a row.</param>
    /// <param name="targetRow">Distance between rows of the target.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(ReadOnlySpan<T> source, Span<T> target, int sequences, int steps, int length, int targetRow)
        where T : unmanaged
    {
        ref T from = ref MemoryMarshal.GetReference(source[..(sequences * steps * length)]);
        ref T to = ref MemoryMarshal.GetReference(target[..((steps * sequences - 1) * targetRow + length)]);

        // Labels, or x of one number. Moved number by number they took 1 % of a training step at H = 32.
        if (length == 1 && targetRow == 1 && Unsafe.SizeOf<T>() == sizeof(float))
        {
            Transposition.Run(ref Unsafe.As<T, float>(ref from), steps, ref Unsafe.As<T, float>(ref to), sequences, sequences, steps);
            return;
        }

        // Most rows are so short that a call of the runtime's copy takes longer than the copy.
        int lastVector = length >= Vector<T>.Count ? length - Vector<T>.Count : -1; // the last one may overlap the one before
        for (int t = 0; t < steps; t++)
        {
            for (int s = 0; s < sequences; s++)
            {
                ref T row = ref Unsafe.Add(ref from, (s * steps + t) * length);
                int i = 0;
                for (; i < lastVector; i += Vector<T>.Count)
                {
                    Vector.LoadUnsafe(ref row, (nuint)i).StoreUnsafe(ref to, (nuint)i);
                }

                if (lastVector >= 0)
                {
                    Vector.LoadUnsafe(ref row, (nuint)lastVector).StoreUnsafe(ref to, (nuint)lastVector);
                }
                else
                {
                    for (; i < length; i++)
                    {
                        Unsafe.Add(ref to, i) = Unsafe.Add(ref row, i);
                    }
                }

                to = ref Unsafe.Add(ref to, targetRow);
            }
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
}
