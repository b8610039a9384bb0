using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

// Sums over lanes, by one rule: the upper half of the lanes is added to the lower half until one lane is left. With
// eight floats l0 .. l7 that is m_i = l_i + l_(i+4), then m0 + m2 and m1 + m3, then the sum of these two.
// A kernel that keeps 8 partial sums of floats (4 of doubles), in one vector or in two, so gets the same bits from
// every vector width. A wider vector is first folded to that many.
//
// Every type of vector takes the runtime up to 0.9 ms to load when a network makes its first step, even where only a
// call in a dead branch has it in its signature. Hence one method for each width, with Vector<T> for its parameter, and
// lanes that are read rather than shuffled, which would take a Vector128<int>.
public static partial class VectorMath
{
    /// <summary>The sum of all lanes: the upper half is added to the lower until one lane is left.</summary>
    /// <param name="lanes">The 8 lanes of a 256-bit vector; with 16, lane i + 8 is added to lane i first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector<float> lanes) => Vector<float>.Count == 4 ? Sum128(lanes) : Vector<float>.Count == 8 ? Sum256(lanes) : Sum512(lanes);

    /// <summary>The sum of all lanes of two vectors, by the rule of the sum of one vector twice as long.</summary>
    /// <param name="low">Lanes 0 to Count - 1.</param>
    /// <param name="high">Lanes Count to 2 Count - 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector<float> low, Vector<float> high) => Sum(low + high);

    /// <summary>The greatest of all lanes. Where one is NaN the result is NaN or another lane: softmax comes to NaN either way, by its sum.</summary>
    /// <param name="lanes">The numbers to compare, in any order.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector<float> lanes) => Vector<float>.Count == 4 ? Max128(lanes) : Vector<float>.Count == 8 ? Max256(lanes) : Max512(lanes);

    /// <inheritdoc cref="Sum(Vector{float})"/>
    /// <param name="lanes">The 4 lanes of a 256-bit vector; with 8, lane i + 4 is added to lane i first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector<double> lanes) => Vector<double>.Count == 2 ? Sum128(lanes) : Vector<double>.Count == 4 ? Sum256(lanes) : Sum512(lanes);

    /// <inheritdoc cref="Sum(Vector{float}, Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector<double> low, Vector<double> high) => Sum(low + high);

    /// <inheritdoc cref="Max(Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Max(Vector<double> lanes) => Vector<double>.Count == 2 ? Max128(lanes) : Vector<double>.Count == 4 ? Max256(lanes) : Max512(lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum128(Vector<float> lanes) => Halve(lanes.AsVector128());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Max128(Vector<float> lanes) => Greatest(lanes.AsVector128());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum256(Vector<float> lanes) => Halve(lanes.AsVector256());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Max256(Vector<float> lanes) => Greatest(lanes.AsVector256());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum512(Vector<float> lanes) => Sum(lanes.AsVector512());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Max512(Vector<float> lanes) => Max(lanes.AsVector512());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Halve(Vector256<float> lanes) => Halve(lanes.GetLower() + lanes.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Halve(Vector128<float> lanes) =>
        (lanes.ToScalar() + lanes.GetElement(2)) + (lanes.GetElement(1) + lanes.GetElement(3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Greatest(Vector256<float> lanes) => Greatest(Vector128.MaxNative(lanes.GetLower(), lanes.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Greatest(Vector128<float> lanes) => float.MaxNative(
        float.MaxNative(lanes.ToScalar(), lanes.GetElement(2)),
        float.MaxNative(lanes.GetElement(1), lanes.GetElement(3)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum128(Vector<double> lanes) => Halve(lanes.AsVector128());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Max128(Vector<double> lanes) => Greatest(lanes.AsVector128());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum256(Vector<double> lanes) => Halve(lanes.AsVector256());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Max256(Vector<double> lanes) => Greatest(lanes.AsVector256());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum512(Vector<double> lanes) => Halve(lanes.AsVector512());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Max512(Vector<double> lanes) => Greatest(lanes.AsVector512());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Halve(Vector512<double> lanes) => Halve(lanes.GetLower() + lanes.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Halve(Vector256<double> lanes) => Halve(lanes.GetLower() + lanes.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Halve(Vector128<double> lanes) => lanes.ToScalar() + lanes.GetElement(1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Greatest(Vector512<double> lanes) => Greatest(Vector256.MaxNative(lanes.GetLower(), lanes.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Greatest(Vector256<double> lanes) => Greatest(Vector128.MaxNative(lanes.GetLower(), lanes.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Greatest(Vector128<double> lanes) => double.MaxNative(lanes.ToScalar(), lanes.GetElement(1));
}
