using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace RnnGen.Numerics;

// Tables of eight floats, each lane picking one by three bits. A table lies in memory twice in a row, so that vectors of
// sixteen lanes, which look at four bits, find the same.
public static partial class VectorMath
{
    // The polynomials of tanh: a table for each coefficient, an entry for each interval, by the low bits of its number.
    private static ReadOnlySpan<float> TanhTables =>
    [
        1.7480482f, 3.0498915f, 5.0541325f, 7.0549016f, 8.253611f, 0f, 0.4985935f, 1.0032715f, 1.7480482f, 3.0498915f, 5.0541325f, 7.0549016f, 8.253611f, 0f, 0.4985935f, 1.0032715f, // centers
        0.941153f, 0.99552333f, 0.9999185f, 0.9999985f, 0.9999999f, 0f, 0.4610103f, 0.76296467f, 0.941153f, 0.99552333f, 0.9999185f, 0.9999985f, 0.9999999f, 0f, 0.4610103f, 0.76296467f, // coefficients of 1
        0.11423109f, 0.008933294f, 1.6271639e-4f, 2.975522e-6f, 2.7111292e-7f, 1f, 0.7874695f, 0.41788492f, 0.11423109f, 0.008933294f, 1.6271639e-4f, 2.975522e-6f, 2.7111292e-7f, 1f, 0.7874695f, 0.41788492f, // t
        -0.10750645f, -0.008893292f, -1.6362134e-4f, -2.9932794e-6f, -5.800561e-7f, -3.8282952e-8f, -0.36303124f, -0.3188317f, -0.10750645f, -0.008893292f, -1.6362134e-4f, -2.9932794e-6f, -5.800561e-7f, -3.8282952e-8f, -0.36303124f, -0.3188317f, // t²
        0.06310354f, 0.0058756312f, 1.142379e-4f, 2.0998357e-6f, 1.6215597e-7f, -0.33333045f, -0.095131174f, 0.103963f, 0.06310354f, 0.0058756312f, 1.142379e-4f, 2.0998357e-6f, 1.6215597e-7f, -0.33333045f, -0.095131174f, 0.103963f, // t³
        -0.023614926f, -0.002885532f, -2.811048e-5f, -4.7662135e-7f, 7.7961784e-7f, -7.132857e-5f, 0.16483222f, 0.026986074f, -0.023614926f, -0.002885532f, -2.811048e-5f, -4.7662135e-7f, 7.7961784e-7f, -7.132857e-5f, 0.16483222f, 0.026986074f, // t⁴
        0.003694514f, 0.0011127511f, 6.319191e-5f, 1.2092237e-6f, 1.4107921e-7f, 0.13412799f, -0.026663195f, -0.045980245f, 0.003694514f, 0.0011127511f, 6.319191e-5f, 1.2092237e-6f, 1.4107921e-7f, 0.13412799f, -0.026663195f, -0.045980245f, // t⁵
        0.0024186333f, -3.3414285e-4f, 2.2764341e-5f, 4.4937326e-7f, -6.269362e-7f, -0.0042575495f, -0.0497011f, 0.01817686f, 0.0024186333f, -3.3414285e-4f, 2.2764341e-5f, 4.4937326e-7f, -6.269362e-7f, -0.0042575495f, -0.0497011f, 0.01817686f, // t⁶
        -0.0020587316f, 1.007918e-4f, 1.1304017e-5f, 2.15201e-7f, -1.07169505e-7f, -0.04445334f, 0.026190232f, 0.0029812662f, -0.0020587316f, 1.007918e-4f, 1.1304017e-5f, 2.15201e-7f, -1.07169505e-7f, -0.04445334f, 0.026190232f, 0.0029812662f, // t⁷
    ];

    private static ref float TanhTable => ref MemoryMarshal.GetReference(TanhTables);

    /// <summary>What <see cref="Lookup(Vector{int}, ref float)"/> takes, from numbers whose lowest three bits count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> LookupIndex(Vector<int> numbers) => Vector256.IsHardwareAccelerated ? numbers : LookupIndexElsewhere(numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> LookupIndex(Vector512<int> numbers) => Vector512.IsHardwareAccelerated ? numbers : numbers & Vector512.Create(7);

    /// <summary>The entry of the table that each lane asks for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Lookup(Vector<int> index, ref float table) =>
        !Vector256.IsHardwareAccelerated ? LookupElsewhere(index, ref table)
        : Vector<float>.Count == 8 ? Permute256(index, ref table)
        : Vector<float>.Count == 4 ? Permute128(index, ref table)
        : Permute512(index, ref table);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Lookup(Vector512<int> index, ref float table) => Vector512.IsHardwareAccelerated
        ? Vector512.ShuffleNative(Vector512.LoadUnsafe(ref table), index)
        : Vector512.Shuffle(Vector512.LoadUnsafe(ref table), index);

    // One method for each kind of processor, with Vector<T> for parameters: see VectorMath.Lanes.cs. ARM has its own behind
    // one more call, for loading AdvSimd took 3.7 ms of the first step where it is of no use. ShuffleNative is the
    // processor's own permutation, which on x64 looks at the low bits of an index.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Permute256(Vector<int> index, ref float table) =>
        Vector256.ShuffleNative(Vector256.LoadUnsafe(ref table), index.AsVector256()).AsVector();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Permute128(Vector<int> index, ref float table) =>
        Vector256.ShuffleNative(Vector256.LoadUnsafe(ref table), index.AsVector128().ToVector256Unsafe()).GetLower().AsVector();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Permute512(Vector<int> index, ref float table) => Lookup(index.AsVector512(), ref table).AsVector();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> LookupIndexElsewhere(Vector<int> numbers) => AdvSimd.Arm64.IsSupported
        ? (numbers & Vector.Create(7)) * 0x04040404 + Vector.Create(0x03020100) // the bytes of the entry
        : numbers & Vector.Create(7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> LookupElsewhere(Vector<int> index, ref float table) =>
        AdvSimd.Arm64.IsSupported ? LookupBytes(index, ref table)
        : Vector<float>.Count == 16 ? Permute512(index, ref table)
        : Vector<float>.Count == 8 ? Shuffle256(index, ref table)
        : Shuffle128(index, ref table);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> LookupBytes(Vector<int> index, ref float table) => AdvSimd.Arm64.VectorTableLookup(
        (Vector128.LoadUnsafe(ref table).AsByte(), Vector128.LoadUnsafe(ref table, 4).AsByte()),
        index.AsVector128().AsByte()).AsSingle().AsVector();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Shuffle256(Vector<int> index, ref float table) => Vector256.Create(
        Pick(ref table, index.AsVector256().GetLower()),
        Pick(ref table, index.AsVector256().GetUpper())).AsVector();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Shuffle128(Vector<int> index, ref float table) => Pick(ref table, index.AsVector128()).AsVector();

    // Shuffle gives zero where the index is beyond the vector, so one of the two is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Pick(ref float table, Vector128<int> index) =>
        Vector128.Shuffle(Vector128.LoadUnsafe(ref table), index) | Vector128.Shuffle(Vector128.LoadUnsafe(ref table, 4), index - Vector128.Create(4));
}
