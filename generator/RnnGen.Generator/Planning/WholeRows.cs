using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>
/// Products on sixteen registers that go through a matrix from end to end: those of a row's sums that find no register wait in the
/// first cache. Strips of a row need no such sums, but of them the second cache gives some 32 bytes a cycle, and 50 of a single stream
/// of neighbouring lines. On 256 bits a step takes 5 to 8 % less time so at H = 128 to 144, 8 to 15 % at H = 192 to 384; windows 1 to
/// 7 % at H = 192, 5 to 9 % at H = 224 to 384, training 2 to 7 % (measured on Zen 5).
/// </summary>
internal static class WholeRows
{
    /// <summary>Sums in registers, beside a factor and a sum that comes and goes. With 12 or 14 windows take as long or 1 % more.</summary>
    public const int InRegisters = 13;

    /// <summary>
    /// Vectors of the longest row, all of which are written out: a loop over those in memory takes 8 to 10 % more at H = 256. Half of a
    /// row at a time gains nothing (H = 320 and 384), and at H = 512, where Wh does not fit the second cache either, takes 6 % more.
    /// </summary>
    private const int Longest = 48;

    /// <summary>
    /// Whether single steps compute Wx x and Wh h so: where the first cache has nothing of Wh left from the step before.
    /// </summary>
    public static bool InSteps(NetworkShape shape) => Apply(shape) && !NetworkPlan.AlternatesInSteps(shape);

    /// <summary>
    /// Whether windows compute Wh h so, and Whᵀ e on the way back. Where a good part of Wh stays in the first cache, the detour of sums
    /// over memory costs more than it gains: 3 to 11 % of a window at H = 128 to 160.
    /// </summary>
    public static bool InWindows(NetworkShape shape) => Apply(shape) && NetworkPlan.MostlyInSecondCache(shape);

    /// <summary>Vectors of the middle width in a row.</summary>
    public static int Vectors(NetworkShape shape) => Arithmetic.CeilingDivide(shape.H, Lanes.Of(shape.Precision).Middle);

    private static bool Apply(NetworkShape shape) =>
        shape.Unroll != Unroll.Full && NetworkPlan.Alternates(shape) && Vectors(shape) > RegisterBudget.Usual.OfChain && Vectors(shape) <= Longest;
}
