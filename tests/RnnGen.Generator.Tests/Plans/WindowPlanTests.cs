using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Tests.Plans;

using Precision = RnnGen.Generator.Model.Precision;

/// <summary>What a window computes step by step, and what as one product.</summary>
public class WindowPlanTests
{
    [Theory]
    [InlineData(1, 8, 2, true, true, true)]
    [InlineData(8, 16, 16, true, true, true)]
    [InlineData(9, 32, 13, false, true, true)] // the chain of x would be longer than that of h
    [InlineData(8, 32, 5, true, true, false)] // few classes of whole rows, which are read out for eight steps at once
    [InlineData(8, 31, 5, true, true, true)]
    [InlineData(8, 24, 5, true, true, true)] // rows too short for that
    [InlineData(8, 32, 64, true, true, true)]
    [InlineData(8, 32, 65, true, false, false)] // more classes than four of the widest vectors hold
    [InlineData(1, 33, 2, false, false, false)] // arithmetic, not latency, is what a step takes
    public void Few_hidden_units_wait_for_themselves(int n, int h, int k, bool input, bool classes, bool readOut)
    {
        NetworkPlan plan = NetworkPlan.For(new(n, h, k, 16));
        Assert.Equal((input, classes, readOut), (plan.InputInStep, plan.ClassesInStep, plan.ReadOutInStep));
    }

    [Theory]
    [InlineData(8, 2, 32, Precision.Single, true)]
    [InlineData(16, 4, 8, Precision.Single, true)]
    [InlineData(16, 5, 32, Precision.Single, false)] // more than the narrowest vector holds
    [InlineData(16, 4, 7, Precision.Single, false)] // too few steps for a line
    [InlineData(32, 4, 32, Precision.Single, false)] // read out along the rows of Wy
    [InlineData(40, 4, 32, Precision.Single, false)] // not read out step by step
    [InlineData(8, 2, 32, Precision.Double, true)]
    [InlineData(8, 3, 32, Precision.Double, false)]
    public void Scores_of_few_classes_go_where_softmax_looks_for_them(int h, int k, int t, object precision, bool expected) =>
        Assert.Equal(expected, NetworkPlan.ScoresGoByClass(new(1, h, k, t, (Precision)precision)));

    /// <summary>Where units or classes are more than a vector of 256 bits.</summary>
    [Theory]
    [InlineData(8, 8, Precision.Single, false)]
    [InlineData(9, 8, Precision.Single, true)]
    [InlineData(8, 9, Precision.Single, true)]
    [InlineData(4, 4, Precision.Double, false)]
    [InlineData(5, 4, Precision.Double, true)]
    [InlineData(4, 5, Precision.Double, true)]
    public void Kernels_on_512_bits(int h, int k, object precision, bool pay) =>
        Assert.Equal(pay, NetworkPlan.For(new(30, h, k, 16, (Precision)precision)).WidePays);

    [Theory]
    [InlineData(1, 8, 2, true, true, false)] // twelve rows with those of the biases, and 512 bits would be half empty
    [InlineData(2, 8, 2, false, true, false)]
    [InlineData(20, 8, 8, false, true, false)] // 36 rows
    [InlineData(21, 8, 8, false, false, false)]
    [InlineData(16, 8, 12, false, false, true)] // these classes need 512 bits, and then all kernels have them
    [InlineData(8, 16, 4, false, false, true)]
    [InlineData(8, 16, 12, false, false, true)] // 36 rows
    [InlineData(8, 16, 13, false, false, false)]
    [InlineData(1, 17, 2, false, false, false)] // more than a vector of columns
    [InlineData(1, 9, 17, false, false, false)] // more classes than this was measured with
    public void Few_rows_of_gradients_are_summed_in_registers(int n, int h, int k, bool sixteen, bool usual, bool wide)
    {
        NetworkPlan plan = NetworkPlan.For(new(n, h, k, 16));
        Assert.Equal((sixteen, usual, wide), (plan.GradientsInRegisters, plan.Usual.OnTheWayBack == GradientSums.All, plan.Wide.OnTheWayBack == GradientSums.All));
        Assert.Equal(usual || wide, plan.LastStepFirst == GradientSums.All);
        Assert.Equal(usual || wide, NetworkPlan.For(new(n, h, k, 16) { Unroll = Generator.Model.Unroll.Full }).LastStepFirst == GradientSums.All);
    }

