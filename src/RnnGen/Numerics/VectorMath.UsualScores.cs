using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Numerics;

// What softmax of a single vector of scores takes, on Vector<T>: where that has 256 bits; on 128 the greatest score is found, and
// the sum made, lane by lane.
public static partial class VectorMath
{
    /// <summary>
    /// Greatest power of two, up or down, that scores are left with: two of them differ by less than what ExpBelow cuts off, and
    /// padding is lost in the rounding of their sum.
    /// </summary>
    private const int Near = 50;

    /// <inheritdoc cref="Store(Vector512{float}, ref float, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> lanes, ref float place, int K)
    {
        if (K == Vector<float>.Count)
        {
            lanes.StoreUnsafe(ref place);
        }
        else if (Vector<float>.Count == 8)
        {
            Store(lanes.AsVector256(), ref place, K);
        }
        else
        {
            Store(lanes.AsVector128(), ref place, K);
        }
    }

    /// <inheritdoc cref="Store(Vector512{float}, ref float, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<double> lanes, ref double place, int K)
    {
        if (K == Vector<double>.Count)
        {
            lanes.StoreUnsafe(ref place);
        }
        else if (Vector<double>.Count == 4)
        {
            Store(lanes.AsVector256(), ref place, K);
        }
        else
        {
            place = lanes[0];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> lanes, ref float place, int K)
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
    private static void Store(Vector128<float> lanes, ref float place, int K)
    {
        if (K == 4)
        {
            lanes.StoreUnsafe(ref place);
            return;
        }

        // One by one: a piece of two would be of another type of vector, which the runtime would have to load before a first step.
        place = lanes.ToScalar();
        if (K > 1)
        {
            Unsafe.Add(ref place, 1) = lanes.GetElement(1);
        }

        if (K > 2)
        {
            Unsafe.Add(ref place, 2) = lanes.GetElement(2);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<double> lanes, ref double place, int K)
    {
        if (K == 4)
        {
            lanes.StoreUnsafe(ref place);
            return;
        }

        if (K >= 2)
        {
            lanes.GetLower().StoreUnsafe(ref place);
        }

        if (K != 2)
        {
            Unsafe.Add(ref place, K - 1) = lanes.GetElement(K - 1);
        }
    }

    /// <summary>
    /// Whether the first K exponents are so near to 0 that no greatest has to be taken out of them. Those of two scores in double,
    /// which one instruction compares, are never asked. NaN is not far.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreNear(Vector<float> n, int K) => K == 2 ? AreNearTwo(n) : K > 2 && Vector<float>.Count == 8 && AreNear256(n, K);

    /// <summary>
    /// The same for two, as one integer: 1.5 · 2^23 + n is 0x4b400000 + n there, and both are within -32 and 31 where adding 32 to each
    /// leaves that in front of six bits. NaN is not near, and is looked for as elsewhere.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreNearTwo(Vector<float> n) =>
        ((Vector.AsVectorUInt64(n)[0] + 0x00000020_00000020) & 0xffffffc0_ffffffc0) == 0x4b400000_4b400000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreNear(Vector<double> n, int K) => K > 2 && Vector<double>.Count == 4 && AreNear256(n, K);

    /// <summary>The sum of the first K lanes in each of them; the bits of <see cref="Sum(Vector{float}, int)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Total(Vector<float> e, int K) => K > 2 && Vector<float>.Count == 8 && Avx.IsSupported ? Total256(e, K) : Vector.Create(Sum(e, K));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Total(Vector<double> e, int K) => K > 2 && Vector<double>.Count == 4 && Avx.IsSupported ? Total256(e) : Vector.Create(Sum(e, K));

    // Methods of their own that take Vector<T>, for the types a method takes and those of its variables are loaded wherever it
    // may be called, even in a dead branch: 1.5 ms before the first step of a network that needs none of them (measured).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreNear256(Vector<float> n, int K) =>
        (Vector256.GreaterThan(Vector256.Abs(Power(n).AsVector256()), Vector256.Create((float)Near)).ExtractMostSignificantBits() & First(K)) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreNear256(Vector<double> n, int K) =>
        (Vector256.GreaterThan(Vector256.Abs(Power(n).AsVector256()), Vector256.Create((double)Near)).ExtractMostSignificantBits() & First(K)) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Total256(Vector<float> e, int K)
    {
        Vector256<float> sum = e.AsVector256();
        if (K > 4)
        {
            sum += SwapHalves(sum);
        }

        sum += Avx.Permute(sum, 0b01_00_11_10);
        return (sum + Avx.Permute(sum, 0b10_11_00_01)).AsVector();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Total256(Vector<double> e)
    {
        Vector256<double> sum = e.AsVector256();
        sum += Avx.Permute2x128(sum, sum, 0x01);
        return (sum + Avx.Permute(sum, 0b0101)).AsVector();
    }
}
