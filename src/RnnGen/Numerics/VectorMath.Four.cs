using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Numerics;

// A matrix whose rows are four vectors, times a vector, needs a load for every multiply-add, and processors do two of each in a
// cycle; the broadcast for every row is a fifth load. Where four neighbours of the vector come with one, three of four of
// these are left to the units that move lanes (Zen 5, 64 by 64 numbers: 38.6 ns with broadcasts, 32.7 so, 30.8 without any).
public static partial class VectorMath
{
    /// <summary>Four neighbours, again in every four lanes.</summary>
    /// <param name="source">The first of them, in memory that does not move.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<float> Four(ref float source)
    {
        // A load that copies takes an address. Without it kernels on 512 bits run in software, where tests compare their bits.
        if (Avx512F.IsSupported)
        {
            return Avx512F.BroadcastVector128ToVector512((float*)Unsafe.AsPointer(ref source));
        }

        var four = Vector128.LoadUnsafe(ref source);
        var eight = Vector256.Create(four, four);
        return Vector512.Create(eight, eight);
    }

    /// <summary>One of four neighbours in every lane.</summary>
    /// <param name="four">What <see cref="Four"/> gave.</param>
    /// <param name="index">Which of them, 0 to 3; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> OneOfFour(Vector512<float> four, int index) => Vector512.Shuffle(
        four,
        Vector512.Create(index, index, index, index, index + 4, index + 4, index + 4, index + 4, index + 8, index + 8, index + 8, index + 8, index + 12, index + 12, index + 12, index + 12));
}
