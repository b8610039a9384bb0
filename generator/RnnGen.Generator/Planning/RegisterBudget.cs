namespace RnnGen.Generator.Planning;

/// <summary>How many sums a tile may hold in registers.</summary>
/// <param name="OfStrip">Where a row has several tiles.</param>
/// <param name="OfRow">Where it is one.</param>
/// <param name="OfChain">Where it is one, and its sums are a single chain each.</param>
internal sealed record RegisterBudget(int OfStrip, int OfRow, int OfChain)
{
    /// <summary>
    /// On a machine with sixteen registers, one of which takes a broadcast. With twelve, a row at once instead of in strips of ten
    /// at most, windows take 14 to 37 % less time at H = 17 to 24, 8 % less at H = 48, 5 % at H = 96 (measured on 256 bits). With
    /// fifteen steps take 11 to 24 % less at H = 97 to 120, windows 5 to 12 % less, training 3 to 9 %, and a step at K = 100 to 116 5
    /// %; several chains of seven vectors would gain as much (K = 49 to 56), and make the longest files too long. In strips more than
    /// ten gain nothing (H = 136 to 384), and the padding they come with costs (4 to 10 % at H = 512, 4 to 7 % at H = 256).
    /// </summary>
    public static RegisterBudget Usual { get; } = new(10, 12, 15);

    /// <summary>
    /// The same where as many vectors as the tile has wait beside the sums until these are complete: with twelve, and six
    /// that wait, a step at H = 48 takes 30 % more (measured: sums are spilled in every turn).
    /// </summary>
    public static RegisterBudget BesideOthers { get; } = new(10, 10, 10);

    /// <summary>The same where half of the chains are summed before the others, beside which what the first came to waits.</summary>
    public static RegisterBudget InHalves { get; } = new(8, 8, 8);

    /// <summary>
    /// With AVX-512, which has thirty-two. A single chain may take 28 of them for a row at once: at H = 257 to 384, instead of in two
    /// strips, a step takes 40 % less time, a window 27 to 41 %, training 24 to 32 %; at H = 385 to 448 16 to 18,
    /// 39 and 29 % (measured on Zen 5): the second cache gives a single stream of neighbouring lines faster than strips.
    /// </summary>
    public static RegisterBudget Wide { get; } = new(16, 16, 28);
}
