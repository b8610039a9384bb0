using System.Numerics;
using System.Runtime.InteropServices;
using RnnGen.Numbers;

namespace RnnGen.Tests.Support;

/// <summary>Helpers for test classes that are written once and run for float and for double.</summary>
public static class TwoPrecisions
{
    /// <summary>Names of all networks of a type.</summary>
    public static TheoryData<string> Names<TNumber>()
        where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber> => new(Shapes.Of<TNumber>().Select(type => type.Name));

    /// <summary>A number of the type.</summary>
    public static TNumber Number<TNumber>(double value)
        where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber> => TNumber.CreateChecked(value);

    /// <summary>
    /// Fails unless the bits agree: -0 is not 0 here, and a NaN is itself.
    /// </summary>
    public static void SameBits<TNumber>(ReadOnlySpan<TNumber> expected, ReadOnlySpan<TNumber> actual, string name)
        where TNumber : unmanaged
    {
        Assert.Equal(expected.Length, actual.Length);
        int length = MemoryMarshal.AsBytes(expected).CommonPrefixLength(MemoryMarshal.AsBytes(actual));
        if (length < MemoryMarshal.AsBytes(expected).Length)
        {
            int at = length / Marshal.SizeOf<TNumber>();
            Assert.Fail($"{name}: at [{at}] the bits of {expected[at]} are expected; they are those of {actual[at]}.");
        }
    }
}
