namespace RnnGen.Numerics;

/// <summary>
/// What a kernel that is written once for every vector width asks of a vector. The methods are one instruction each and
/// disappear in the kernel.
/// </summary>
/// <typeparam name="V">The vector.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public interface ILanes<V, T>
{
    /// <summary>Lanes of a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Zero in every lane.</summary>
    static abstract V Zero { get; }

    /// <summary>The same number in every lane.</summary>
    /// <param name="value">The number.</param>
    static abstract V Create(T value);

    /// <summary>The vector that starts at a place in memory.</summary>
    /// <param name="source">Its first lane.</param>
    static abstract V Load(ref T source);

    /// <summary>Stores a vector.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="target">Where its first lane goes.</param>
    static abstract void Store(V vector, ref T target);

    /// <summary>a + b, lane by lane.</summary>
    /// <param name="a">One vector.</param>
    /// <param name="b">The other.</param>
    static abstract V Add(V a, V b);

    /// <summary>a - b, lane by lane.</summary>
    /// <param name="a">One vector.</param>
    /// <param name="b">The other.</param>
    static abstract V Subtract(V a, V b);

    /// <summary>a b, lane by lane.</summary>
    /// <param name="a">One factor.</param>
    /// <param name="b">The other.</param>
    static abstract V Multiply(V a, V b);

    /// <summary>1 / a, lane by lane, exactly rounded.</summary>
    /// <param name="a">Divisors.</param>
    static abstract V Reciprocal(V a);

    /// <summary>The greater of a and b, lane by lane; with a NaN, either of them.</summary>
    /// <param name="a">One vector.</param>
    /// <param name="b">The other.</param>
    static abstract V Max(V a, V b);

    /// <summary>Of each lane, value where a = b, and other elsewhere.</summary>
    /// <param name="a">One side of the comparison.</param>
    /// <param name="b">The other.</param>
    /// <param name="value">What to take where they are equal.</param>
    /// <param name="other">What to take where they are not.</param>
    static abstract V WhereEqual(V a, V b, V value, V other);

    /// <summary>Of each lane, value where a is below zero, and other elsewhere.</summary>
    /// <param name="a">Numbers.</param>
    /// <param name="value">What to take where they are negative.</param>
    /// <param name="other">What to take where they are not.</param>
    static abstract V WhereNegative(V a, V value, V other);

    /// <summary>a b + c, lane by lane, fused wherever the hardware can.</summary>
    /// <param name="a">One factor.</param>
    /// <param name="b">The other.</param>
    /// <param name="c">What is added.</param>
    static abstract V MultiplyAdd(V a, V b, V c);

    /// <summary>Scores, none below -256 (-1024 of doubles).</summary>
    /// <param name="y">Scores.</param>
    static abstract V Bounded(V y);

    /// <summary>n = round(y / ln 2) of each lane, as <see cref="VectorMath.Exponent(System.Numerics.Vector{float})"/> gives it.</summary>
    /// <param name="y">Bounded scores.</param>
    static abstract V Exponent(V y);

    /// <summary>y - n ln 2 of each lane.</summary>
    /// <param name="y">Bounded scores.</param>
    /// <param name="exponent">Their exponents.</param>
    static abstract V Remainder(V y, V exponent);

    /// <summary>e^y / 2^top of each lane.</summary>
    /// <param name="y">Bounded scores.</param>
    /// <param name="top">The greatest exponents, for n from -256 to 256.</param>
    static abstract V ExpBelow(V y, V top);

    /// <summary>Whether n of any lane is beyond ±256.</summary>
    /// <param name="top">The greatest exponents.</param>
    static abstract bool IsFar(V top);

    /// <summary>Of each lane, the score where its n is beyond ±256, and 0 elsewhere.</summary>
    /// <param name="top">The greatest exponents.</param>
    /// <param name="greatest">The greatest scores.</param>
    static abstract V WhereFar(V top, V greatest);

    /// <summary>The hyperbolic tangent of each lane.</summary>
    /// <param name="x">Arguments.</param>
    static abstract V Tanh(V x);

    /// <summary>(1 - h²) e, lane by lane.</summary>
    /// <param name="e">Derivatives by h.</param>
    /// <param name="h">Hyperbolic tangents.</param>
    static abstract V ThroughTanh(V e, V h);

    /// <summary>The sum of all lanes: the upper half is added to the lower until one lane is left.</summary>
    /// <param name="lanes">The numbers to add up.</param>
    static abstract T Sum(V lanes);
}
