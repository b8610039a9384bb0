using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RnnGen.Numerics;

namespace RnnGen.Tests.Generated.Guarded;

/// <summary>Loads and stores that are checked, which they are nowhere else.</summary>
public static class GuardedVectors
{
    public static Vector<T> LoadVector<T>(ref readonly T source, nuint offset = 0)
        where T : unmanaged => Vector.LoadUnsafe(ref Touched<T, Vector<T>>(in source, offset));

    public static Vector128<T> LoadVector128<T>(ref readonly T source, nuint offset = 0)
        where T : unmanaged => Vector128.LoadUnsafe(ref Touched<T, Vector128<T>>(in source, offset));

    public static Vector256<T> LoadVector256<T>(ref readonly T source, nuint offset = 0)
        where T : unmanaged => Vector256.LoadUnsafe(ref Touched<T, Vector256<T>>(in source, offset));

    public static Vector512<T> LoadVector512<T>(ref readonly T source, nuint offset = 0)
        where T : unmanaged => Vector512.LoadUnsafe(ref Touched<T, Vector512<T>>(in source, offset));

    public static void StoreGuarded<T>(this Vector<T> source, ref T destination, nuint offset = 0)
        where T : unmanaged => source.StoreUnsafe(ref Touched<T, Vector<T>>(in destination, offset));

    public static void StoreGuarded<T>(this Vector128<T> source, ref T destination, nuint offset = 0)
        where T : unmanaged => source.StoreUnsafe(ref Touched<T, Vector128<T>>(in destination, offset));

    public static void StoreGuarded<T>(this Vector256<T> source, ref T destination, nuint offset = 0)
        where T : unmanaged => source.StoreUnsafe(ref Touched<T, Vector256<T>>(in destination, offset));

    public static void StoreGuarded<T>(this Vector512<T> source, ref T destination, nuint offset = 0)
        where T : unmanaged => source.StoreUnsafe(ref Touched<T, Vector512<T>>(in destination, offset));

    /// <summary>The place of a vector, so many elements further on.</summary>
    private static ref T Touched<T, V>(ref readonly T origin, nuint offset)
        where T : unmanaged
    {
        ref T place = ref Unsafe.Add(ref Unsafe.AsRef(in origin), offset);
        GuardedMemory.Touch(in place, Unsafe.SizeOf<V>());
        return ref place;
    }
}

/// <summary>Lanes whose loads and stores are checked.</summary>
/// <typeparam name="V">The vector.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="L">What does the work.</typeparam>
public readonly struct GuardedLanes<V, T, L> : ILanes<V, T>
    where T : unmanaged
    where L : struct, ILanes<V, T>
{
    public static int Count => L.Count;

    public static V Zero => L.Zero;

    public static V Create(T value) => L.Create(value);

    public static V Load(ref T source)
    {
        GuardedMemory.Touch(in source, Unsafe.SizeOf<V>());
        return L.Load(ref source);
    }

    public static void Store(V vector, ref T target)
    {
        GuardedMemory.Touch(in target, Unsafe.SizeOf<V>());
        L.Store(vector, ref target);
    }

    public static V Add(V a, V b) => L.Add(a, b);

    public static V Subtract(V a, V b) => L.Subtract(a, b);

    public static V Multiply(V a, V b) => L.Multiply(a, b);

    public static V Reciprocal(V a) => L.Reciprocal(a);

    public static V Max(V a, V b) => L.Max(a, b);

    public static V WhereEqual(V a, V b, V value, V other) => L.WhereEqual(a, b, value, other);

    public static V WhereNegative(V a, V value, V other) => L.WhereNegative(a, value, other);

    public static V MultiplyAdd(V a, V b, V c) => L.MultiplyAdd(a, b, c);

    public static V Bounded(V y) => L.Bounded(y);

    public static V Exponent(V y) => L.Exponent(y);

    public static V Remainder(V y, V exponent) => L.Remainder(y, exponent);

    public static V ExpBelow(V y, V top) => L.ExpBelow(y, top);

    public static bool IsFar(V top) => L.IsFar(top);

    public static V WhereFar(V top, V greatest) => L.WhereFar(top, greatest);

    public static V Tanh(V x) => L.Tanh(x);

    public static V ThroughTanh(V e, V h) => L.ThroughTanh(e, h);

    public static T Sum(V lanes) => L.Sum(lanes);
}
