using System.Numerics;
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
/// </remarks>
public static partial class VectorMath
{
    // a * b + c in one operation. Where the processor has no fused one this is a multiplication and an addition;
    // FusedMultiplyAdd would call a software routine there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> MulAdd(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> MulAdd(Vector<double> a, Vector<double> b, Vector<double> c) => Vector.MultiplyAddEstimate(a, b, c);
}
