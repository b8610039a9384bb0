using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Numerics;

// The read-out of up to four classes. With a lane for each class most of a vector is padding, and every hidden unit takes a
// broadcast and a multiply-add. Here Wyᵀ is kept in rows of two or four numbers, a group of lanes for each of four units side by
// side, so that one multiply-add serves all four. Each group sums every fourth unit; in the end the groups are folded, half to
// half. A narrower vector holds half of the groups, or one: the bits are the same on all of them.
//
// A step has h in registers. Back from memory it is there ten cycles later, or more where a store of 512 bits is read in parts, and
// what waits for it keeps the next step from being looked at: a step took 6 % more time so at H = 8, 39 % at H = 16 (Zen 5). A
// window reads out the step before, and loads that copy four neighbours spare its units for permutations: at H = 8 it takes 1 %
// less time so than from registers, at H = 16 3 %.
public static partial class VectorMath
{
    /// <summary>y = by + Σ over i of h[i] · wy[i], lane k for class k: (2) for up to four classes. Lanes of classes that do not exist stay far below all others, as they are in by.</summary>
    /// <param name="by">What the scores start from.</param>
    /// <param name="h0">The first hidden units.</param>
    /// <param name="h1">The others, where a vector does not hold them.</param>
    /// <param name="h">All of them in memory, for vectors of 128 bits.</param>
    /// <param name="wy">Wyᵀ: H rows of Ky numbers.</param>
    /// <param name="H">Number of hidden units, 8, 12 or 16; a constant.</param>
    /// <param name="Ky">Numbers in a row, 2 or 4: no fewer than there are classes; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> FewScores(Vector<float> by, Vector<float> h0, Vector<float> h1, ref float h, ref float wy, int H, int Ky) =>
        by + (Vector<float>.Count == 8 ? FewScores256(h0.AsVector256(), h1.AsVector256(), false, ref h, ref wy, H, Ky).AsVector() : FewScores128(ref h, ref wy, H, Ky));

    /// <inheritdoc cref="FewScores(Vector{float}, Vector{float}, Vector{float}, ref float, ref float, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> FewScores(Vector512<float> by, Vector512<float> h0, ref float wy, int H, int Ky) =>
        by + FewScores512(h0, false, ref Unsafe.NullRef<float>(), ref wy, H, Ky);

    /// <summary>The same of a hidden state that has been in memory for a while.</summary>
    /// <param name="by">What the scores start from.</param>
    /// <param name="h">The hidden units, in memory that does not move.</param>
    /// <param name="wy">Wyᵀ: H rows of Ky numbers.</param>
    /// <param name="H">Number of hidden units; a constant.</param>
    /// <param name="Ky">Numbers in a row, 2 or 4; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> FewScores(Vector<float> by, ref float h, ref float wy, int H, int Ky) =>
        by + (Vector<float>.Count == 8 ? FewScores256(default, default, true, ref h, ref wy, H, Ky).AsVector() : FewScores128(ref h, ref wy, H, Ky));

