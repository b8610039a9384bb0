using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>
/// Scores of few classes from many hidden units, Y = Hs Wyᵀ + by. With classes across the lanes most of a vector would be
/// padding, so here a sum runs along a row of Wy and one of h in eight lanes. These are added up in the end, the upper half
/// to the lower until one is left. Every vector width gives the same bits.
/// </summary>
public static class RowProducts
{
    /// <summary>y[t, k] = by[k] + Σ over i of Wy[k, i] h[t, i].</summary>
    /// <param name="h">Hidden states, a row for each t.</param>
    /// <param name="hRow">Distance between its rows, in elements.</param>
    /// <param name="wy">Wy, a row for each class, and zeros up to a multiple of four rows.</param>
    /// <param name="wyRow">Distance between its rows.</param>
    /// <param name="by">by, and what pads it to a line of 64 bytes.</param>
    /// <param name="y">The scores, elsewhere in memory. Rows are written to a line of 64 bytes, padding as in <paramref name="by"/>.</param>
    /// <param name="yRow">Distance between its rows.</param>
    /// <param name="steps">Rows of h and y.</param>
    /// <param name="classes">Rows of Wy that are not padding, 1 to 16.</param>
    /// <param name="units">Terms of a sum, a multiple of 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref float h, nint hRow, ref float wy, nint wyRow, ref float by, ref float y, nint yRow, int steps, int classes, int units)
    {
        for (int t = 0; t < steps; t++)
        {
            ref float scores = ref Unsafe.Add(ref y, t * yRow);
            for (int k = 0; k < classes; k += 8)
            {
                Block(ref Unsafe.Add(ref wy, k * wyRow), wyRow, (classes - k + 3) & ~3, ref Unsafe.Add(ref h, t * hRow), units, ref Unsafe.Add(ref by, k), 1, ref Unsafe.Add(ref scores, k));
            }

            for (int k = (classes + 3) & ~3; k < 16; k += 4)
            {
                Vector128.LoadUnsafe(ref Unsafe.Add(ref by, k)).StoreUnsafe(ref Unsafe.Add(ref scores, k));
            }
        }
    }

    /// <summary>The same with time across the lanes: y[k, t] = by[k] + Σ over i of Wy[k, i] h[t, i].</summary>
    /// <param name="h">Hidden states, a row for each t.</param>
    /// <param name="hRow">Distance between its rows, in elements.</param>
    /// <param name="wy">Wy, a row for each class.</param>
    /// <param name="wyRow">Distance between its rows.</param>
    /// <param name="by">by.</param>
    /// <param name="y">The scores, elsewhere in memory, a row for each class. Rows are written to a multiple of eight.</param>
    /// <param name="yRow">Distance between its rows.</param>
    /// <param name="steps">Rows of h, columns of y.</param>
    /// <param name="classes">Rows of Wy and y.</param>
    /// <param name="units">Terms of a sum, a multiple of 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunTransposed(ref float h, nint hRow, ref float wy, nint wyRow, ref float by, ref float y, nint yRow, int steps, int classes, int units)
    {
        for (int t = 0; t < steps; t += 8)
        {
            for (int k = 0; k < classes; k++)
            {
                Block(ref Unsafe.Add(ref h, t * hRow), hRow, steps - t, ref Unsafe.Add(ref wy, k * wyRow), units, ref Unsafe.Add(ref by, k), 0, ref Unsafe.Add(ref y, k * yRow + t));
            }
        }
    }

    /// <summary>
    /// Up to eight rows of one matrix by one of the other, plus where they start from: numbers side by side, or one for all of
    /// them. Where fewer are left, the last one is computed several times over, up to four or eight.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(ref float rows, nint row, int count, ref float other, int length, ref float start, nint startNext, ref float sums)
    {
        int last = Math.Min(8, count) - 1;
        if (Vector<float>.Count == 8 && last >= 3)
        {
            Vector<float> from = startNext == 0 ? Vector.Create(start) : Vector.LoadUnsafe(ref start);
            (Eight(ref rows, row, Math.Min(4, last) * row, Math.Min(5, last) * row, Math.Min(6, last) * row, last * row, ref other, length) + from).StoreUnsafe(ref sums);
            return;
        }

        for (int i = 0; i <= last; i += 4)
        {
            Vector128<float> from = startNext == 0 ? Vector128.Create(start) : Vector128.LoadUnsafe(ref Unsafe.Add(ref start, i));
            (Four(ref Unsafe.Add(ref rows, i * row), Math.Min(1, last - i) * row, Math.Min(2, last - i) * row, Math.Min(3, last - i) * row, ref other, length) + from).StoreUnsafe(ref Unsafe.Add(ref sums, i));
        }
    }

    /// <summary>Eight rows by one: nine loads for eight multiply-adds, with no detour over memory before the lanes are added up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Eight(ref float row, nint row1, nint row4, nint row5, nint row6, nint row7, ref float other, int length)
    {
        nint row2 = 2 * row1, row3 = 3 * row1;
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (int i = 0; i < length; i += 8)
        {
            Vector<float> f = Vector.LoadUnsafe(ref Unsafe.Add(ref other, i));
            s0 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref row), f, s0);
            s1 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref Unsafe.Add(ref row, row1)), f, s1);
            s2 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref Unsafe.Add(ref row, row2)), f, s2);
            s3 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref Unsafe.Add(ref row, row3)), f, s3);
            s4 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref Unsafe.Add(ref row, row4)), f, s4);
            s5 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref Unsafe.Add(ref row, row5)), f, s5);
            s6 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref Unsafe.Add(ref row, row6)), f, s6);
            s7 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref Unsafe.Add(ref row, row7)), f, s7);
            row = ref Unsafe.Add(ref row, 8);
        }

        return VectorMath.SumEach(s0, s1, s2, s3, s4, s5, s6, s7);
    }

    /// <summary>Four rows by one, eight lanes in two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Four(ref float row, nint row1, nint row2, nint row3, ref float other, int length)
    {
        Vector128<float> s0 = default, s1 = default, s2 = default, s3 = default, t0 = default, t1 = default, t2 = default, t3 = default;
        for (int i = 0; i < length; i += 8)
        {
            Vector128<float> f = Vector128.LoadUnsafe(ref Unsafe.Add(ref other, i)), g = Vector128.LoadUnsafe(ref Unsafe.Add(ref other, i + 4));
            s0 = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref row), f, s0);
            t0 = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref Unsafe.Add(ref row, 4)), g, t0);
            s1 = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref Unsafe.Add(ref row, row1)), f, s1);
            t1 = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref Unsafe.Add(ref row, row1 + 4)), g, t1);
            s2 = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref Unsafe.Add(ref row, row2)), f, s2);
            t2 = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref Unsafe.Add(ref row, row2 + 4)), g, t2);
            s3 = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref Unsafe.Add(ref row, row3)), f, s3);
            t3 = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref Unsafe.Add(ref row, row3 + 4)), g, t3);
            row = ref Unsafe.Add(ref row, 8);
        }

        return VectorMath.SumEach(s0 + t0, s1 + t1, s2 + t2, s3 + t3);
    }
}
