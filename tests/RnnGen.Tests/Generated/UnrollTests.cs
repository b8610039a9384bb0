using System.Numerics;
using RnnGen.Numbers;

namespace RnnGen.Tests.Generated;

/// <summary><see cref="Unroll"/> promises the same numbers in every mode.</summary>
public class UnrollTests
{
    public static TheoryData<string, string> Shape => new()
    {
        { "FFull", "1_8_2_31" }, { "FFull", "3_9_5_9" }, { "FFull", "9_9_9_2" }, { "FFull", "4_12_4_8" },
        { "FTiles", "1_8_2_31" }, { "FTiles", "3_9_5_9" }, { "FTiles", "9_9_9_2" }, { "FTiles", "4_12_4_8" },
        { "DFull", "3_9_5_7" }, { "DTiles", "3_9_5_7" },
    };

    [Theory]
    [MemberData(nameof(Shape))]
    public void Every_tensor_has_the_bits_of_the_automatic_mode(string mode, string shape)
    {
        if (mode[0] == 'F')
        {
            Compare<float>($"F_{shape}", $"{mode}_{shape}");
        }
        else
        {
            Compare<double>($"D_{shape}", $"{mode}_{shape}");
        }
    }

    private static void Compare<TNumber>(string automatic, string other)
        where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber> =>
        Assert.Equal(Hashes<TNumber>(automatic), Hashes<TNumber>(other));

    private static IEnumerable<(string, string)> Hashes<TNumber>(string name)
        where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber> =>
        NetworkComparer<TNumber>.Run(Shapes.Named(name)).Select(result => (result.Tensor, result.Hash));
}
