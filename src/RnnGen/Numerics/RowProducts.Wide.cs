using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Numerics;

// On 512 bits a vector holds eight lanes of the sums of two rows of Wy, and eight of h twice: twelve loads for the multiply-adds
// of four classes, where vectors of 256 bits take thirty-six. The order of each sum is the same. 7 % of a window at H = 64
// and K = 10, 3 % at H = 32 and K = 5, 2 to 4 % of their training (measured on Zen 5).
public static partial class RowProducts
{
    /// <summary>Eight rows by an even number of rows of the other matrix, four at a time, and then two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void EightByFour(ref float rows, nint row1, int last, ref float others, nint other, int otherCount, int length, ref float start, ref float sums, nint sumsRow)
    {
        nint row2 = 2 * row1, row3 = 3 * row1, row4 = Math.Min(4, last) * row1, row5 = Math.Min(5, last) * row1, row6 = Math.Min(6, last) * row1, row7 = last * row1;
        for (; otherCount > 2; otherCount -= 4)
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

            SumEach(s0, s1, s2, s3, s4, s5, s6, s7, ref start, ref sums, sumsRow);
            SumEach(t0, t1, t2, t3, t4, t5, t6, t7, ref Unsafe.Add(ref start, 2), ref Unsafe.Add(ref sums, 2 * sumsRow), sumsRow);
            others = ref Unsafe.Add(ref others, 4 * other);
            start = ref Unsafe.Add(ref start, 4);
            sums = ref Unsafe.Add(ref sums, 4 * sumsRow);
        }

        // Two alone: beside two that are not there a window at K = 2 or 6 would take 2 % more.
        if (otherCount > 0)
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

            SumEach(s0, s1, s2, s3, s4, s5, s6, s7, ref start, ref sums, sumsRow);
        }
    }

    /// <summary>Eight lanes of a row in both halves. A load that copies takes an address, and the rows of h lie in pinned memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector512<float> Twice(ref float place) => Avx512F.BroadcastVector256ToVector512((double*)Unsafe.AsPointer(ref place)).AsSingle();

    /// <summary>Eight lanes of two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Two(ref float place, nint row) => Vector256.LoadUnsafe(ref place).ToVector512Unsafe().WithUpper(Vector256.LoadUnsafe(ref Unsafe.Add(ref place, row)));

    /// <summary>The sums over lanes of both halves, as those of <see cref="VectorMath"/>, plus a start for each, into two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumEach(Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3, Vector512<float> v4, Vector512<float> v5, Vector512<float> v6, Vector512<float> v7, ref float start, ref float sums, nint sumsRow)
    {
        Vector512<float> a = Half(v0, v4), b = Half(v1, v5), c = Half(v2, v6), d = Half(v3, v7);
        a = Avx512F.Shuffle(a, b, 0b01_00_01_00) + Avx512F.Shuffle(a, b, 0b11_10_11_10);
        c = Avx512F.Shuffle(c, d, 0b01_00_01_00) + Avx512F.Shuffle(c, d, 0b11_10_11_10);
        a = Avx512F.Shuffle(a, c, 0b10_00_10_00) + Avx512F.Shuffle(a, c, 0b11_01_11_01);
        a = Avx512F.Shuffle4x128(a, a, 0b11_01_10_00);
        (a.GetLower() + Vector256.Create(start)).StoreUnsafe(ref sums);
        (a.GetUpper() + Vector256.Create(Unsafe.Add(ref start, 1))).StoreUnsafe(ref Unsafe.Add(ref sums, sumsRow));

        // What is left of both halves of one vector, four lanes each, and of those of the other.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector512<float> Half(Vector512<float> one, Vector512<float> other) => Avx512F.Shuffle4x128(one, other, 0b10_00_10_00) + Avx512F.Shuffle4x128(one, other, 0b11_01_11_01);
    }
}
