using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Tests.Plans;

using Precision = RnnGen.Generator.Model.Precision;

/// <summary>Tiles of a matrix times a vector cover every output, stay in registers, and pad little.</summary>
public sealed class MatVecTileTests
{
    /// <summary>Floats in 64 bytes.</summary>
    private const int Line = 16;

    private static readonly int[] s_chains = [1, 2, 4, 8];

    public static TheoryData<int, bool> Machines => new()
    {
        { 4, false },
        { 8, false },
        { 8, true },
        { 16, true },
    };

    [Theory]
    [MemberData(nameof(Machines))]
    public void Tiles_cover_every_output_and_pad_a_tenth_or_a_line_at_most(int width, bool wide) => Sweep(width, Budget(wide), (outputs, tile) =>
    {
        int vectors = (outputs + width - 1) / width;
        Assert.True(tile.Columns(width) >= outputs, $"{tile} covers {tile.Columns(width)} of {outputs}");
        Assert.True(tile.Strips * tile.Vectors * 10 <= vectors * 11 || tile.Columns(width) < outputs + Line, $"{tile} for {vectors} vectors");

        // Vectors half as wide take twice the strips of the same tile, and end at the same place.
        Assert.Equal(0, tile.Columns(width) % (tile.Vectors * width / 2));
    });

    [Theory]
    [MemberData(nameof(Machines))]
    public void Sums_stay_in_registers(int width, bool wide) => Sweep(width, Budget(wide), (outputs, tile) =>
        Assert.True(tile.Vectors >= 1 && tile.Vectors * tile.Chains <= (tile, Budget(wide)) switch { ({ Strips: > 1 }, var budget) => budget.OfStrip, ({ Chains: > 1 }, var budget) => budget.OfRow, (_, var budget) => budget.OfChain }, $"{tile} for {outputs} outputs"));

    [Theory]
    [MemberData(nameof(Machines))]
    public void No_tile_takes_longer_than_a_vector_at_a_time(int width, bool wide) => Sweep(width, Budget(wide), (outputs, tile) =>
        Assert.True(tile.CyclesPerTerm <= new MatVecTile(1, (outputs + width - 1) / width, tile.Chains).CyclesPerTerm, $"{tile} for {outputs} outputs"));

