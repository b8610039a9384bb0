using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Numerics;

// Sums over the lanes of several vectors at once, by the rule of the sum over those of one: what is added up lies side by
// side after two shuffles, for twice as many vectors each time.
public static partial class VectorMath
{
    /// <summary>Lane i is the sum of the lanes of vector i, bit for bit what <see cref="Sum(Vector{float})"/> gives. The vectors have 256 bits.</summary>
    /// <param name="v0">Vector 0.</param>
    /// <param name="v1">Vector 1.</param>
    /// <param name="v2">Vector 2.</param>
    /// <param name="v3">Vector 3.</param>
    /// <param name="v4">Vector 4.</param>
    /// <param name="v5">Vector 5.</param>
    /// <param name="v6">Vector 6.</param>
    /// <param name="v7">Vector 7.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> SumEach(Vector<float> v0, Vector<float> v1, Vector<float> v2, Vector<float> v3, Vector<float> v4, Vector<float> v5, Vector<float> v6, Vector<float> v7) =>
        SumEach(v0.AsVector256(), v1.AsVector256(), v2.AsVector256(), v3.AsVector256(), v4.AsVector256(), v5.AsVector256(), v6.AsVector256(), v7.AsVector256()).AsVector();

    /// <inheritdoc cref="SumEach(Vector{float}, Vector{float}, Vector{float}, Vector{float}, Vector{float}, Vector{float}, Vector{float}, Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SumEach(Vector256<float> v0, Vector256<float> v1, Vector256<float> v2, Vector256<float> v3, Vector256<float> v4, Vector256<float> v5, Vector256<float> v6, Vector256<float> v7)
    {
        if (!Avx.IsSupported)
        {
            return Vector256.Create(SumEach(Folded(v0), Folded(v1), Folded(v2), Folded(v3)), SumEach(Folded(v4), Folded(v5), Folded(v6), Folded(v7)));
        }

        Vector256<float> a = Half(v0, v4), b = Half(v1, v5), c = Half(v2, v6), d = Half(v3, v7);
        a = Avx.Shuffle(a, b, 0b01_00_01_00) + Avx.Shuffle(a, b, 0b11_10_11_10);
        c = Avx.Shuffle(c, d, 0b01_00_01_00) + Avx.Shuffle(c, d, 0b11_10_11_10);
        return Avx.Shuffle(a, c, 0b10_00_10_00) + Avx.Shuffle(a, c, 0b11_01_11_01);

        // The lower half holds what is left of one vector, the upper what is left of the other.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector256<float> Half(Vector256<float> low, Vector256<float> high) => Avx.Blend(low, high, 0b1111_0000) + Avx.Permute2x128(low, high, 0x21);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector128<float> Folded(Vector256<float> vector) => vector.GetLower() + vector.GetUpper();
    }

    /// <summary>Lane i is the sum of the sixteen lanes of vector i, by the same rule.</summary>
    /// <inheritdoc cref="SumEach(Vector{float}, Vector{float}, Vector{float}, Vector{float}, Vector{float}, Vector{float}, Vector{float}, Vector{float})" path="/param"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SumEach(Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3, Vector512<float> v4, Vector512<float> v5, Vector512<float> v6, Vector512<float> v7)
    {
        if (!Avx512F.IsSupported)
        {
            return SumEach(Folded(v0), Folded(v1), Folded(v2), Folded(v3), Folded(v4), Folded(v5), Folded(v6), Folded(v7));
        }

        Vector512<float> a = Quarter(Half(v0, v4), Half(v2, v6)), b = Quarter(Half(v1, v5), Half(v3, v7));
        a = Avx512F.Shuffle(a, b, 0b01_00_01_00) + Avx512F.Shuffle(a, b, 0b11_10_11_10);
        a = Avx512F.Shuffle(a, a, 0b10_00_10_00) + Avx512F.Shuffle(a, a, 0b11_01_11_01);
        return Avx.UnpackLow(a.GetLower().AsDouble(), a.GetUpper().AsDouble()).AsSingle();

        // Each half holds what is left of one vector.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector512<float> Half(Vector512<float> low, Vector512<float> high) => Avx512F.Shuffle4x128(low, high, 0b01_00_01_00) + Avx512F.Shuffle4x128(low, high, 0b11_10_11_10);

        // Each quarter, of two such vectors.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector512<float> Quarter(Vector512<float> low, Vector512<float> high) => Avx512F.Shuffle4x128(low, high, 0b10_00_10_00) + Avx512F.Shuffle4x128(low, high, 0b11_01_11_01);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector256<float> Folded(Vector512<float> vector) => vector.GetLower() + vector.GetUpper();
    }

    /// <summary>Lane i is the sum of the four lanes of vector i, by the same rule.</summary>
    /// <param name="v0">Vector 0.</param>
    /// <param name="v1">Vector 1.</param>
    /// <param name="v2">Vector 2.</param>
    /// <param name="v3">Vector 3.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SumEach(Vector128<float> v0, Vector128<float> v1, Vector128<float> v2, Vector128<float> v3)
    {
        if (AdvSimd.Arm64.IsSupported)
        {
            Vector128<float> a = AdvSimd.Arm64.ZipLow(v0.AsDouble(), v1.AsDouble()).AsSingle() + AdvSimd.Arm64.ZipHigh(v0.AsDouble(), v1.AsDouble()).AsSingle();
            Vector128<float> c = AdvSimd.Arm64.ZipLow(v2.AsDouble(), v3.AsDouble()).AsSingle() + AdvSimd.Arm64.ZipHigh(v2.AsDouble(), v3.AsDouble()).AsSingle();
            return AdvSimd.Arm64.AddPairwise(a, c);
        }

        if (Sse.IsSupported)
        {
            Vector128<float> a = Sse.Shuffle(v0, v1, 0b01_00_01_00) + Sse.Shuffle(v0, v1, 0b11_10_11_10);
            Vector128<float> c = Sse.Shuffle(v2, v3, 0b01_00_01_00) + Sse.Shuffle(v2, v3, 0b11_10_11_10);
            return Sse.Shuffle(a, c, 0b10_00_10_00) + Sse.Shuffle(a, c, 0b11_01_11_01);
        }

        return Vector128.Create(Halve(v0), Halve(v1), Halve(v2), Halve(v3));
    }
}
