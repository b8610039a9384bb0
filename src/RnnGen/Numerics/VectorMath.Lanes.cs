using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

// Sums over lanes, by one rule: the upper half of the lanes is added to the lower half until one lane is left. With
// eight floats l0 .. l7 that is m_i = l_i + l_(i+4), then m0 + m2 and m1 + m3, then the sum of these two.
// A kernel that keeps 8 partial sums of floats (4 of doubles), in one vector or in two, so gets the same bits from
// every vector width. A wider vector is first folded to that many.
public static partial class VectorMath
{
    /// <summary>The sum of all lanes: the upper half is added to the lower until one lane is left.</summary>
    /// <param name="lanes">The 8 lanes of a 256-bit vector; with 16, lane i + 8 is added to lane i first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector<float> lanes)
    {
        if (Vector<float>.Count == 16)
        {
            return Sum(lanes.AsVector512());
        }

        return Vector<float>.Count == 8 ? Halve(lanes.AsVector256()) : Halve(lanes.AsVector128());
    }

    /// <summary>The sum of all lanes: lane i + 8 (i + 4 of doubles) is added to lane i, then as with half as many.</summary>
    /// <param name="lanes">The numbers to add up.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> lanes) => Halve(lanes.GetLower() + lanes.GetUpper());

    /// <inheritdoc cref="Sum(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector512<double> lanes) => Halve(lanes.GetLower() + lanes.GetUpper());

    /// <summary>The sum of all lanes of two vectors, by the rule of the sum of one vector twice as long.</summary>
    /// <param name="low">Lanes 0 to Count - 1.</param>
    /// <param name="high">Lanes Count to 2 Count - 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector<float> low, Vector<float> high) => Sum(low + high);

    /// <inheritdoc cref="Sum(Vector{float})"/>
    /// <param name="lanes">The 4 lanes of a 256-bit vector; with 8, lane i + 4 is added to lane i first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector<double> lanes)
    {
        if (Vector<double>.Count == 8)
        {
            return Sum(lanes.AsVector512());
        }

        return Vector<double>.Count == 4 ? Halve(lanes.AsVector256()) : Halve(lanes.AsVector128());
    }

    /// <inheritdoc cref="Sum(Vector{float}, Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector<double> low, Vector<double> high) => Sum(low + high);

    /// <summary>The greatest of all lanes. Where one is NaN the result is NaN or another lane: softmax comes to NaN either way, by its sum.</summary>
    /// <param name="lanes">The numbers to compare, in any order.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector<float> lanes) =>
        Vector<float>.Count == 4 ? Most(lanes.AsVector128())
        : Vector<float>.Count == 8 ? Most(lanes.AsVector256())
        : Max(lanes.AsVector512());

    /// <inheritdoc cref="Max(Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Max(Vector<double> lanes) =>
        Vector<double>.Count == 2 ? Most(lanes.AsVector128())
        : Vector<double>.Count == 4 ? Most(lanes.AsVector256())
        : Max(lanes.AsVector512());

    /// <inheritdoc cref="Max(Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector512<float> lanes) => Most(Vector256.MaxNative(lanes.GetLower(), lanes.GetUpper()));

    /// <inheritdoc cref="Max(Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Max(Vector512<double> lanes) => Most(Vector256.MaxNative(lanes.GetLower(), lanes.GetUpper()));

    /// <summary>The sum of the first lanes: of the first 128 bits, the first 256, or all, whichever are the fewest that hold <paramref name="count"/>. The lanes after these are left out.</summary>
    /// <param name="lanes">The numbers to add up.</param>
    /// <param name="count">How many of them count; those up to the next such boundary are added as well.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector<float> lanes, int count) =>
        count <= 4 ? Halve(lanes.AsVector128()) : count <= 8 && Vector<float>.Count >= 8 ? Halve(lanes.AsVector256()) : Sum(lanes);

    /// <inheritdoc cref="Sum(Vector{float}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> lanes, int count) =>
        count <= 4 ? Halve(lanes.GetLower().GetLower()) : count <= 8 ? Halve(lanes.GetLower()) : Sum(lanes);

    /// <inheritdoc cref="Sum(Vector{float}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector<double> lanes, int count) =>
        count <= 2 ? Halve(lanes.AsVector128()) : count <= 4 && Vector<double>.Count >= 4 ? Halve(lanes.AsVector256()) : Sum(lanes);

    /// <inheritdoc cref="Sum(Vector{float}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector512<double> lanes, int count) =>
        count <= 2 ? Halve(lanes.GetLower().GetLower()) : count <= 4 ? Halve(lanes.GetLower()) : Sum(lanes);

    /// <summary>The greatest of the first lanes, as <see cref="Sum(Vector{float}, int)"/> takes them.</summary>
    /// <param name="lanes">The numbers to compare.</param>
    /// <param name="count">How many of them count; those up to the next boundary are compared as well.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector<float> lanes, int count) =>
        count <= 4 ? Most(lanes.AsVector128()) : count <= 8 && Vector<float>.Count >= 8 ? Most(lanes.AsVector256()) : Max(lanes);

    /// <inheritdoc cref="Max(Vector{float}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector512<float> lanes, int count) =>
        count <= 4 ? Most(lanes.GetLower().GetLower()) : count <= 8 ? Most(lanes.GetLower()) : Max(lanes);

    /// <inheritdoc cref="Max(Vector{float}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Max(Vector<double> lanes, int count) =>
        count <= 2 ? Most(lanes.AsVector128()) : count <= 4 && Vector<double>.Count >= 4 ? Most(lanes.AsVector256()) : Max(lanes);

    /// <inheritdoc cref="Max(Vector{float}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Max(Vector512<double> lanes, int count) =>
        count <= 2 ? Most(lanes.GetLower().GetLower()) : count <= 4 ? Most(lanes.GetLower()) : Max(lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Most(Vector256<float> lanes) => Most(Vector128.MaxNative(lanes.GetLower(), lanes.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Most(Vector128<float> lanes)
    {
        lanes = Vector128.MaxNative(lanes, Vector128.Shuffle(lanes, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(lanes, Vector128.Shuffle(lanes, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Most(Vector256<double> lanes) => Most(Vector128.MaxNative(lanes.GetLower(), lanes.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Most(Vector128<double> lanes) =>
        Vector128.MaxNative(lanes, Vector128.Shuffle(lanes, Vector128.Create(1, 0))).ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Halve(Vector256<float> lanes) => Halve(lanes.GetLower() + lanes.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Halve(Vector128<float> lanes)
    {
        lanes += Vector128.Shuffle(lanes, Vector128.Create(2, 3, 0, 1));
        lanes += Vector128.Shuffle(lanes, Vector128.Create(1, 0, 3, 2));
        return lanes.ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Halve(Vector256<double> lanes) => Halve(lanes.GetLower() + lanes.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Halve(Vector128<double> lanes) => lanes.ToScalar() + lanes.GetElement(1);
}
