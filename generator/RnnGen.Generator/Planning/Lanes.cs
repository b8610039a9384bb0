using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>
/// The vector widths a generated file serves, in elements. <c>Vector&lt;T&gt;</c> has the narrow or the middle one, and
/// the same kernels serve both: its Count is a constant for the JIT. <c>Vector512&lt;T&gt;</c> has the wide one, and
/// kernels of its own.
/// </summary>
internal sealed record Lanes(int Narrow, int Middle, int Wide)
{
    /// <summary>float: 4 on ARM and SSE, 8 with AVX2, 16 with AVX-512.</summary>
    public static readonly Lanes Single = new(4, 8, 16);

    /// <summary>double: half of each.</summary>
    public static readonly Lanes Double = new(2, 4, 8);

    public static Lanes Of(Precision precision) => precision == Precision.Single ? Single : Double;

    /// <summary>Elements in 64 bytes: every row of every buffer starts on such a boundary, whatever the width.</summary>
    public int PerCacheLine => Wide;

    public int RoundUp(int length) => Arithmetic.RoundUp(length, PerCacheLine);

    /// <summary>
    /// The same for rows of a matrix, never a multiple of 512 bytes apart: a column would fall on few places in the first
    /// cache, and the strips of a product as well.
    /// </summary>
    public int Spread(int length)
    {
        int row = RoundUp(length);
        return row / PerCacheLine % 8 == 0 ? row + PerCacheLine : row;
    }
}

internal static class Arithmetic
{
    public static int CeilingDivide(int a, int b) => (a + b - 1) / b;

    public static int RoundUp(int a, int b) => CeilingDivide(a, b) * b;
}
