namespace RnnGen.Generator.Planning;

/// <summary>How many sums a tile may hold in registers.</summary>
/// <param name="OfStrip">Where a row has several tiles.</param>
/// <param name="OfRow">Where it is one.</param>
internal sealed record RegisterBudget(int OfStrip, int OfRow)
{
    /// <summary>
    /// On a machine with sixteen registers, one of which takes a broadcast. With twelve, a row at once instead of in strips of ten
    /// at most, windows take 14 to 37 % less time at H = 17 to 24, 8 % less at H = 48, 5 % at H = 96 (measured on 256 bits). In
    /// strips twelve gain nothing (H = 192, 384), and the padding they come with costs (4 to 10 % at H = 512).
    /// </summary>
    public static RegisterBudget Usual { get; } = new(10, 12);

    /// <summary>
    /// The same where as many vectors as the tile has wait beside the sums until these are complete: with twelve, and six
    /// that wait, a step at H = 48 takes 30 % more (measured: sums are spilled in every turn).
    /// </summary>
    public static RegisterBudget BesideOthers { get; } = new(10, 10);

    /// <summary>The same where two of four chains are summed before the other two, beside which what the first came to waits.</summary>
    public static RegisterBudget InPairs { get; } = new(8, 8);

    /// <summary>With AVX-512, which has thirty-two.</summary>
    public static RegisterBudget Wide { get; } = new(16, 16);
}
