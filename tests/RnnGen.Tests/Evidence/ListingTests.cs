using System.Text.RegularExpressions;

namespace RnnGen.Tests.Evidence;

/// <summary>What the JIT makes of the kernels, with no timing in it: what spoils their speed can be seen in its listing.</summary>
public class ListingTests
{
    private static readonly string[] s_hot = ["StepOnce", "BlockSums", "AddRows", "Recur", "ThroughTime"];

    // What a program calls when it sets up, and what the tests call between steps.
    private static readonly string[] s_seldom = ["NewNetwork", "Pad", "get_Gradient", "get_Hidden", "Hidden", "get_Count", "Reset", "ctor"];

    /// <summary>A method that starts unoptimised is seven times slower for the first second.</summary>
    [SkippableTheory]
    [MemberData(nameof(Listings.All), MemberType = typeof(Listings))]
    public void Everything_that_a_call_runs_is_optimised_from_the_start(bool wide, string network) => Assert.All(
        Listings.Of(network, wide).Where(method => !s_seldom.Contains(method.Name)),
        method => Assert.True(method.Tier == "FullOpts", $"{method}"));

    /// <summary>No check of a range, no helper of the runtime, no function that should have been inlined.</summary>
    [SkippableTheory]
    [MemberData(nameof(Listings.All), MemberType = typeof(Listings))]
    public void Hot_kernels_call_only_each_other(bool wide, string network) => Assert.Empty(
        from method in Listings.Of(network, wide)
        where s_hot.Contains(method.Name)
        from call in method.Calls
        where !IsOurs(call)
        select $"{method} calls {call}");

    /// <summary>
    /// A user's call that takes too much into itself uses up its budget for inlining: what it then calls is a few instructions
    /// long, passes its vectors over memory, and starts unoptimised.
    /// </summary>
    [SkippableTheory]
    [MemberData(nameof(Listings.All), MemberType = typeof(Listings))]
    public void Nothing_small_is_left_to_call(bool wide, string network)
    {
        List<ListedMethod> methods = Listings.Of(network, wide);
        Assert.Contains(methods, method => method is { Type: "BatchRunner", Name: "Step" });
        Assert.Empty(
            from method in methods
            from call in method.Calls
            where !s_seldom.Contains(method.Name) && Regex.IsMatch(call, @"^\[RnnGen\.Numerics\.(VectorMath:(?!Log)|\w*Lanes:(?!Forward|Backward)|LaneSoftmax:(?!Normalize|Score|Numbers|Lines)|AlignedBuffer`1\[\w+\]:At|Check:(Finite|HasInfinity|AnyBeyond))")
            select $"{method} calls {call}");
    }

    [SkippableTheory]
    [MemberData(nameof(Listings.All), MemberType = typeof(Listings))]
    public void Loops_of_sums_keep_their_vectors_in_registers(bool wide, string network)
    {
        (ListedMethod Method, string[] Loop)[] sums = [.. Loops(network, wide).Where(loop => !loop.Loop.Any(ListedMethod.IsDivision))];
        Assert.True(sums.Length >= 2, $"Only {sums.Length} loops of sums.");
        Assert.Empty(sums.SelectMany(sum => sum.Loop.Where(ListedMethod.SpillsVector).Select(line => $"{sum.Method}: {line.Trim()}")));
    }

    /// <summary>
    /// Sums of a tile are fields of structures, and these are nowhere else than in registers. A tile of eight rows and one
    /// vector takes a broadcast for each of its 8 multiply-adds, a load, two pointers and one to the lower rows, and the
    /// loop's own three, and with chains two strides from memory: 25/8. The main tiles take 18/8 with twelve sums and
    /// 17/8 with sixteen or more, and one with only four waits for them anyway.
    /// </summary>
    [SkippableFact]
    public void Tiles_do_little_but_multiply_and_add()
    {
        foreach (bool wide in Listings.Widths)
        {
            string[][] loops = [.. Loops(Listings.Products, wide).Where(loop => loop.Method.Name is "Tile" or "Pairs" or "Steps").Select(loop => loop.Loop).Where(loop => loop.Count(ListedMethod.IsMultiplyAdd) >= 8)];
            Assert.NotEmpty(loops);
            Assert.All(loops, loop => Assert.False(loop.Any(ListedMethod.SpillsVector), $"wide: {wide}: {string.Join('\n', loop)}"));
            Assert.All(loops, loop => Assert.True(loop.Length * 8 <= 25 * loop.Count(ListedMethod.IsMultiplyAdd), $"wide: {wide}: {string.Join('\n', loop)}"));
            Assert.All(loops.Where(loop => Sums(loop) >= 12), loop => Assert.True(loop.Length * 8 <= (Sums(loop) >= 16 ? 17 : 18) * loop.Count(ListedMethod.IsMultiplyAdd), $"wide: {wide}: {string.Join('\n', loop)}"));
        }
    }

