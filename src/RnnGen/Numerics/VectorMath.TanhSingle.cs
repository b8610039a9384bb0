using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

// [0, 9.2] is cut into eight intervals, and in each tanh is a polynomial of degree 7 in the distance t from a point c.
// Which interval it is, three bits of |x| + 0.75 tell, the two lowest of the exponent and the highest of the mantissa, so
// the intervals grow with |x|: they begin at 0, 0.25, 0.75, 1.25, 2.25, 3.25, 5.25 and 7.25. Coefficients come out of a
// register by a permutation. Against a rational function for each of two ranges, blended, this takes a sixth less time
// for many vectors and the same for one that the next waits for (measured on AMD Zen 5: 2.7 and 3.3 ns for 8 floats one
// after the other, 11.4 ns both for a chain), and there are no dozens of constants to keep in registers.
//
// c is 0 in the first interval, so that the result is x plus corrections; elsewhere c was chosen among the floats near
// the middle, or near the end where tanh is close to 1 and partial sums must not pass it, as the one whose tanh comes
// closest to a float. t is exact, for c is never more than twice |x| or less than half. The polynomials are minimax fits
// of the relative error (Lawson's iteration); coefficients were rounded to floats one by one, each time with the others
// fitted anew: make_tanh_tables.py. At 9.2 the last one rounds to 1, as tanh does from 9.01 on.
public static partial class VectorMath
{
    /// <summary>
    /// The hyperbolic tangent of each lane: at most 2.5 ulp off for every float, exactly odd, never beyond ±1.
    /// ±0 give themselves, ±∞ give ±1, NaN gives NaN.
    /// </summary>
    /// <param name="x">Arguments; any floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Tanh(Vector<float> x)
    {
        // The constant first: NaN passes, as the second operand of minps does.
        Vector<float> a = Vector.MinNative(Vector.Create(9.2f), Vector.Abs(x));
        Vector<int> interval = LookupIndex(Vector.ShiftRightLogical(Vector.AsVectorInt32(a + Vector.Create(0.75f)), 22));
        ref float table = ref TanhTable;
        Vector<float> t = a - Lookup(interval, ref table);
        Vector<float> tt = t * t;

        Vector<float> p01 = Vector.MultiplyAddEstimate(Lookup(interval, ref Unsafe.Add(ref table, 32)), t, Lookup(interval, ref Unsafe.Add(ref table, 16)));
        Vector<float> p23 = Vector.MultiplyAddEstimate(Lookup(interval, ref Unsafe.Add(ref table, 64)), t, Lookup(interval, ref Unsafe.Add(ref table, 48)));
        Vector<float> p45 = Vector.MultiplyAddEstimate(Lookup(interval, ref Unsafe.Add(ref table, 96)), t, Lookup(interval, ref Unsafe.Add(ref table, 80)));
        Vector<float> p67 = Vector.MultiplyAddEstimate(Lookup(interval, ref Unsafe.Add(ref table, 128)), t, Lookup(interval, ref Unsafe.Add(ref table, 112)));
        Vector<float> p = Vector.MultiplyAddEstimate(Vector.MultiplyAddEstimate(p67, tt, p45), tt * tt, Vector.MultiplyAddEstimate(p23, tt, p01));
        return p | (x & Vector.Create(-0f));
    }
}
