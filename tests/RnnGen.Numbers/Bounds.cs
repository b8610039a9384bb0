using System.Numerics;
using RnnGen.Reference;

namespace RnnGen.Numbers;

/// <summary>How far a generated network's tensor may be from the reference's: max|a - r| / max|r|.</summary>
/// <param name="Single">In float.</param>
/// <param name="Double">In double.</param>
public sealed record Bounds(double Single, double Double)
{
    /// <summary>p, h, E and trained parameters.</summary>
    public static readonly Bounds Value = new(2e-6, 1e-12);

    /// <summary>The six gradients.</summary>
    public static readonly Bounds Gradient = new(1e-5, 1e-12);

    /// <summary>The bound for one tensor.</summary>
    /// <param name="expected">The reference's elements.</param>
    /// <param name="carried">An error that any implementation with rounded states has, on the scale of the elements.</param>
    /// <param name="ofSums">An error that any sum of the elements' terms has, on their scale: the bound is no tighter.</param>
    public double Of<TNumber>(ReadOnlySpan<double> expected, double carried, double ofSums)
        where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
    {
        double flat = typeof(TNumber) == typeof(float) ? Single : Double;
        double largest = 0;
        foreach (double element in expected)
        {
            largest = Math.Max(largest, Math.Abs(element));
        }

        return largest == 0 ? flat : Math.Max(flat + carried / largest, ofSums / largest); // a tensor of zeros has no error of these kinds
    }

    /// <summary>
    /// The error that the rounding of h alone puts into dWx, dbx, dWh and dbh, after the reference's last window.
    /// </summary>
    /// <remarks>
    /// <para>
    /// e[t] = (1 - h[t]²) g[t], g[t] = Wyᵀ d[t] + Whᵀ e[t+1]. Where h comes close to ±1 a rounding δh that is nothing to h
    /// is much to 1 - h²: with h = 0.999 in float, half an ulp of h is 3e-8 of it and 3e-5 of 1 - h². No order of sums
    /// helps, and a flat bound would be a bound on how far the example saturates. To the first order
    /// </para>
    /// <code>
    /// |δe[t]| ≤ 2 |h[t]| δh[t] |g[t]|,   δh[t] ≤ 3 ulp(h[t])
    /// </code>
    /// <para>
    /// the 3 being what <c>VectorMath.Tanh</c> promises (2.5 in float). An element of the four gradients is Σ over t of
    /// e[t] times x, h or 1, none above 1, so its error of this kind is at most Σ over t of |δe[t]|. What δe[t] does to
    /// earlier steps is left to the flat bound: it arrives multiplied by (1 - h²) Whᵀ, and bounding that product over many
    /// steps element by element would grow exponentially and allow anything.
    /// </para>
    /// </remarks>
    public static double CarriedByTanh<TNumber>(ElmanReference<double> reference)
        where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
    {
        const double Ulps = 3;
        ElmanTrace<double> trace = reference.Trace;
        double largest = 0;
        for (int i = 0; i < reference.H; i++)
        {
            double sum = 0;
            for (int t = 0; t < trace.Steps; t++)
            {
                double h = Math.Abs(trace.h[t, i]);
                double g = Math.Abs(trace.e[t, i]) / (1 - (h * h));
                sum += 2 * h * Ulps * Ulp<TNumber>(h) * g;
            }

            largest = Math.Max(largest, sum);
        }

        return largest;
    }

    /// <summary>The error that one rounding at the size of its terms puts into an element of h, before the reference takes the step of <paramref name="x"/>.</summary>
    /// <remarks>
    /// z = Wx x + bx + Wh h[t-1] + bh is a sum whose terms may cancel: with H = 1 and N = 17 they can be of size 4 and z of size
    /// 0.03, and half an ulp of a partial sum is then more than the flat bound, which is relative to h. However it is ordered, a
    /// sum has roundings of about u Σ |terms|, u = 2^-24 in float and 2^-53 in double, and tanh hands on no more than that.
    /// </remarks>
    /// <param name="reference">The parameters and h[t-1].</param>
    /// <param name="x">x[t].</param>
    public static double OfSums<TNumber>(ElmanReference<double> reference, ReadOnlySpan<double> x)
        where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
    {
        double largest = 0;
        for (int i = 0; i < reference.H; i++)
        {
            double terms = Math.Abs(reference.Parameters.Bx[i]) + Math.Abs(reference.Parameters.Bh[i]);
            for (int j = 0; j < reference.N; j++)
            {
                terms += Math.Abs(reference.Parameters.Wx[i, j] * x[j]);
            }

            for (int j = 0; j < reference.H; j++)
            {
                terms += Math.Abs(reference.Parameters.Wh[i, j] * reference.Hidden[j]);
            }

            largest = Math.Max(largest, terms);
        }

        return largest * Ulp<TNumber>(1) / 2;
    }

    private static double Ulp<TNumber>(double value)
        where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
    {
        TNumber rounded = TNumber.CreateChecked(value);
        return double.CreateChecked(TNumber.BitIncrement(rounded) - rounded);
    }
}
