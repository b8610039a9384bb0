using RnnGen.Numerics;
using RnnGen.Reference;

namespace RnnGen.Tests.Reference;

/// <summary>Generated networks draw their parameters in the order asserted here.</summary>
public class SeedTests
{
    private const int N = 2, H = 3, K = 4;

    [Fact]
    public void A_seed_fills_Wx_bx_Wh_bh_Wy_by_row_after_row()
    {
        var network = new ElmanReference<double>(N, H, K, seed: 5);
        double[] inOrder =
        [
            .. network.Wx.RowMajor(), .. network.Bx, .. network.Wh.RowMajor(),
            .. network.Bh, .. network.Wy.RowMajor(), .. network.By,
        ];

        var draw = new UniformInitializer(5, H);
        Assert.Equal(N * H + H + H * H + H + K * H + K, inOrder.Length);
        Assert.Equal(inOrder.Length, network.Parameters.Count);
        Assert.All(inOrder, value => Assert.Equal(draw.Next(), value));

        // Row-major: the second number drawn stands beside the first.
        draw = new UniformInitializer(5, H);
        Assert.Equal(draw.Next(), network.Wx[0, 0]);
        Assert.Equal(draw.Next(), network.Wx[0, 1]);
        Assert.Equal(draw.Next(), network.Wx[1, 0]);
    }

    [Fact]
    public void A_float_network_holds_the_double_one_rounded()
    {
        var single = new ElmanReference<float>(N, H, K, seed: 5);
        var precise = new ElmanReference<double>(N, H, K, seed: 5);
        foreach (ElmanParameter parameter in ElmanParameters<double>.Order)
        {
            Assert.Equal(precise.Parameters[parameter].ToArray().Select(value => (float)value), single.Parameters[parameter].ToArray());
        }
    }

    [Fact]
    public void Equal_seeds_give_equal_numbers_and_others_do_not()
    {
        double[] Wh(int seed) => new ElmanReference<double>(N, H, K, seed).Wh.RowMajor().ToArray();
        Assert.Equal(Wh(7), Wh(7));
        Assert.NotEqual(Wh(7), Wh(8));
        Assert.NotEqual(Wh(7), Wh(-7));
    }

    [Fact]
    public void Without_a_seed_every_parameter_is_zero()
    {
        var network = new ElmanReference<float>(N, H, K);
        foreach (ElmanParameter parameter in ElmanParameters<float>.Order)
        {
            Assert.All(network.Parameters[parameter].ToArray(), value => Assert.Equal(0f, value));
        }
    }
}
