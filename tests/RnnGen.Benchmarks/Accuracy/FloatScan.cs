using System.Numerics;

namespace RnnGen.Benchmarks.Accuracy;

/// <summary>
/// Runs a vector function over a stretch of neighbouring positive floats, and over their negatives, against its value
/// in double precision.
/// </summary>
/// <param name="function">The function under test.</param>
/// <param name="reference">The same function in double precision.</param>
/// <param name="isOdd">Whether f(-x) = -f(x) is promised; otherwise the negatives are measured by themselves.</param>
/// <param name="maximum">The greatest value the function may give.</param>
internal sealed class FloatScan(
    Func<Vector<float>, Vector<float>> function, Func<double, double> reference, bool isOdd, float maximum)
{
    /// <summary>Measures the floats whose bits run from <paramref name="first"/> to before <paramref name="end"/>, all positive.</summary>
    public FloatScanResult Run(uint first, uint end)
    {
        var result = new FloatScanResult();
        Side(result, first, end, sign: 0);
        if (!isOdd)
        {
            Side(result, first, end, sign: 0x80000000);
        }

        return result;
    }

    private void Side(FloatScanResult result, uint first, uint end, uint sign)
    {
        int width = Vector<float>.Count;
        float last = first == 0 ? float.NaN : function(Vector.Create(At(first - 1, sign)))[0];
        for (uint bits = first; bits < end; bits += (uint)width)
        {
            Vector<float> x = Vector.AsVectorSingle(Vector.Create(bits | sign) + Vector<uint>.Indices);
            Vector<float> y = function(x);
            if (isOdd && function(-x) != -y)
            {
                result.OddnessViolations++;
            }

            int used = (int)Math.Min((uint)width, end - bits);
            for (int i = 0; i < used; i++)
            {
                // Towards larger magnitude the function must not fall for positive x, nor rise for negative x.
                result.MonotonicityViolations += (sign == 0 ? y[i] < last : y[i] > last) ? 1 : 0;
                result.RangeViolations += y[i] <= maximum ? 0 : 1;
                last = y[i];

                double exact = reference(x[i]);
                double spacing = exact == 0 ? float.Epsilon : Math.ScaleB(1, Math.Max(Math.ILogB(exact) - 23, -149));
                double distance = Math.Abs(y[i] - exact) / spacing;
                if (!(distance <= result.WorstUlp))
                {
                    (result.WorstUlp, result.WorstAt) = (double.IsNaN(distance) ? double.PositiveInfinity : distance, x[i]);
                }
            }

            result.Scanned += used;
        }
    }

    private static float At(uint bits, uint sign) => BitConverter.UInt32BitsToSingle(bits | sign);
}