    /// <inheritdoc cref="FewScores(Vector{float}, ref float, ref float, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> FewScores(Vector512<float> by, ref float h, ref float wy, int H, int Ky) =>
        by + FewScores512(default, true, ref h, ref wy, H, Ky);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> FewScores512(Vector512<float> h0, bool inMemory, ref float h, ref float wy, int H, int Ky)
    {
        if (Ky == 2)
        {
            return FewScores256(h0.GetLower(), h0.GetUpper(), inMemory, ref h, ref wy, H, Ky).ToVector512();
        }

        Vector512<float> sums = Units(h0, 0, inMemory, ref h) * Vector512.LoadUnsafe(ref wy);
        sums = Vector512.MultiplyAddEstimate(Units(h0, 4, inMemory, ref h), Vector512.LoadUnsafe(ref wy, 16), sums);
        sums = H > 8 ? Vector512.MultiplyAddEstimate(Units(h0, 8, inMemory, ref h), Vector512.LoadUnsafe(ref wy, 32), sums) : sums;
        sums = H > 12 ? Vector512.MultiplyAddEstimate(Units(h0, 12, inMemory, ref h), Vector512.LoadUnsafe(ref wy, 48), sums) : sums;
        Vector256<float> folded = sums.GetLower() + sums.GetUpper();
        return (folded.GetLower() + folded.GetUpper()).ToVector256().ToVector512();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector512<float> Units(Vector512<float> h0, int i, bool inMemory, ref float h) => inMemory
            ? Each(Four(ref Unsafe.Add(ref h, i)))
            : Vector512.Shuffle(h0, Vector512.Create(i, i, i, i, i + 1, i + 1, i + 1, i + 1, i + 2, i + 2, i + 2, i + 2, i + 3, i + 3, i + 3, i + 3));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector512<float> Each(Vector512<float> four)
        {
            Vector512<int> indices = Vector512.Create(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
            return Avx512F.IsSupported ? Avx512F.PermuteVar4x32(four, indices) : Vector512.Shuffle(four, indices);
        }
    }

    /// <summary>The sums in the first Ky lanes, and again in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> FewScores256(Vector256<float> h0, Vector256<float> h1, bool inMemory, ref float h, ref float wy, int H, int Ky)
    {
        if (Ky == 2)
        {
            Vector256<float> pairs = Pairs(h0, 0, inMemory, ref h) * Vector256.LoadUnsafe(ref wy);
            pairs = Vector256.MultiplyAddEstimate(Pairs(h0, 4, inMemory, ref h), Vector256.LoadUnsafe(ref wy, 8), pairs);
            pairs = H > 8 ? Vector256.MultiplyAddEstimate(Pairs(h1, 8, inMemory, ref h), Vector256.LoadUnsafe(ref wy, 16), pairs) : pairs;
            pairs = H > 12 ? Vector256.MultiplyAddEstimate(Pairs(h1, 12, inMemory, ref h), Vector256.LoadUnsafe(ref wy, 24), pairs) : pairs;
            pairs += SwapHalves(pairs);
            return pairs + Vector256.Shuffle(pairs, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5));
        }

        Vector256<float> low = Fours(h0, 0, inMemory, ref h) * Vector256.LoadUnsafe(ref wy), high = Fours(h0, 2, inMemory, ref h) * Vector256.LoadUnsafe(ref wy, 8);
        low = Vector256.MultiplyAddEstimate(Fours(h0, 4, inMemory, ref h), Vector256.LoadUnsafe(ref wy, 16), low);
        high = Vector256.MultiplyAddEstimate(Fours(h0, 6, inMemory, ref h), Vector256.LoadUnsafe(ref wy, 24), high);
        low = H > 8 ? Vector256.MultiplyAddEstimate(Fours(h1, 8, inMemory, ref h), Vector256.LoadUnsafe(ref wy, 32), low) : low;
        high = H > 8 ? Vector256.MultiplyAddEstimate(Fours(h1, 10, inMemory, ref h), Vector256.LoadUnsafe(ref wy, 40), high) : high;
        low = H > 12 ? Vector256.MultiplyAddEstimate(Fours(h1, 12, inMemory, ref h), Vector256.LoadUnsafe(ref wy, 48), low) : low;
        high = H > 12 ? Vector256.MultiplyAddEstimate(Fours(h1, 14, inMemory, ref h), Vector256.LoadUnsafe(ref wy, 56), high) : high;
        low += high;
        return low + SwapHalves(low);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector256<float> Pairs(Vector256<float> part, int i, bool inMemory, ref float h) => inMemory
            ? Copies(ref Unsafe.Add(ref h, i), Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3))
            : Vector256.Shuffle(part, Vector256.Create(i % 8, i % 8, i % 8 + 1, i % 8 + 1, i % 8 + 2, i % 8 + 2, i % 8 + 3, i % 8 + 3));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector256<float> Fours(Vector256<float> part, int i, bool inMemory, ref float h) => inMemory
            ? Copies(ref Unsafe.Add(ref h, i & ~3), i % 4 == 0 ? Vector256.Create(0, 0, 0, 0, 1, 1, 1, 1) : Vector256.Create(2, 2, 2, 2, 3, 3, 3, 3))
            : Vector256.Shuffle(part, Vector256.Create(i % 8, i % 8, i % 8, i % 8, i % 8 + 1, i % 8 + 1, i % 8 + 1, i % 8 + 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> SwapHalves(Vector256<float> lanes) =>
        Avx.IsSupported ? Avx.Permute2x128(lanes, lanes, 0x01) : Vector256.Create(lanes.GetUpper(), lanes.GetLower());

    /// <summary>Four neighbours in memory, each in the lanes that ask for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<float> Copies(ref float four, Vector256<int> indices)
    {
        if (Avx.IsSupported)
        {
            return Avx.PermuteVar(Avx.BroadcastVector128ToVector256((float*)Unsafe.AsPointer(ref four)), indices);
        }

        // In software, where tests compare the bits of all widths.
        var half = Vector128.LoadUnsafe(ref four);
        return Vector256.Shuffle(Vector256.Create(half, half), indices);
    }

    // Of other widths, whatever they are. It takes Vector<T>, for types a method takes or has are loaded wherever it may be called,
    // even in a dead branch, and those of 128 bits would be that before a network's first step (1 ms; measured).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> FewScores128(ref float h, ref float wy, int H, int Ky)
    {
        Vector128<float> a = Vector128<float>.Zero, b = a, c = a, d = a;
        for (int i = 0; i < H; i += 4)
        {
            var four = Vector128.LoadUnsafe(ref h, (nuint)i);
            ref float row = ref Unsafe.Add(ref wy, Ky * i);
            if (Ky == 2)
            {
                a = Vector128.MultiplyAddEstimate(Vector128.Shuffle(four, Vector128.Create(0, 0, 1, 1)), Vector128.LoadUnsafe(ref row), a);
                b = Vector128.MultiplyAddEstimate(Vector128.Shuffle(four, Vector128.Create(2, 2, 3, 3)), Vector128.LoadUnsafe(ref row, 4), b);
            }
            else
            {
                a = Vector128.MultiplyAddEstimate(Vector128.Shuffle(four, Vector128.Create(0)), Vector128.LoadUnsafe(ref row), a);
                b = Vector128.MultiplyAddEstimate(Vector128.Shuffle(four, Vector128.Create(1)), Vector128.LoadUnsafe(ref row, 4), b);
                c = Vector128.MultiplyAddEstimate(Vector128.Shuffle(four, Vector128.Create(2)), Vector128.LoadUnsafe(ref row, 8), c);
                d = Vector128.MultiplyAddEstimate(Vector128.Shuffle(four, Vector128.Create(3)), Vector128.LoadUnsafe(ref row, 12), d);
            }
        }

        Vector128<float> pairs = a + b;
        return (Ky == 2 ? pairs + Vector128.Shuffle(pairs, Vector128.Create(2, 3, 0, 1)) : (a + c) + (b + d)).AsVector();
    }
}
