using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

/// <summary>The lanes of <see cref="Vector{T}"/>.</summary>
public readonly struct UsualLanes : ILanes<Vector<float>, float>, ILanes<Vector<double>, double>
{
    static int ILanes<Vector<float>, float>.Count => Vector<float>.Count;

    static int ILanes<Vector<double>, double>.Count => Vector<double>.Count;

    static Vector<float> ILanes<Vector<float>, float>.Zero => Vector<float>.Zero;

    static Vector<double> ILanes<Vector<double>, double>.Zero => Vector<double>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Create(float value) => Vector.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Create(double value) => Vector.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load(ref float source) => Vector.LoadUnsafe(ref source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Load(ref double source) => Vector.LoadUnsafe(ref source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> vector, ref float target) => vector.StoreUnsafe(ref target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<double> vector, ref double target) => vector.StoreUnsafe(ref target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Add(Vector<float> a, Vector<float> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Add(Vector<double> a, Vector<double> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Subtract(Vector<float> a, Vector<float> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Subtract(Vector<double> a, Vector<double> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Multiply(Vector<float> a, Vector<float> b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Multiply(Vector<double> a, Vector<double> b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Reciprocal(Vector<float> a) => Vector<float>.One / a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Reciprocal(Vector<double> a) => Vector<double>.One / a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Max(Vector<float> a, Vector<float> b) => Vector.MaxNative(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Max(Vector<double> a, Vector<double> b) => Vector.MaxNative(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> WhereEqual(Vector<float> a, Vector<float> b, Vector<float> value, Vector<float> other) =>
        Vector.ConditionalSelect(Vector.Equals<float>(a, b), value, other);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> WhereEqual(Vector<double> a, Vector<double> b, Vector<double> value, Vector<double> other) =>
        Vector.ConditionalSelect(Vector.Equals<double>(a, b), value, other);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> WhereNegative(Vector<float> a, Vector<float> value, Vector<float> other) =>
        Vector.ConditionalSelect(Vector.LessThan<float>(a, Vector<float>.Zero), value, other);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> WhereNegative(Vector<double> a, Vector<double> value, Vector<double> other) =>
        Vector.ConditionalSelect(Vector.LessThan<double>(a, Vector<double>.Zero), value, other);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> MultiplyAdd(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.MultiplyAddEstimate(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> MultiplyAdd(Vector<double> a, Vector<double> b, Vector<double> c) => Vector.MultiplyAddEstimate(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Bounded(Vector<float> y) => VectorMath.Bounded(y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exponent(Vector<float> y) => VectorMath.Exponent(y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Remainder(Vector<float> y, Vector<float> exponent) => VectorMath.Remainder(y, VectorMath.Power(exponent));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ExpBelow(Vector<float> y, Vector<float> top) => VectorMath.ExpBelow(y, VectorMath.Exponent(y), top);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFar(Vector<float> top) => Vector.GreaterThanAny(Vector.Abs(VectorMath.Power(top)), Vector.Create((float)VectorMath.Far));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> WhereFar(Vector<float> top, Vector<float> greatest) => greatest & Vector.GreaterThan<float>(Vector.Abs(VectorMath.Power(top)), Vector.Create((float)VectorMath.Far));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Bounded(Vector<double> y) => VectorMath.Bounded(y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Exponent(Vector<double> y) => VectorMath.Exponent(y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Remainder(Vector<double> y, Vector<double> exponent) => VectorMath.Remainder(y, VectorMath.Power(exponent));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> ExpBelow(Vector<double> y, Vector<double> top) => VectorMath.ExpBelow(y, VectorMath.Exponent(y), top);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFar(Vector<double> top) => Vector.GreaterThanAny(Vector.Abs(VectorMath.Power(top)), Vector.Create((double)VectorMath.Far));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> WhereFar(Vector<double> top, Vector<double> greatest) => greatest & Vector.GreaterThan<double>(Vector.Abs(VectorMath.Power(top)), Vector.Create((double)VectorMath.Far));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Tanh(Vector<float> x) => VectorMath.TanhInLoop(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Tanh(Vector<double> x) => VectorMath.TanhInLoop(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ThroughTanh(Vector<float> e, Vector<float> h) => e * Vector.MultiplyAddEstimate(-h, h, Vector<float>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> ThroughTanh(Vector<double> e, Vector<double> h) => e * Vector.MultiplyAddEstimate(-h, h, Vector<double>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector<float> lanes) => VectorMath.Sum(lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector<double> lanes) => VectorMath.Sum(lanes);
}
