using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>
/// The read-out of up to four classes, four hidden units at a time. With a lane for each class most of a vector is padding, and
/// each unit takes a broadcast and a multiply-add; with Wyᵀ in rows of two or four numbers four units share one. At H = 16 and
/// K = 4 that is 4 multiply-adds on 512 bits for 16.
/// </summary>
internal static class FewReadOut
{
    private const int MostClasses = 4;

    /// <summary>Units that are read out at once. Where H is no multiple of it, padding would count: a NaN there outlasts weights that are put right.</summary>
    private const int Units = 4;

    /// <summary>
    /// Whether it is read out so: where hidden units are a line of 64 bytes at most, so that a step has them in registers. With AVX-512,
    /// in brackets without, a step takes 9 (4 to 6) % less time at H = 16, 5 (0) % at H = 12, 2 to 4 (8 to 9) % at H = 8. Windows take
    /// 1 to 5 % less at H = 16, elsewhere as long or up to 2 % more, training 2 to 3 % less at H = 16, elsewhere as long. At H = 4
    /// nothing is gained (measured on Zen 5).
    /// </summary>
    public static bool Apply(NetworkShape shape) =>
        shape.Precision == Precision.Single && shape.K <= MostClasses && shape.H % Units == 0 && shape.H >= Lanes.Single.Middle && shape.H <= Lanes.Single.PerCacheLine;

    /// <summary>Row length of Wyᵀ: 4, or 2 where two classes leave by on 64 bytes.</summary>
    public static int RowLength(NetworkShape shape) => shape.K == 2 && 2 * shape.H % Lanes.Single.PerCacheLine == 0 ? 2 : MostClasses;
}
