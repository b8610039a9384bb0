using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Numerics;

// On 512 bits a vector holds eight lanes of the sums of two rows of Wy, and eight of h twice: fourteen loads for the multiply-adds
// of six classes, where vectors of 256 bits take fifty-four. The order of each sum is the same. 7 % of a window at H = 64 and
// K = 10, 3 % at H = 32 and K = 5, 2 to 4 % of their training with four classes at a time; with six, and all rows in one call, a
// window at K = 10 takes another 3 % less and a mini-batch at H = 32 and K = 5 3 % (measured on Zen 5).
public static partial class RowProducts
{
    /// <summary>Rows of h, eight at a time and in the end four or more, by all rows of Wy, six at a time. An odd last one has one of zeros behind it, whose sums are not stored.</summary>
    /// <returns>Rows of h that are done; fewer than four are left.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int RunWide(ref float rows, nint row1, int steps, ref float wy, nint other, int classes, int length, ref float by, ref float y, nint sumsRow)
    {
        nint row2 = 2 * row1, row3 = 3 * row1;
        int t = 0;
        for (; steps - t >= 4; t += 8)
        {
            int last = Math.Min(8, steps - t) - 1, left = classes;
            nint row4 = Math.Min(4, last) * row1, row5 = Math.Min(5, last) * row1, row6 = Math.Min(6, last) * row1, row7 = last * row1;
            ref float others = ref wy, start = ref by, sums = ref Unsafe.Add(ref y, t);
            for (; left > 4; left -= 6)
            {
                Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
                Vector512<float> t0 = default, t1 = default, t2 = default, t3 = default, t4 = default, t5 = default, t6 = default, t7 = default;
                Vector512<float> u0 = default, u1 = default, u2 = default, u3 = default, u4 = default, u5 = default, u6 = default, u7 = default;
                ref float row = ref rows, factor = ref others, next = ref Unsafe.Add(ref others, 2 * other), third = ref Unsafe.Add(ref others, 4 * other);
                for (int i = length; i > 0; i -= 8)
                {
                    Vector512<float> f = Two(ref factor, other), g = Two(ref next, other), k = Two(ref third, other), h = Twice(ref row);
                    s0 = Vector512.MultiplyAddEstimate(h, f, s0);
                    t0 = Vector512.MultiplyAddEstimate(h, g, t0);
                    u0 = Vector512.MultiplyAddEstimate(h, k, u0);
                    h = Twice(ref Unsafe.Add(ref row, row1));
                    s1 = Vector512.MultiplyAddEstimate(h, f, s1);
                    t1 = Vector512.MultiplyAddEstimate(h, g, t1);
                    u1 = Vector512.MultiplyAddEstimate(h, k, u1);
                    h = Twice(ref Unsafe.Add(ref row, row2));
                    s2 = Vector512.MultiplyAddEstimate(h, f, s2);
                    t2 = Vector512.MultiplyAddEstimate(h, g, t2);
                    u2 = Vector512.MultiplyAddEstimate(h, k, u2);
                    h = Twice(ref Unsafe.Add(ref row, row3));
                    s3 = Vector512.MultiplyAddEstimate(h, f, s3);
                    t3 = Vector512.MultiplyAddEstimate(h, g, t3);
                    u3 = Vector512.MultiplyAddEstimate(h, k, u3);
                    h = Twice(ref Unsafe.Add(ref row, row4));
                    s4 = Vector512.MultiplyAddEstimate(h, f, s4);
                    t4 = Vector512.MultiplyAddEstimate(h, g, t4);
                    u4 = Vector512.MultiplyAddEstimate(h, k, u4);
                    h = Twice(ref Unsafe.Add(ref row, row5));
                    s5 = Vector512.MultiplyAddEstimate(h, f, s5);
                    t5 = Vector512.MultiplyAddEstimate(h, g, t5);
                    u5 = Vector512.MultiplyAddEstimate(h, k, u5);
                    h = Twice(ref Unsafe.Add(ref row, row6));
                    s6 = Vector512.MultiplyAddEstimate(h, f, s6);
                    t6 = Vector512.MultiplyAddEstimate(h, g, t6);
                    u6 = Vector512.MultiplyAddEstimate(h, k, u6);
                    h = Twice(ref Unsafe.Add(ref row, row7));
                    s7 = Vector512.MultiplyAddEstimate(h, f, s7);
                    t7 = Vector512.MultiplyAddEstimate(h, g, t7);
                    u7 = Vector512.MultiplyAddEstimate(h, k, u7);
                    row = ref Unsafe.Add(ref row, 8);
                    factor = ref Unsafe.Add(ref factor, 8);
                    next = ref Unsafe.Add(ref next, 8);
                    third = ref Unsafe.Add(ref third, 8);
                }

                SumEach(s0, s1, s2, s3, s4, s5, s6, s7, ref start, ref sums, sumsRow, both: true);
                SumEach(t0, t1, t2, t3, t4, t5, t6, t7, ref Unsafe.Add(ref start, 2), ref Unsafe.Add(ref sums, 2 * sumsRow), sumsRow, both: true);
                SumEach(u0, u1, u2, u3, u4, u5, u6, u7, ref Unsafe.Add(ref start, 4), ref Unsafe.Add(ref sums, 4 * sumsRow), sumsRow, both: left > 5);
                others = ref Unsafe.Add(ref others, 6 * other);
                start = ref Unsafe.Add(ref start, 6);
                sums = ref Unsafe.Add(ref sums, 6 * sumsRow);
            }

            if (left > 2)
            {
                Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
                Vector512<float> t0 = default, t1 = default, t2 = default, t3 = default, t4 = default, t5 = default, t6 = default, t7 = default;
                ref float row = ref rows, factor = ref others, next = ref Unsafe.Add(ref others, 2 * other);
                for (int i = length; i > 0; i -= 8)
                {
                    Vector512<float> f = Two(ref factor, other), g = Two(ref next, other), h = Twice(ref row);
                    s0 = Vector512.MultiplyAddEstimate(h, f, s0);
                    t0 = Vector512.MultiplyAddEstimate(h, g, t0);
                    h = Twice(ref Unsafe.Add(ref row, row1));
                    s1 = Vector512.MultiplyAddEstimate(h, f, s1);
                    t1 = Vector512.MultiplyAddEstimate(h, g, t1);
                    h = Twice(ref Unsafe.Add(ref row, row2));
                    s2 = Vector512.MultiplyAddEstimate(h, f, s2);
                    t2 = Vector512.MultiplyAddEstimate(h, g, t2);
                    h = Twice(ref Unsafe.Add(ref row, row3));
                    s3 = Vector512.MultiplyAddEstimate(h, f, s3);
                    t3 = Vector512.MultiplyAddEstimate(h, g, t3);
                    h = Twice(ref Unsafe.Add(ref row, row4));
                    s4 = Vector512.MultiplyAddEstimate(h, f, s4);
                    t4 = Vector512.MultiplyAddEstimate(h, g, t4);
                    h = Twice(ref Unsafe.Add(ref row, row5));
                    s5 = Vector512.MultiplyAddEstimate(h, f, s5);
                    t5 = Vector512.MultiplyAddEstimate(h, g, t5);
                    h = Twice(ref Unsafe.Add(ref row, row6));
                    s6 = Vector512.MultiplyAddEstimate(h, f, s6);
                    t6 = Vector512.MultiplyAddEstimate(h, g, t6);
                    h = Twice(ref Unsafe.Add(ref row, row7));
                    s7 = Vector512.MultiplyAddEstimate(h, f, s7);
                    t7 = Vector512.MultiplyAddEstimate(h, g, t7);
                    row = ref Unsafe.Add(ref row, 8);
                    factor = ref Unsafe.Add(ref factor, 8);
                    next = ref Unsafe.Add(ref next, 8);
                }

                SumEach(s0, s1, s2, s3, s4, s5, s6, s7, ref start, ref sums, sumsRow, both: true);
                SumEach(t0, t1, t2, t3, t4, t5, t6, t7, ref Unsafe.Add(ref start, 2), ref Unsafe.Add(ref sums, 2 * sumsRow), sumsRow, both: left > 3);
            }
            else if (left > 0)
            {
                Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
                ref float row = ref rows, factor = ref others;
                for (int i = length; i > 0; i -= 8)
                {
                    Vector512<float> f = Two(ref factor, other);
                    s0 = Vector512.MultiplyAddEstimate(Twice(ref row), f, s0);
                    s1 = Vector512.MultiplyAddEstimate(Twice(ref Unsafe.Add(ref row, row1)), f, s1);
                    s2 = Vector512.MultiplyAddEstimate(Twice(ref Unsafe.Add(ref row, row2)), f, s2);
                    s3 = Vector512.MultiplyAddEstimate(Twice(ref Unsafe.Add(ref row, row3)), f, s3);
                    s4 = Vector512.MultiplyAddEstimate(Twice(ref Unsafe.Add(ref row, row4)), f, s4);
                    s5 = Vector512.MultiplyAddEstimate(Twice(ref Unsafe.Add(ref row, row5)), f, s5);
                    s6 = Vector512.MultiplyAddEstimate(Twice(ref Unsafe.Add(ref row, row6)), f, s6);
                    s7 = Vector512.MultiplyAddEstimate(Twice(ref Unsafe.Add(ref row, row7)), f, s7);
                    row = ref Unsafe.Add(ref row, 8);
                    factor = ref Unsafe.Add(ref factor, 8);
                }

                SumEach(s0, s1, s2, s3, s4, s5, s6, s7, ref start, ref sums, sumsRow, both: left > 1);
            }

            rows = ref Unsafe.Add(ref rows, 8 * row1);
        }

        return t;
    }

