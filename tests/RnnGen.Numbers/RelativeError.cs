using System.Numerics;

namespace RnnGen.Numbers;

/// <summary>The error of a tensor on its own scale.</summary>
public static class RelativeError
{
    /// <summary>
    /// max|a - r| / max|r|, r being the expected elements and a the actual ones: NaN if a NaN takes part, and 0 if all
    /// elements of both are zero.
    /// </summary>
    /// <param name="expected">The elements to trust.</param>
    /// <param name="actual">The elements to test, as many.</param>
    /// <param name="worst">Where the error is largest.</param>
    public static double Of<TExpected, TActual>(ReadOnlySpan<TExpected> expected, ReadOnlySpan<TActual> actual, out int worst)
        where TExpected : unmanaged, IBinaryFloatingPointIeee754<TExpected>
        where TActual : unmanaged, IBinaryFloatingPointIeee754<TActual>
    {
        double largestDifference = 0;
        double largestExpected = 0;
        worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double r = double.CreateChecked(expected[i]);
            double difference = Math.Abs(double.CreateChecked(actual[i]) - r);
            if (difference > largestDifference || (double.IsNaN(difference) && !double.IsNaN(largestDifference)))
            {
                worst = i;
            }

            largestDifference = Math.Max(largestDifference, difference); // Math.Max hands a NaN on
            largestExpected = Math.Max(largestExpected, Math.Abs(r));
        }

        return largestDifference == 0 ? 0 : largestDifference / largestExpected;
    }
}