    /// <summary>
    /// tanh has more than twenty constants and exp a dozen; with sixteen registers some
    /// wait in memory, a fifth of the instructions at most as this is written. Beyond a quarter it is no longer that.
    /// </summary>
    [SkippableTheory]
    [MemberData(nameof(Listings.All), MemberType = typeof(Listings))]
    public void No_loop_spends_a_quarter_of_its_instructions_on_the_stack(bool wide, string network) => Assert.Empty(
        Loops(network, wide)
            .Where(loop => 4 * loop.Loop.Count(ListedMethod.TouchesStack) > loop.Loop.Length)
            .Select(loop => $"{loop.Method}: {loop.Loop.Count(ListedMethod.TouchesStack)} of {loop.Loop.Length}"));

    /// <summary>
    /// Instructions for a multiply-add in the longest loop of sums. A column of eight vectors takes eight, a broadcast,
    /// two pointers and the loop's own two: 13/8.
    /// </summary>
    [SkippableTheory]
    [InlineData("F_64_128_64_32", "StepOnce", 14, 8)]
    [InlineData("F_64_128_64_32", "BlockSums", 14, 8)]
    [InlineData("F_28_64_10_28", "StepOnce", 21, 8)]
    public void Loops_of_sums_do_little_else(string network, string kernel, int most, int multiplyAdds)
    {
        foreach (bool wide in Listings.Widths)
        {
            string[][] loops = [.. Loops(network, wide)
                .Where(loop => loop.Method.Name.StartsWith(kernel, StringComparison.Ordinal) && !loop.Loop.Any(ListedMethod.IsDivision))
                .Select(loop => loop.Loop)];
            Assert.NotEmpty(loops);
            Assert.All(loops, loop => Assert.True(
                loop.Length * multiplyAdds <= most * loop.Count(ListedMethod.IsMultiplyAdd), $"wide: {wide}: {string.Join('\n', loop)}"));
        }
    }

    /// <summary>Whole rows of sixteen vectors on sixteen registers: three sums go over memory, none over the stack, and around them are a broadcast, two pointers and the loop's own two.</summary>
    [SkippableFact]
    public void Whole_rows_leave_their_sums_in_registers()
    {
        string[] loop = Assert.Single(Loops("F_64_128_64_32", wide: false), loop => loop.Method.Name == "AddRows").Loop;
        Assert.Equal(16, loop.Count(ListedMethod.IsMultiplyAdd));
        Assert.DoesNotContain(loop, ListedMethod.SpillsVector);
        Assert.InRange(loop.Length, 16, 28);
    }

    /// <summary>Wh h in rows of four vectors of 512 bits: four terms need one load beside those of their multiply-adds.</summary>
    [SkippableTheory]
    [InlineData("StepOnce")]
    [InlineData("Recur")]
    [InlineData("ThroughTime")]
    public void Four_terms_come_with_one_load(string kernel)
    {
        string[] loop = Assert.Single(Loops("F_28_64_10_28", wide: true).Where(loop => loop.Method.Name == kernel), loop => loop.Loop.Count(ListedMethod.IsMultiplyAdd) == 16).Loop;
        Assert.Equal(["vbroadcastf32x4"], loop.Select(line => line.Trim().Split(' ')[0]).Where(instruction => instruction.StartsWith("vbroadcast", StringComparison.Ordinal)));
    }

    /// <summary>
    /// Instructions of a whole step, from the user's call to the last number of p, none of them in a loop: what is there as
    /// this is written, and a twentieth for another version of the JIT. The first is without AVX-512, the second with it: there the
    /// lanes of h that come out of a register need an index each, and take less time all the same.
    /// </summary>
    [SkippableTheory]
    [InlineData("F_1_8_2_32", 173, 175)]
    [InlineData("F_8_16_4_32", 326, 248)]
    public void A_small_step_takes_few_instructions(string network, int usual, int wide)
    {
        foreach (bool isWide in Listings.Widths)
        {
            int most = isWide ? wide : usual;
            ListedMethod[] step = [.. Listings.Of(network, isWide).Where(method => method is { Name: "Step" or "StepOnce", Type: not "BatchRunner" })];
            int count = step.Sum(method => method.Instructions.Count());
            Assert.All(step, method => Assert.Empty(method.InnerLoops));
            Assert.True(20 * count <= 21 * most, $"wide: {isWide}: {count} instructions in {string.Join(", ", step.AsEnumerable())}");
        }
    }

    /// <summary>Sums that a loop goes on with: registers that multiply-adds write to, however many terms it takes in a turn.</summary>
    private static int Sums(string[] loop) => loop.Where(ListedMethod.IsMultiplyAdd).Select(line => Regex.Match(line, @"[xyz]mm\d+").Value).Distinct().Count();

    /// <summary>Loops that compute. Where chains are counted, by a division of integers, the JIT has drawn the first term of a sum out of its loop; that is no loop of sums.</summary>
    private static IEnumerable<(ListedMethod Method, string[] Loop)> Loops(string network, bool wide) =>
        from method in Listings.Of(network, wide)
        from loop in method.InnerLoops
        where loop.Any(ListedMethod.IsMultiplyAdd) && !loop.Any(line => line.Contains("idiv", StringComparison.Ordinal))
        select (method, loop);

    /// <summary>A kernel, the softmax of a long row, or once a step the copy of a long row of p.</summary>
    private static bool IsOurs(string call) =>
        Regex.IsMatch(call, @"Kernels(512)?:\w+|^\[RnnGen\.Numerics\.(Wide)?Softmax:Row\(|^\[CORINFO_HELP_MEMCPY\]");
}
