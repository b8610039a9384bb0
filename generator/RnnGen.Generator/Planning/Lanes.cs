using System.Collections.Generic;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>
/// The vector widths one generated text serves. <c>Vector&lt;T&gt;.Count</c> is a constant for the JIT, so the branches
/// written for other widths fold away.
/// </summary>
internal sealed record Lanes(int Narrow, int Middle, int Wide)
{
    /// <summary>float: 4 on ARM and SSE, 8 with AVX2, 16 where Vector&lt;T&gt; is allowed 512 bits.</summary>
    public static readonly Lanes Single = new(4, 8, 16);

    /// <summary>double: half of each.</summary>
    public static readonly Lanes Double = new(2, 4, 8);

    public static Lanes Of(Precision precision) => precision == Precision.Single ? Single : Double;

    /// <summary>The three widths, narrowest first.</summary>
    public IEnumerable<int> All => [Narrow, Middle, Wide];

    /// <summary>Elements in 64 bytes: every row of every buffer starts on such a boundary, whatever the width.</summary>
    public int PerCacheLine => Wide;

    public int RoundUp(int length) => Arithmetic.RoundUp(length, PerCacheLine);
}

internal static class Arithmetic
{
    public static int CeilingDivide(int a, int b) => (a + b - 1) / b;

    public static int RoundUp(int a, int b) => CeilingDivide(a, b) * b;
}
