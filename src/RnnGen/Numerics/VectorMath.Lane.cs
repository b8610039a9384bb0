using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

// A step that waits for the one before waits for its h to come back from memory, 9 cycles on Zen 5, before the first
// multiply-add can start. A permutation of the register takes 4. There are fewer units for permutations than broadcasts
// a step needs, so that taking all of them from the register is slower again (measured: 16.7, 15.4 and 16.4 ns a step of
// H = 8 with none, half and all of them): kernels take the first ones, and the rest out of memory meanwhile.
public static partial class VectorMath
{
    /// <summary>A vector whose every lane is one lane of another: out of its register where the processor permutes lanes, else out of memory.</summary>
    /// <param name="lanes">The vector.</param>
    /// <param name="lane">Which lane; a constant.</param>
    /// <param name="stored">The place in memory that the same number was stored to.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Lane(Vector<float> lanes, int lane, ref float stored) =>
        Vector<float>.Count == 8 ? Vector256.ShuffleNative(lanes.AsVector256(), Vector256.Create(lane)).AsVector() : Vector.Create(stored);

    /// <inheritdoc cref="Lane(Vector{float}, int, ref float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Lane(Vector<double> lanes, int lane, ref double stored) =>
        Vector<double>.Count == 4 ? Vector256.ShuffleNative(lanes.AsVector256(), Vector256.Create((long)lane)).AsVector() : Vector.Create(stored);

    /// <inheritdoc cref="Lane(Vector{float}, int, ref float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Lane(Vector512<float> lanes, int lane, ref float stored) =>
        Vector512.IsHardwareAccelerated ? Vector512.ShuffleNative(lanes, Vector512.Create(lane)) : Vector512.Create(stored);

    /// <inheritdoc cref="Lane(Vector{float}, int, ref float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Lane(Vector512<double> lanes, int lane, ref double stored) =>
        Vector512.IsHardwareAccelerated ? Vector512.ShuffleNative(lanes, Vector512.Create((long)lane)) : Vector512.Create(stored);

    /// <summary>
    /// The same for a read-out, which nothing waits for, where that is known to pay: on processors with AVX-512, whose next step
    /// has its own h to bring back from memory behind these loads (6 % of a step at H = 8, measured on Zen 5).
    /// </summary>
    /// <inheritdoc cref="Lane(Vector{float}, int, ref float)" path="/param"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> LaneForReadOut(Vector<float> lanes, int lane, ref float stored) =>
        Vector512.IsHardwareAccelerated ? Lane(lanes, lane, ref stored) : Vector.Create(stored);

    /// <inheritdoc cref="LaneForReadOut(Vector{float}, int, ref float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> LaneForReadOut(Vector<double> lanes, int lane, ref double stored) =>
        Vector512.IsHardwareAccelerated ? Lane(lanes, lane, ref stored) : Vector.Create(stored);
}
