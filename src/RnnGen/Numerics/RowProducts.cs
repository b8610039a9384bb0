using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>
/// Scores of few classes from many hidden units, Y = Hs Wyᵀ + by. With classes across the lanes most of a vector would be
/// padding, so here a sum runs along a row of Wy and one of h in eight lanes. These are added up in the end, the upper half
/// to the lower until one is left. Every vector width gives the same bits.
/// </summary>
public static partial class RowProducts
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
    /// <param name="units">Terms of a sum; up to a multiple of 8 zeros follow in h and Wy.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref float h, nint hRow, ref float wy, nint wyRow, ref float by, ref float y, nint yRow, int steps, int classes, int units)
    {
        for (int t = 0; t < steps; t++)
        {
            ref float scores = ref Unsafe.Add(ref y, t * yRow);
            for (int k = 0; k < classes; k += 8)
            {
                Rows(ref Unsafe.Add(ref wy, k * wyRow), wyRow, (classes - k + 3) & ~3, ref Unsafe.Add(ref h, t * hRow), 0, 1, units, ref Unsafe.Add(ref by, k), byLane: true, ref Unsafe.Add(ref scores, k), 0);
            }

            for (int k = (classes + 3) & ~3; k < 16; k += 4)
            {
                Vector128.LoadUnsafe(ref Unsafe.Add(ref by, k)).StoreUnsafe(ref Unsafe.Add(ref scores, k));
            }
        }
    }

    /// <summary>The same with time across the lanes: y[k, t] = by[k] + Σ over i of Wy[k, i] h[t, i].</summary>
    /// <param name="h">Hidden states, a row for each t, in pinned memory.</param>
    /// <param name="hRow">Distance between its rows, in elements.</param>
    /// <param name="wy">Wy, a row for each class, and where their number is odd one of zeros behind them.</param>
    /// <param name="wyRow">Distance between its rows.</param>
    /// <param name="by">by.</param>
    /// <param name="y">The scores, elsewhere in memory, a row for each class. Rows are written to a multiple of eight.</param>
    /// <param name="yRow">Distance between its rows.</param>
    /// <param name="steps">Rows of h, columns of y.</param>
    /// <param name="classes">Rows of Wy and y.</param>
    /// <param name="units">Terms of a sum; up to a multiple of 8 zeros follow in h and Wy.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunTransposed(ref float h, nint hRow, ref float wy, nint wyRow, ref float by, ref float y, nint yRow, int steps, int classes, int units)
    {
        int t = Vector512.IsHardwareAccelerated ? RunWide(ref h, hRow, steps, ref wy, wyRow, classes, units, ref by, ref y, yRow) : 0;
        for (; t < steps; t += 8)
        {
            Rows(ref Unsafe.Add(ref h, t * hRow), hRow, steps - t, ref wy, wyRow, classes, units, ref by, byLane: false, ref Unsafe.Add(ref y, t), yRow);
        }
    }

    /// <summary>
    /// Up to eight rows of one matrix, which end up across the lanes, by every row of the other. Where fewer are left, the last
    /// one is computed several times over, up to four or eight. Sums start from one number for each row of the other, or, where
    /// that is a single one, from a number for each lane.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rows(ref float rows, nint row, int count, ref float others, nint other, int otherCount, int length, ref float start, bool byLane, ref float sums, nint sumsRow)
    {
        int last = Math.Min(8, count) - 1;
        if (Vector<float>.Count == 8 && last >= 3)
        {
            Eight(ref rows, row, last, ref others, other, otherCount, length, ref start, byLane, ref sums, sumsRow);
            return;
        }

        for (int i = 0; i <= last; i += 4)
        {
            Four(ref Unsafe.Add(ref rows, i * row), row, last - i, ref others, other, otherCount, length, ref Unsafe.Add(ref start, byLane ? i : 0), byLane, ref Unsafe.Add(ref sums, i), sumsRow);
        }
    }

    /// <summary>Eight rows: nine loads for eight multiply-adds, with no detour over memory before the lanes are added up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Eight(ref float rows, nint row1, int last, ref float others, nint other, int otherCount, int length, ref float start, bool byLane, ref float sums, nint sumsRow)
    {
        nint row2 = 2 * row1, row3 = 3 * row1, row4 = Math.Min(4, last) * row1, row5 = Math.Min(5, last) * row1, row6 = Math.Min(6, last) * row1, row7 = last * row1;
        for (; otherCount > 0; otherCount--)
        {
            Vector<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
            ref float row = ref rows, factor = ref others;
            for (int i = length; i > 0; i -= 8)
            {
                Vector<float> f = Vector.LoadUnsafe(ref factor);
                s0 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref row), f, s0);
                s1 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref Unsafe.Add(ref row, row1)), f, s1);
                s2 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref Unsafe.Add(ref row, row2)), f, s2);
                s3 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref Unsafe.Add(ref row, row3)), f, s3);
                s4 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref Unsafe.Add(ref row, row4)), f, s4);
                s5 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref Unsafe.Add(ref row, row5)), f, s5);
                s6 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref Unsafe.Add(ref row, row6)), f, s6);
                s7 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref Unsafe.Add(ref row, row7)), f, s7);
                row = ref Unsafe.Add(ref row, 8);
                factor = ref Unsafe.Add(ref factor, 8);
            }

            Vector<float> from = byLane ? Vector.LoadUnsafe(ref start) : Vector.Create(start);
            (VectorMath.SumEach(s0, s1, s2, s3, s4, s5, s6, s7) + from).StoreUnsafe(ref sums);
            others = ref Unsafe.Add(ref others, other);
            start = ref Unsafe.Add(ref start, 1);
            sums = ref Unsafe.Add(ref sums, sumsRow);
        }
    }

    /// <summary>Four rows, eight lanes in two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Four(ref float rows, nint row, int last, ref float others, nint other, int otherCount, int length, ref float start, bool byLane, ref float sums, nint sumsRow)
    {
        nint row1 = Math.Min(1, last) * row, row2 = Math.Min(2, last) * row, row3 = Math.Min(3, last) * row;
        for (; otherCount > 0; otherCount--)
        {
            Vector128<float> s0 = default, s1 = default, s2 = default, s3 = default, t0 = default, t1 = default, t2 = default, t3 = default;
            ref float place = ref rows, factor = ref others;
            for (int i = length; i > 0; i -= 8)
            {
                Vector128<float> f = Vector128.LoadUnsafe(ref factor), g = Vector128.LoadUnsafe(ref Unsafe.Add(ref factor, 4));
                s0 = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref place), f, s0);
                t0 = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref Unsafe.Add(ref place, 4)), g, t0);
                s1 = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref Unsafe.Add(ref place, row1)), f, s1);
                t1 = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref Unsafe.Add(ref place, row1 + 4)), g, t1);
                s2 = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref Unsafe.Add(ref place, row2)), f, s2);
                t2 = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref Unsafe.Add(ref place, row2 + 4)), g, t2);
                s3 = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref Unsafe.Add(ref place, row3)), f, s3);
                t3 = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref Unsafe.Add(ref place, row3 + 4)), g, t3);
                place = ref Unsafe.Add(ref place, 8);
                factor = ref Unsafe.Add(ref factor, 8);
            }

            Vector128<float> from = byLane ? Vector128.LoadUnsafe(ref start) : Vector128.Create(start);
            (VectorMath.SumEach(s0 + t0, s1 + t1, s2 + t2, s3 + t3) + from).StoreUnsafe(ref sums);
            others = ref Unsafe.Add(ref others, other);
            start = ref Unsafe.Add(ref start, 1);
            sums = ref Unsafe.Add(ref sums, sumsRow);
        }
    }
}
