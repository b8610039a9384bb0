using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Tests.Generated.Emulation;

/// <summary>
/// Stands for <c>System.Numerics.Vector</c> in text that is compiled for 512 bits: <see cref="Vector512{T}"/> computes
/// on every processor, in halves or quarters where need be, and lane for lane rounds like the hardware's vectors.
/// Loads and stores are checked, which they are nowhere else.
/// </summary>
public static class WideVector
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadUnsafe<T>(ref readonly T source)
        where T : unmanaged
    {
        GuardedMemory.Touch(in source);
        return Vector512.LoadUnsafe(in source);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreUnsafe<T>(this Vector512<T> source, ref T destination)
        where T : unmanaged
    {
        GuardedMemory.Touch(in destination);
        Vector512.StoreUnsafe(source, ref destination);
    }

    public static Vector512<T> Create<T>(T value) => Vector512.Create(value);

    public static Vector512<float> MultiplyAddEstimate(Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Vector512.MultiplyAddEstimate(left, right, addend);

    public static Vector512<double> MultiplyAddEstimate(Vector512<double> left, Vector512<double> right, Vector512<double> addend) =>
        Vector512.MultiplyAddEstimate(left, right, addend);

    public static Vector512<T> MaxNative<T>(Vector512<T> left, Vector512<T> right) => Vector512.MaxNative(left, right);

    public static Vector512<T> MinNative<T>(Vector512<T> left, Vector512<T> right) => Vector512.MinNative(left, right);

    public static Vector512<T> Abs<T>(Vector512<T> value) => Vector512.Abs(value);

    public static Vector512<T> LessThan<T>(Vector512<T> left, Vector512<T> right) => Vector512.LessThan(left, right);

    public static Vector512<T> GreaterThan<T>(Vector512<T> left, Vector512<T> right) => Vector512.GreaterThan(left, right);

    public static Vector512<T> ConditionalSelect<T>(Vector512<T> condition, Vector512<T> left, Vector512<T> right) =>
        Vector512.ConditionalSelect(condition, left, right);

    public static Vector512<int> ShiftLeft(Vector512<int> value, int count) => Vector512.ShiftLeft(value, count);

    public static Vector512<long> ShiftLeft(Vector512<long> value, int count) => Vector512.ShiftLeft(value, count);

    public static Vector512<int> AsVectorInt32<T>(Vector512<T> value) => value.AsInt32();

    public static Vector512<long> AsVectorInt64<T>(Vector512<T> value) => value.AsInt64();

    public static Vector512<float> AsVectorSingle<T>(Vector512<T> value) => value.AsSingle();

    public static Vector512<double> AsVectorDouble<T>(Vector512<T> value) => value.AsDouble();

    public static Vector512<T> AsVector512<T>(this Vector512<T> value) => value;

    // Only in branches for narrower vectors, which must compile and never run.
    public static Vector256<T> AsVector256<T>(this Vector512<T> value) => throw new InvalidOperationException("A branch for 256 bits runs.");

    public static Vector128<T> AsVector128<T>(this Vector512<T> value) => throw new InvalidOperationException("A branch for 128 bits runs.");
}
