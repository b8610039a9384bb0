using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

/// <summary>
/// The functions generated kernels call: tanh, exp, log and sums over lanes. They are written out here, and not taken
/// from the C library or from the runtime, because a network must give the same bits on every machine: on x64 and on
/// ARM64, whatever the vector width, as long as the processor fuses multiply and add. A processor that does not fuse
/// gets other bits, within the same stated bounds.
/// </summary>
/// <remarks>
/// One ulp is the distance of neighbouring numbers at the exact result. Bounds stated for single precision hold for
/// all floats of the range, fused or not: the <c>accuracy</c> command of RnnGen.Benchmarks runs through every one.
/// <c>MultiplyAddEstimate</c> is one fused operation where the processor has it, and a multiplication and an addition
/// elsewhere; <c>FusedMultiplyAdd</c> would call a software routine there. It is written out in full each time, because
/// every helper counts against the JIT's inline budget of the kernels.
/// </remarks>
public static partial class VectorMath
{
    // 1.5 · 2^23 and 1.5 · 2^52: numbers they are added to become whole, and the exponents of softmax are such sums.
    private const float Rounding = 12582912f;

    private const double RoundingOfDoubles = 6755399441055744.0;

    // Powers of two in softmax up to here are exact, fused or not, and leave room above and below for those of other scores.
    internal const int Far = 256;

    /// <summary>Whether n of a row's greatest exponent is beyond ±256, so that the greatest score has to be taken off the row first. False for NaN.</summary>
    /// <param name="top">The greatest exponent, as <see cref="Exponent(System.Numerics.Vector{float})"/> gives it: 1.5 · 2^23 + n.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFar(float top) => Math.Abs(top - Rounding) > Far;

    /// <inheritdoc cref="IsFar(float)"/>
    /// <param name="top">The greatest exponent, as <see cref="Exponent(System.Numerics.Vector{double})"/> gives it: 1.5 · 2^52 + n.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFar(double top) => Math.Abs(top - RoundingOfDoubles) > Far;
}