    [Theory]
    [InlineData(3, 16, 9, 16, GradientSums.All)]
    [InlineData(20, 16, 4, 16, GradientSums.None)] // 40 rows
    [InlineData(16, 16, 9, 16, GradientSums.Input | GradientSums.Hidden)] // room without those of the classes
    [InlineData(2, 16, 4, 4, GradientSums.All)] // few classes come as rows in a short window too
    [InlineData(2, 16, 5, 4, GradientSums.Input | GradientSums.Hidden)] // more do not
    [InlineData(2, 16, 17, 16, GradientSums.None)]
    [InlineData(3, 32, 5, 16, GradientSums.Input | GradientSums.ReadOut)]
    [InlineData(4, 32, 5, 16, GradientSums.ReadOut)] // nine rows of two vectors
    [InlineData(9, 17, 8, 16, GradientSums.ReadOut)]
    [InlineData(6, 32, 9, 16, GradientSums.Input)]
    [InlineData(7, 32, 9, 16, GradientSums.None)]
    [InlineData(3, 32, 5, 4, GradientSums.Input | GradientSums.ReadOut)] // read out along the rows of Wy
    [InlineData(3, 24, 5, 4, GradientSums.Input)]
    [InlineData(6, 32, 60, 16, GradientSums.Input)]
    [InlineData(6, 32, 80, 16, GradientSums.Input)] // more classes than a step computes
    [InlineData(1, 33, 2, 16, GradientSums.None)] // three vectors
    public void Some_gradients_are_summed_on_the_way_back(int n, int h, int k, int t, object sums)
    {
        NetworkPlan plan = NetworkPlan.For(new(n, h, k, t));
        Assert.Equal((GradientSums.None, (GradientSums)sums, (GradientSums)sums), (plan.Usual.OnTheWayBack, plan.Wide.OnTheWayBack, plan.LastStepFirst));
        Assert.Equal(GradientSums.None, NetworkPlan.For(new(n, h, k, t) { Unroll = Generator.Model.Unroll.Full }).OnTheWayBack);
    }

    /// <summary>Few classes are read out four hidden units at a time, by chains that are folded, where a step has these in registers.</summary>
    [Theory]
    [InlineData(4, 2, false)]
    [InlineData(8, 2, true)]
    [InlineData(12, 2, true)]
    [InlineData(8, 3, true)]
    [InlineData(16, 4, true)]
    [InlineData(16, 5, false)]
    [InlineData(15, 4, false)] // what would be read beside the last unit
    [InlineData(20, 2, false)]
    public void Few_classes_are_read_out_four_units_at_a_time(int h, int k, bool few)
    {
        NetworkPlan plan = NetworkPlan.For(new(3, h, k, 16));
        Assert.Equal(few, plan.FewClasses);
        Assert.Equal(few ? ChainOrder.InHalves : ChainOrder.InTurn, plan.ReadOutTerms.Chains.Order);
        Assert.Equal(4, plan.ReadOutTerms.Chains.Count);
        Assert.False(NetworkPlan.For(new(3, h, k, 16, Precision.Double)).FewClasses);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(8, 1, 1)] // four chains of two terms
    [InlineData(12, 1, 1)] // four of three
    [InlineData(16, 1, 1)] // eight of two, of which 256 bits have four under way at a time
    [InlineData(17, 0, 2)] // twelve sums on 256 bits: no room for h
    [InlineData(32, 0, 2)] // two chains before the other two, and no room beside them
    [InlineData(33, 0, 0)]
    public void The_first_terms_come_out_of_registers(int h, int usual, int wide)
    {
        NetworkPlan plan = NetworkPlan.For(new(3, h, 3, 16));
        Assert.Equal((usual, wide), (plan.Usual.TermsInRegisters, plan.Wide.TermsInRegisters));
    }

    /// <summary>Where hidden units fill a line at most, and where padding makes rows a fifth more work.</summary>
    [Theory]
    [InlineData(16, 16, false, true)]
    [InlineData(16, 17, false, true)]
    [InlineData(16, 32, false, true)]
    [InlineData(8, 740, false, true)]
    [InlineData(8, 800, false, false)] // more than 1.5 MB of scores and states
    [InlineData(10, 33, false, true)]
    [InlineData(20, 100, false, true)]
    [InlineData(24, 64, false, false)]
    [InlineData(17, 3, false, true)]
    [InlineData(24, 6, false, true)]
    [InlineData(31, 32, false, false)]
    [InlineData(32, 5, false, false)]
    [InlineData(36, 14, false, true)]
    [InlineData(40, 14, false, false)]
    [InlineData(50, 6, false, true)]
    [InlineData(64, 17, false, false)]
    [InlineData(8, 16, true, true)]
    [InlineData(8, 17, true, true)]
    [InlineData(9, 16, true, true)]
    [InlineData(24, 8, true, false)]
    public void Sequences_run_across_the_lanes_where_rows_would_be_padded(int h, int k, bool inDouble, bool across) =>
        Assert.Equal(across, BatchLayout.SequencesAcrossLanes(new(3, h, k, 16, inDouble ? Model.Precision.Double : Model.Precision.Single, B: 32)));

    /// <summary>And where there are sequences to fill their lines, and all of them fit the second cache.</summary>
    [Theory]
    [InlineData(15, 16, false)]
    [InlineData(17, 16, false)]
    [InlineData(29, 16, false)]
    [InlineData(30, 16, true)]
    [InlineData(32, 138, true)]
    [InlineData(32, 139, false)]
    [InlineData(64, 69, true)]
    [InlineData(64, 70, false)]
    public void Sequences_run_across_the_lanes_where_they_fill_them(int sequences, int steps, bool across) =>
        Assert.Equal(across, BatchLayout.SequencesAcrossLanes(new(3, 36, 14, steps, B: sequences)));
}
