using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>
/// Softmax and loss down the rows of a matrix: a row for each class, and in each lane the scores of another step. Sums run
/// in the order of a single step's, whose lanes are the classes: the tree of <see cref="VectorMath.Sum(Vector{float})"/>.
/// </summary>
public static partial class LaneSoftmax
{
    /// <summary>p = softmax(y) in place.</summary>
    /// <param name="y">The scores of the first class; rows are read and written to whole lines of 64 bytes.</param>
    /// <param name="row">Distance between classes, in elements.</param>
    /// <param name="K">Number of classes, at least 1.</param>
    /// <param name="steps">Number of lanes that count.</param>
    /// <remarks>
    /// Not for inlining: in a step of many streams it would use up the JIT's budget, so that exp is called for every vector
    /// (measured: 1.1 to 1.5 times the time of the whole step).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Normalize(ref float y, nint row, int K, int steps)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Normalize<Vector512<float>, float, WideLanes>(ref y, row, K, steps);
        }
        else
        {
            Normalize<Vector<float>, float, UsualLanes>(ref y, row, K, steps);
        }
    }

    /// <inheritdoc cref="Normalize(ref float, nint, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Normalize(ref double y, nint row, int K, int steps)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Normalize<Vector512<double>, double, WideLanes>(ref y, row, K, steps);
        }
        else
        {
            Normalize<Vector<double>, double, UsualLanes>(ref y, row, K, steps);
        }
    }

    /// <summary>
    /// E = Σ -log p[label] with p = softmax(y), and D = p - l in place, where l is 1 at the label and 0 elsewhere. Where the
    /// label is negative nothing is there: D is 0, and adds nothing to E.
    /// </summary>
    /// <param name="y">The scores of the first class; rows are read and written to whole lines of 64 bytes.</param>
    /// <param name="row">Distance between classes, in elements.</param>
    /// <param name="K">Number of classes, at least 1.</param>
    /// <param name="labels">The labels as numbers, one for each lane of a row, to a whole line of 64 bytes.</param>
    /// <param name="steps">Number of lanes that count.</param>
    /// <param name="sums">Room for two lines of 64 bytes.</param>
    /// <param name="share">What D is multiplied by: the share of a sequence in the mean over several, whose gradients it makes those of the mean.</param>
    /// <returns>E.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Score(ref float y, nint row, int K, ref float labels, int steps, ref float sums, float share = 1f) => Vector512.IsHardwareAccelerated
        ? Score<Vector512<float>, float, WideLanes>(ref y, row, K, ref labels, steps, ref sums, 16, 1f, share)
        : Score<Vector<float>, float, UsualLanes>(ref y, row, K, ref labels, steps, ref sums, 16, 1f, share);

    /// <inheritdoc cref="Score(ref float, nint, int, ref float, int, ref float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Score(ref double y, nint row, int K, ref double labels, int steps, ref double sums, double share = 1d) => Vector512.IsHardwareAccelerated
        ? Score<Vector512<double>, double, WideLanes>(ref y, row, K, ref labels, steps, ref sums, 8, 1d, share)
        : Score<Vector<double>, double, UsualLanes>(ref y, row, K, ref labels, steps, ref sums, 8, 1d, share);

    /// <summary>Labels as numbers, and -1 up to a whole line of 64 bytes.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="target">Receives the numbers.</param>
    /// <param name="steps">Number of labels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Numbers(ref int labels, ref float target, int steps)
    {
        Convert(ref labels, ref target, steps);
        for (int t = steps; t % 16 != 0; t++)
        {
            Unsafe.Add(ref target, t) = -1f;
        }
    }

    /// <summary>Labels as numbers, which may take their place in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Convert(ref int labels, ref float target, int count)
    {
        int t = 0;
        for (; t <= count - Vector<int>.Count; t += Vector<int>.Count)
        {
            Vector.ConvertToSingle(Vector.LoadUnsafe(ref Unsafe.Add(ref labels, t))).StoreUnsafe(ref Unsafe.Add(ref target, t));
        }

        for (; t < count; t++)
        {
            Unsafe.Add(ref target, t) = Unsafe.Add(ref labels, t);
        }
    }

    /// <inheritdoc cref="Numbers(ref int, ref float, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Numbers(ref int labels, ref double target, int steps)
    {
        for (int t = 0; t < steps; t++)
        {
            Unsafe.Add(ref target, t) = Unsafe.Add(ref labels, t);
        }

        for (int t = steps; t % 8 != 0; t++)
        {
            Unsafe.Add(ref target, t) = -1d;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Normalize<V, T, L>(ref T y, nint row, int K, int steps)
        where L : struct, ILanes<V, T>
    {
        if (Few<V, T, L>.Are(K))
        {
            Few<V, T, L>.Normalize(ref y, row, K, steps);
        }
        else
        {
            NormalizeMany<V, T, L>(ref y, row, K, steps);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void NormalizeMany<V, T, L>(ref T y, nint row, int K, int steps)
        where L : struct, ILanes<V, T>
    {
        for (int i = 0; i < steps; i += L.Count)
        {
            ref T column = ref Unsafe.Add(ref y, i);
            V max = L.Load(ref column);
            for (int k = 1; k < K; k++)
            {
                max = L.Max(max, L.Load(ref Unsafe.Add(ref column, k * row)));
            }

            V scale = L.Reciprocal(Exponentials<V, T, L>(ref column, row, K, max, out _));
            for (int k = 0; k < K; k++)
            {
                ref T p = ref Unsafe.Add(ref column, k * row);
                L.Store(L.Multiply(L.Load(ref p), scale), ref p);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Score<V, T, L>(ref T y, nint row, int K, ref T labels, int steps, ref T sums, int line, T one, T share)
        where L : struct, ILanes<V, T>
    {
        double loss = 0d;
        int most = line * LinesPerLogarithm(line, K);
        for (int first = 0; first < steps; first += most)
        {
            Lines<V, T, L>(ref y, row, K, ref labels, first, Math.Min(first + most, steps), ref sums, line, one, share);
            loss += Sum(ref Unsafe.Add(ref sums, line)) + VectorMath.Log(Product(ref sums));
        }

        return loss;
    }

    /// <summary>
    /// Lines of 64 bytes whose sums are multiplied up before a logarithm is taken. A sum is at most √2 K; the product of a
    /// line's lanes stays below 2^1000 and inside the range of double, and that of a lane, in float, below 2^63.
    /// </summary>
    private static int LinesPerLogarithm(int line, int K)
    {
        int halfBits = 2 * (BitOperations.Log2((uint)K - 1) + 1) + 1; // of √2 K, its power of two rounded up
        return 2000 / (line * halfBits);
    }

    /// <summary>
    /// The product of a line of 64 bytes, in double: every lane by the one half a line further on, and so on. In four chains of
    /// single numbers it took 3 % of a training step at H = 8 and 16, nearly half the time of softmax.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Product<T>(ref T line)
    {
        Vector128<double> two = Two(ref line, 0) * Two(ref line, 4) * (Two(ref line, 2) * Two(ref line, 6));
        if (typeof(T) == typeof(float))
        {
            two *= Two(ref line, 1) * Two(ref line, 5) * (Two(ref line, 3) * Two(ref line, 7));
        }

        return two[0] * two[1];
    }

    /// <summary>Its sum likewise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum<T>(ref T line)
    {
        Vector128<double> two = Two(ref line, 0) + Two(ref line, 4) + (Two(ref line, 2) + Two(ref line, 6));
        if (typeof(T) == typeof(float))
        {
            two += Two(ref line, 1) + Two(ref line, 5) + (Two(ref line, 3) + Two(ref line, 7));
        }

        return two[0] + two[1];
    }

    /// <summary>Two lanes of a line, from so many eighths of it on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Two<T>(ref T line, int eighths)
    {
        if (typeof(T) == typeof(double))
        {
            return Vector128.LoadUnsafe(ref Unsafe.As<T, double>(ref line), (nuint)eighths);
        }

        var four = Vector128.LoadUnsafe(ref Unsafe.As<T, float>(ref line), (nuint)(eighths & ~1) * 2);
        return (eighths & 1) == 0 ? Vector128.WidenLower(four) : Vector128.WidenUpper(four);
    }

    /// <summary>The lanes from first to before end. -log p[label] = log(sum) + max - remainder - y[label]: a line gathers the products of the sums, another the rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Lines<V, T, L>(ref T y, nint row, int K, ref T labels, int first, int end, ref T sums, int line, T one, T share)
        where L : struct, ILanes<V, T>
    {
        for (int lane = 0; lane < line; lane += L.Count)
        {
            L.Store(L.Create(one), ref Unsafe.Add(ref sums, lane));
            L.Store(L.Zero, ref Unsafe.Add(ref sums, line + lane));
        }

        // The last steps first: the way back through time begins with them.
        int last = first + (end - first - 1) / L.Count * L.Count;
        if (Few<V, T, L>.Are(K))
        {
            Few<V, T, L>.Lines(ref y, row, K, ref labels, first, last, ref sums, line, one, share);
        }
        else
        {
            LinesMany<V, T, L>(ref y, row, K, ref labels, first, last, ref sums, line, one, share);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void LinesMany<V, T, L>(ref T y, nint row, int K, ref T labels, int first, int last, ref T sums, int line, T one, T share)
        where L : struct, ILanes<V, T>
    {
        for (int i = last; i >= first; i -= L.Count)
        {
            ref T column = ref Unsafe.Add(ref y, i);
            V label = L.Load(ref Unsafe.Add(ref labels, i)), k1 = L.Zero;
            V max = L.Load(ref column), score = L.WhereEqual(label, k1, max, L.Zero);
            for (int k = 1; k < K; k++)
            {
                V other = L.Load(ref Unsafe.Add(ref column, k * row));
                k1 = L.Add(k1, L.Create(one));
                max = L.Max(max, other);
                score = L.WhereEqual(label, k1, other, score);
            }

            V sum = Exponentials<V, T, L>(ref column, row, K, max, out V remainder);
            V whole = L.Create(share), scale = L.WhereNegative(label, L.Zero, L.Multiply(L.Reciprocal(sum), whole));
            k1 = L.Zero;
            for (int k = 0; k < K; k++)
            {
                ref T d = ref Unsafe.Add(ref column, k * row);
                L.Store(L.Subtract(L.Multiply(L.Load(ref d), scale), L.WhereEqual(label, k1, whole, L.Zero)), ref d);
                k1 = L.Add(k1, L.Create(one));
            }

            Gather<V, T, L>(ref Unsafe.Add(ref sums, i & (line - 1)), line, label, sum, max, score, remainder, one); // a line is a power of two long
        }
    }

    /// <summary>The share of some lanes in the loss.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Gather<V, T, L>(ref T products, int line, V label, V sum, V max, V score, V remainder, T one)
        where L : struct, ILanes<V, T>
    {
        L.Store(L.Multiply(L.Load(ref products), L.WhereNegative(label, L.Create(one), sum)), ref products);
        ref T rests = ref Unsafe.Add(ref products, line);
        L.Store(L.Add(L.Load(ref rests), L.WhereNegative(label, L.Zero, L.Subtract(L.Subtract(max, score), remainder))), ref rests);
    }

    /// <summary>e = e^y / 2^n in place, and their sum; 2^n is the power of two nearest to e^max, and the remainder max - n ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Exponentials<V, T, L>(ref T y, nint row, int K, V greatest, out V remainder)
        where L : struct, ILanes<V, T>
    {
        if (Greatest<V, T, L>(greatest, out V max, out V top, out V basis))
        {
            for (int k = 0; k < K; k++)
            {
                ref T place = ref Unsafe.Add(ref y, k * row);
                L.Store(L.Subtract(L.Load(ref place), basis), ref place);
            }
        }

        remainder = L.Remainder(max, top);
        for (int k = 0; k < K; k++)
        {
            ref T e = ref Unsafe.Add(ref y, k * row);
            L.Store(L.ExpBelow(L.Bounded(L.Load(ref e)), top), ref e);
        }

        return Halves<V, T, L>(ref y, row, K);
    }

    /// <summary>The greatest scores, bounded, and their exponents; true where any is so far from zero that the basis has to be taken off all scores, as it is off these.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Greatest<V, T, L>(V greatest, out V max, out V top, out V basis)
        where L : struct, ILanes<V, T>
    {
        max = L.Bounded(greatest);
        top = L.Exponent(max);
        basis = L.Zero;
        if (!L.IsFar(top))
        {
            return false;
        }

        basis = L.WhereFar(top, greatest);
        max = L.Bounded(L.Subtract(greatest, basis));
        top = L.Exponent(max);
        return true;
    }

    /// <summary>The tree of a sum over a line of 64 bytes, with the lanes that no class fills left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Halves<V, T, L>(ref T e, nint row, int K)
        where L : struct, ILanes<V, T>
    {
        V even = Quarters<V, T, L>(ref e, row, K);
        return K > 1 ? L.Add(even, Quarters<V, T, L>(ref Unsafe.Add(ref e, row), row, K - 1)) : even;
    }

    /// <summary>Of every second lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Quarters<V, T, L>(ref T e, nint row, int K)
        where L : struct, ILanes<V, T>
    {
        V sum = Eighths<V, T, L>(ref e, row, K);
        return K > 2 ? L.Add(sum, Eighths<V, T, L>(ref Unsafe.Add(ref e, 2 * row), row, K - 2)) : sum;
    }

    /// <summary>Of every fourth lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Eighths<V, T, L>(ref T e, nint row, int K)
        where L : struct, ILanes<V, T>
    {
        V sum = Pair<V, T, L>(ref e, row, K);
        return K > 4 ? L.Add(sum, Pair<V, T, L>(ref Unsafe.Add(ref e, 4 * row), row, K - 4)) : sum;
    }

    /// <summary>Of every eighth lane; a line of double has no more than one of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Pair<V, T, L>(ref T e, nint row, int K)
        where L : struct, ILanes<V, T>
    {
        V sum = Lane<V, T, L>(ref e, row, K);
        return Unsafe.SizeOf<T>() == 4 && K > 8 ? L.Add(sum, Lane<V, T, L>(ref Unsafe.Add(ref e, 8 * row), row, K - 8)) : sum;
    }

    /// <summary>Of one lane, to which every line of classes has added one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Lane<V, T, L>(ref T e, nint row, int K)
        where L : struct, ILanes<V, T>
    {
        int line = 64 / Unsafe.SizeOf<T>();
        V sum = L.Load(ref e);
        for (int k = line; k < K; k += line)
        {
            sum = L.Add(sum, L.Load(ref Unsafe.Add(ref e, k * row)));
        }

        return sum;
    }
}
