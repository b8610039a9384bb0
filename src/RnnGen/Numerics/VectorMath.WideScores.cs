using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

// What softmax of a single vector of scores takes, on 512 bits.
public static partial class VectorMath
{
    /// <summary>Writes the first K lanes, and no others.</summary>
    /// <param name="lanes">What is written.</param>
    /// <param name="place">Receives K numbers.</param>
    /// <param name="K">How many, from 1 to the number of lanes; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> lanes, ref float place, int K)
    {
        if (K == 16)
        {
            lanes.StoreUnsafe(ref place);
        }
        else if (K > 8)
        {
            lanes.GetLower().StoreUnsafe(ref place);
            Store(lanes.GetUpper(), ref Unsafe.Add(ref place, 8), K - 8);
        }
        else
        {
            Store(lanes.GetLower(), ref place, K);
        }
    }

    /// <inheritdoc cref="Store(Vector512{float}, ref float, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<double> lanes, ref double place, int K)
    {
        if (K == 8)
        {
            lanes.StoreUnsafe(ref place);
        }
        else if (K > 4)
        {
            lanes.GetLower().StoreUnsafe(ref place);
            Store(lanes.GetUpper(), ref Unsafe.Add(ref place, 4), K - 4);
        }
        else
        {
            Store(lanes.GetLower(), ref place, K);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreNear(Vector512<float> n, int K) =>
        (Vector512.GreaterThan(Vector512.Abs(Power(n)), Vector512.Create((float)Near)).ExtractMostSignificantBits() & First(K)) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreNear(Vector512<double> n, int K) =>
        (Vector512.GreaterThan(Vector512.Abs(Power(n)), Vector512.Create((double)Near)).ExtractMostSignificantBits() & First(K)) == 0;

    /// <summary>A bit for each of the first K lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint First(int K) => (1u << K) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Total(Vector512<float> e, int K)
    {
        if (K > 8)
        {
            e += Swap8(e);
        }

        if (K > 4)
        {
            e += Swap4(e);
        }

        if (K > 2)
        {
            e += Swap2(e);
        }

        return K > 1 ? e + Swap1(e) : e;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Total(Vector512<double> e, int K)
    {
        if (K > 4)
        {
            e += Swap4(e);
        }

        if (K > 2)
        {
            e += Swap2(e);
        }

        return K > 1 ? e + Swap1(e) : e;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Swap1(Vector512<float> lanes) =>
        Vector512.ShuffleNative(lanes, Vector512.Create(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Swap4(Vector512<double> lanes) => Vector512.ShuffleNative(lanes, Vector512.Create(4L, 5, 6, 7, 0, 1, 2, 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Swap2(Vector512<double> lanes) => Vector512.ShuffleNative(lanes, Vector512.Create(2L, 3, 0, 1, 6, 7, 4, 5));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Swap1(Vector512<double> lanes) => Vector512.ShuffleNative(lanes, Vector512.Create(1L, 0, 3, 2, 5, 4, 7, 6));
}
