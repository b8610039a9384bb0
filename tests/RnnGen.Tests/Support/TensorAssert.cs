using System.Numerics;
using RnnGen.Numbers;

namespace RnnGen.Tests.Support;

/// <summary>Compares tensors, given as their elements in one order, by the largest error on the scale of the whole tensor.</summary>
public static class TensorAssert
{
    /// <summary>
    /// Fails unless max|a - r| / max|r| ≤ <paramref name="tolerance"/>, r being the expected elements and a the actual
    /// ones. A NaN anywhere fails, an infinity fails, and so does an empty tensor, which would compare nothing. If every
    /// expected element is zero, every actual one must be zero.
    /// </summary>
    /// <param name="expected">The elements to trust; float and double may be mixed with the actual ones.</param>
    /// <param name="actual">The elements to test.</param>
    /// <param name="tolerance">The largest relative error allowed, at least 0.</param>
    /// <param name="name">What the message calls the tensor.</param>
    public static void Close<TExpected, TActual>(ReadOnlySpan<TExpected> expected, ReadOnlySpan<TActual> actual, double tolerance, string name)
        where TExpected : unmanaged, IBinaryFloatingPointIeee754<TExpected>
        where TActual : unmanaged, IBinaryFloatingPointIeee754<TActual>
    {
        if (expected.Length != actual.Length)
        {
            Assert.Fail($"{name} has {actual.Length} elements; {expected.Length} are expected.");
        }

        if (expected.IsEmpty)
        {
            Assert.Fail($"{name} is empty: there is nothing to compare.");
        }

        double difference = RelativeError.Of(expected, actual, out int worst);
        bool close = difference <= tolerance; // false for NaN
        if (!close)
        {
            Assert.Fail($"{name}: the relative difference is {difference:E3}, above {tolerance:E3}; at [{worst}], {expected[worst]} is expected and the element is {actual[worst]}.");
        }
    }

    /// <inheritdoc cref="Close{TExpected, TActual}(ReadOnlySpan{TExpected}, ReadOnlySpan{TActual}, double, string)"/>
    public static void Close<TExpected, TActual>(TExpected[] expected, TActual[] actual, double tolerance, string name)
        where TExpected : unmanaged, IBinaryFloatingPointIeee754<TExpected>
        where TActual : unmanaged, IBinaryFloatingPointIeee754<TActual> =>
        Close<TExpected, TActual>(expected.AsSpan(), actual.AsSpan(), tolerance, name);
}