    /// <summary>Eight lanes of a row in both halves. A load that copies takes an address, and the rows of h lie in pinned memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector512<float> Twice(ref float place) => Avx512F.BroadcastVector256ToVector512((double*)Unsafe.AsPointer(ref place)).AsSingle();

    /// <summary>Eight lanes of two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Two(ref float place, nint row) => Vector256.LoadUnsafe(ref place).ToVector512Unsafe().WithUpper(Vector256.LoadUnsafe(ref Unsafe.Add(ref place, row)));

    /// <summary>The sums over lanes of both halves, as those of <see cref="VectorMath"/>, plus a start for each, into two rows, or into the first alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumEach(Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3, Vector512<float> v4, Vector512<float> v5, Vector512<float> v6, Vector512<float> v7, ref float start, ref float sums, nint sumsRow, bool both)
    {
        Vector512<float> a = Half(v0, v4), b = Half(v1, v5), c = Half(v2, v6), d = Half(v3, v7);
        a = Avx512F.Shuffle(a, b, 0b01_00_01_00) + Avx512F.Shuffle(a, b, 0b11_10_11_10);
        c = Avx512F.Shuffle(c, d, 0b01_00_01_00) + Avx512F.Shuffle(c, d, 0b11_10_11_10);
        a = Avx512F.Shuffle(a, c, 0b10_00_10_00) + Avx512F.Shuffle(a, c, 0b11_01_11_01);
        (a.GetLower() + Vector256.Create(start)).StoreUnsafe(ref sums);
        if (both)
        {
            (a.GetUpper() + Vector256.Create(Unsafe.Add(ref start, 1))).StoreUnsafe(ref Unsafe.Add(ref sums, sumsRow));
        }

        // What is left of a half of one vector, four lanes, and of the other vector's, and so of the other halves. A choice takes the
        // place of a move from half to half, of which there are two in a cycle: 0.4 % of a mini-batch at H = 32 and K = 5.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector512<float> Half(Vector512<float> one, Vector512<float> other) =>
            Vector512.ConditionalSelect(Vector512.Create(0, 0, 0, 0, -1, -1, -1, -1, 0, 0, 0, 0, -1, -1, -1, -1).AsSingle(), other, one)
            + Avx512F.PermuteVar16x32x2(one, Vector512.Create(4, 5, 6, 7, 16, 17, 18, 19, 12, 13, 14, 15, 24, 25, 26, 27), other);
    }
}
