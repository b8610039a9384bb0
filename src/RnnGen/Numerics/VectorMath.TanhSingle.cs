using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Numerics;

// One division serves two ranges. With y = x² and D = y² + 21.01 y + 45.72,
//     |x| <= 1:  tanh |x| = |x| - |x| y M(y) k / D, M linear;
//     |x| >  1:  tanh |x| = 1 - C(|x|)² k / D, C of degree 5.
// The roots of D, y = -2.47 and -18.5, stand for the poles of tanh nearest to zero, ±iπ/2 and ±3iπ/2. What is left when
// they are divided out is so smooth that polynomials fit it, and its square root still more so: it falls half as fast, so
// C needs five degrees where C² has ten. k / D and the numerators are computed side by side, and one multiply-add ends
// both ranges: in a recurrence, where the next step waits for this one, the way from x to tanh x is 22 cycles on Zen 5.
//
// - What is subtracted is at most 0.24, so its rounding errors count in part only.
// - The odd rational x P(y) / Q(y) over everything rounds numerator, denominator and quotient at full size: 5 ulp.
// - C begins with 1, which spares a multiply-add; its scale is in k.
// - From 9.02 on, where tanh rounds to 1, the numerator is the small range's, put to 0 there: behind C², which comes last, is
//   then one choice, and with AVX-512 none, for a multiplication can leave lanes as they are. Which lanes are between 1 and 9.02
//   is one comparison of their bits, moved to where these are the least integers. Steps and windows take 4 % less time so at H = 8
//   and 1 to 2 % at H = 16 to 64 (Zen 5). In a loop, which does not wait for one tanh, C² is put to 0 itself (2 % of a mini-batch at
//   H = 8, 1 % at H = 16), and with sixteen registers, where it is an instruction less (1 % of a step at H = 16 to 64). To keep |x|
//   and x² below 9.02 instead, from which C would stay finite, takes as many, but C would wait for them.
// - Where the ranges meet, |x| and 1 meet too: what they start from is the lesser.
// - The sign comes last, or first into k and the start, where that is no more instructions: with AVX-512, which combines three
//   vectors in one. Steps and windows at H = 8 take 5 % less time so, at H = 16 2 to 3 %; without AVX-512, where it takes two
//   more, a window at H = 32 takes 3 % more (Zen 5).
//
// M and C are minimax fits (Lawson's iteration on linear least squares) of the error of tanh in ulp, over what rounding
// leaves of 2 ulp; D is the one that suits both best, found by a simplex search. The coefficients were rounded to floats
// one by one, each time with the others fitted anew, and then moved by a few units where that lessened the worst error.
public static partial class VectorMath
{
    /// <summary>
    /// The hyperbolic tangent of each lane: at most 2.5 ulp off for every float, exactly odd, never beyond ±1.
    /// ±0 give themselves, ±∞ give ±1, NaN gives NaN.
    /// </summary>
    /// <param name="x">Arguments; any floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Tanh(Vector<float> x) => Tanh(x, shorter: HasFewRegisters, fromTable: false);

    /// <summary>The same, bit for bit, for a loop that has no other and does not wait for it: where registers are few, its constants stay in memory.</summary>
    /// <param name="x">Arguments; any floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> TanhInLoop(Vector<float> x) => Tanh(x, shorter: true, fromTable: HasFewRegisters);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Tanh(Vector<float> x, bool shorter, bool fromTable)
    {
        ref float constant = ref fromTable ? ref MemoryMarshal.GetReference(TanhConstants) : ref Unsafe.NullRef<float>();
        Vector<float> y = x * x;
        Vector<float> magnitude = Vector.Abs(x);
        Vector<float> sign = x ^ magnitude;
        Vector<float> D = Vector.MultiplyAddEstimate(Vector.MultiplyAddEstimate(x, x, Vector.Create(fromTable ? constant : D1)), y, Vector.Create(fromTable ? Unsafe.Add(ref constant, 1) : D0));
        Vector<float> k = Vector.Create(fromTable ? Unsafe.Add(ref constant, 2) : Scale);
        if (SignComesFirst)
        {
            // The sign of x, but at ±0 the other one: the product is then a zero with the sign of x, which the sum keeps.
            k ^= Vector.AsVectorSingle(Vector.AsVectorInt32(x) - Vector<int>.One) & Vector.Create(-0f);
        }

        Vector<float> quotient = k / D;

        Vector<float> C01 = Vector.MultiplyAddEstimate(Vector.Create(fromTable ? Unsafe.Add(ref constant, 5) : C1), magnitude, Vector.Create(fromTable ? Unsafe.Add(ref constant, 4) : C0));
        Vector<float> C23 = Vector.MultiplyAddEstimate(Vector.Create(fromTable ? Unsafe.Add(ref constant, 7) : C3), magnitude, Vector.Create(fromTable ? Unsafe.Add(ref constant, 6) : C2));
        Vector<float> C45 = magnitude + Vector.Create(fromTable ? Unsafe.Add(ref constant, 8) : C4);
        Vector<float> C = Vector.MultiplyAddEstimate(Vector.MultiplyAddEstimate(C45, y, C23), y, C01);

        // NaN is in no range: it passes on through what the sum starts from.
        Vector<float> numerator;
        if (shorter)
        {
            Vector<float> within = Vector.LessThan<float>(magnitude, Vector.Create(fromTable ? Unsafe.Add(ref constant, 3) : Most));
            Vector<float> large = Vector.ConditionalSelect(within, C * C, Vector<float>.Zero);
            Vector<float> small = magnitude * y * Vector.MultiplyAddEstimate(Vector.Create(fromTable ? Unsafe.Add(ref constant, 10) : M1), y, Vector.Create(fromTable ? Unsafe.Add(ref constant, 9) : M0));
            numerator = Vector.ConditionalSelect(Vector.GreaterThan<float>(magnitude, Vector<float>.One), large, small);
        }
        else
        {
            Vector<float> within = Vector.LessThan<float>(magnitude, Vector.Create(Most));
            Vector<float> small = Vector.ConditionalSelect(within, magnitude * y * Vector.MultiplyAddEstimate(Vector.Create(M1), y, Vector.Create(M0)), Vector<float>.Zero);
            Vector<int> isLarge = Vector.LessThan<int>(Vector.AsVectorInt32(magnitude) + Vector.Create(ToLeast), Vector.Create(EndOfLarge));
            numerator = Vector.ConditionalSelect(Vector.AsVectorSingle(isLarge), C * C, small);
        }

        Vector<float> start = Vector.MinNative(Vector<float>.One, magnitude);
        return SignComesFirst
            ? Vector.MultiplyAddEstimate(numerator, quotient, start | sign)
            : Vector.MultiplyAddEstimate(numerator, quotient, start) | sign;
    }
}
