using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

// The same for kernels on 512 bits, and for doubles: where only the first K lanes count, no more are added up or compared
// than the half or the quarter of the vector that holds them.
public static partial class VectorMath
{
    /// <summary>The sum of all lanes: lane i + 8 (i + 4 of doubles) is added to lane i, then as with half as many.</summary>
    /// <param name="lanes">The numbers to add up.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> lanes)
    {
        lanes += Swap8(lanes);
        lanes += Swap4(lanes);
        lanes += Swap2(lanes);
        return lanes.GetElement(0) + lanes.GetElement(1);
    }

    /// <inheritdoc cref="Sum(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector512<double> lanes) => Halve(lanes);

    /// <inheritdoc cref="Max(Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector512<float> lanes)
    {
        lanes = Vector512.MaxNative(lanes, Swap8(lanes));
        lanes = Vector512.MaxNative(lanes, Swap4(lanes));
        lanes = Vector512.MaxNative(lanes, Swap2(lanes));
        return float.MaxNative(lanes.GetElement(0), lanes.GetElement(1));
    }

    /// <inheritdoc cref="Max(Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Max(Vector512<double> lanes) => Greatest(lanes);

    /// <summary>The sum of the first K lanes; here all are added up, for the others are too small to show.</summary>
    /// <param name="lanes">The lanes.</param>
    /// <param name="K">How many count, from 1 to the number of lanes; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> lanes, int K) => Sum(lanes);

    /// <inheritdoc cref="Sum(Vector512{float}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector<double> lanes, int K) => K <= 2 ? Sum128(lanes) : Sum(lanes);

    /// <summary>The greatest of the first K lanes; of all where the others are no greater.</summary>
    /// <inheritdoc cref="Sum(Vector512{float}, int)" path="/param"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector512<float> lanes, int K) => K > 8 ? Max(lanes) : MaxOfFew(lanes, K);

    /// <inheritdoc cref="Max(Vector512{float}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Max(Vector512<double> lanes, int K) =>
        K <= 2 ? Greatest(lanes.GetLower().GetLower()) : K <= 4 ? Greatest(lanes.GetLower()) : Greatest(lanes);

    /// <inheritdoc cref="Max(Vector512{float}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Max(Vector<double> lanes, int K) => K <= 2 ? Max128(lanes) : Max(lanes);

    // Neighbouring groups of lanes change places: halves of the vector would be vectors of other types, which the runtime
    // would have to load before a first step that needs them for nothing else (0.7 ms at K = 64).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Swap8(Vector512<float> lanes) =>
        Vector512.ShuffleNative(lanes, Vector512.Create(8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Swap4(Vector512<float> lanes) =>
        Vector512.ShuffleNative(lanes, Vector512.Create(4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Swap2(Vector512<float> lanes) =>
        Vector512.ShuffleNative(lanes, Vector512.Create(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));

    // Of few lanes halves are the shorter way. Apart, for where they are not called the JIT must not meet their types.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float MaxOfFew(Vector512<float> lanes, int K) => K <= 4 ? Greatest(lanes.GetLower().GetLower()) : Greatest(lanes.GetLower());
}