    [Theory]
    [InlineData(1, 8, 8, 1, 1)]
    [InlineData(4, 16, 8, 2, 1)] // four chains of two
    [InlineData(4, 24, 8, 3, 1)] // twelve sums, which only a whole row may have
    [InlineData(4, 32, 8, 2, 2)]
    [InlineData(1, 64, 8, 8, 1)]
    [InlineData(2, 56, 8, 4, 2)] // seven vectors, and one that the line has anyway
    [InlineData(1, 96, 8, 12, 1)]
    [InlineData(1, 192, 8, 8, 3)]
    [InlineData(1, 104, 8, 13, 1)]
    [InlineData(1, 120, 8, 15, 1)] // as many as there are registers, but for that of a broadcast
    [InlineData(1, 128, 8, 8, 2)]
    [InlineData(1, 136, 8, 9, 2)] // seventeen vectors, and one of padding
    [InlineData(2, 96, 16, 6, 1)]
    [InlineData(1, 256, 16, 16, 1)]
    public void Tiles_of_known_rows(int chains, int outputs, int width, int vectors, int strips) => Assert.Equal(
        new MatVecTile(vectors, strips, chains),
        MatVecTile.For(chains, outputs, width, Line, Budget(wide: width == 16)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Kernels_sum_in_blocks_where_chains_are_added_in_turn(bool wide)
    {
        foreach (NetworkShape shape in Hidden())
        {
            NetworkPlan plan = NetworkPlan.For(shape);
            MatVecTile tile = (wide ? plan.Wide : plan.Usual).Hidden;
            Chains chains = plan.HiddenTerms.Chains;
            bool half = !wide && 2 * tile.Chains == chains.Count && (chains.Count == 4 || chains.Pairs);
            Assert.True(tile.Chains == chains.Count || half || (tile.Chains == 1 && chains.Order == ChainOrder.InTurn), $"{shape}: {tile} of {chains}");
            Assert.True(tile.Chains == 1 || !NetworkPlan.Alternates(shape), $"{shape}: blocks must alternate, and {tile} has them all at once");
        }
    }

    /// <summary>The usual kernels hand their sums of blocks on to the wide ones, so they must have them.</summary>
    [Fact]
    public void Wide_kernels_sum_in_blocks_only_where_the_usual_ones_do() => Assert.Empty(Hidden()
        .Select(NetworkPlan.For)
        .Where(plan => plan.HiddenTerms.Chains.Count > 1 && plan.Wide.Hidden.Chains == 1 && plan.Usual.Hidden.Chains > 1)
        .Select(plan => plan.Shape));

    [Theory]
    [InlineData(8, 1, 4)]
    [InlineData(12, 2, 4)]
    [InlineData(13, 2, 4)] // four of eight, here and at 16
    [InlineData(16, 2, 4)]
    [InlineData(17, 3, 4)]
    [InlineData(24, 3, 4)]
    [InlineData(32, 4, 2)]
    [InlineData(33, 5, 2)]
    [InlineData(40, 5, 2)]
    public void Half_of_the_chains_are_summed_first_where_that_saves_a_strip(int h, int vectors, int chains)
    {
        KernelPlan kernels = NetworkPlan.For(new(3, h, 4, 5)).Usual;
        Assert.Equal(new MatVecTile(vectors, 1, chains), kernels.Hidden);
        Assert.Equal(kernels.Hidden, kernels.HiddenAlone);
    }

    [Fact]
    public void A_window_has_strips_instead_where_chains_differ_in_length()
    {
        KernelPlan kernels = NetworkPlan.For(new(3, 31, 4, 5)).Usual;
        Assert.Equal((new MatVecTile(2, 2, 4), new MatVecTile(4, 1, 2)), (kernels.Hidden, kernels.HiddenAlone));
    }

    [Fact]
    public void Beyond_two_lines_and_on_512_bits_a_single_step_sums_as_a_window_does() => Assert.All(Hidden().Select(NetworkPlan.For), plan =>
    {
        Assert.Equal(plan.Wide.Hidden, plan.Wide.HiddenAlone);
        bool besideZ = plan.Usual.Hidden.Chains > 1 && plan.Usual.Hidden.Vectors * plan.Usual.Hidden.Chains > RegisterBudget.BesideOthers.OfRow;
        Assert.True(plan.Usual.Hidden == plan.Usual.HiddenAlone || plan.HiddenTerms.Chains.Pairs || besideZ);
    });

    [Theory]
    [InlineData(40, 5, 1)]
    [InlineData(41, 3, 2)]
    [InlineData(48, 3, 2)]
    public void Sums_of_a_single_step_leave_registers_to_what_they_are_added_to(int h, int vectors, int strips) =>
        Assert.Equal(new MatVecTile(vectors, strips, 2), NetworkPlan.For(new(3, h, 4, 5)).Usual.HiddenAlone);

    private static IEnumerable<NetworkShape> Hidden() =>
        from precision in Enum.GetValues<Precision>()
        from h in Enumerable.Range(1, 600).Concat([1000, 1023, 2048, 4095])
        select new NetworkShape(3, h, 4, 5, precision);

    private static RegisterBudget Budget(bool wide) => wide ? RegisterBudget.Wide : RegisterBudget.Usual;

    private static void Sweep(int width, RegisterBudget budget, Action<int, MatVecTile> check)
    {
        foreach (int chains in s_chains)
        {
            Assert.All(Enumerable.Range(1, 700), outputs => check(outputs, MatVecTile.For(chains, outputs, width, Line, budget)));
        }
    }
}
