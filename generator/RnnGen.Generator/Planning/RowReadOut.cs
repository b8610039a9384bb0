using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>
/// The read-out row by row. With few classes a vector of scores is mostly padding, and every hidden unit is broadcast for
/// it; along a row of Wy nothing is. At H = 64 and K = 10 that is 80 multiply-adds and 88 loads for 128 and 192, and Wy
/// needs no second, transposed copy on the way back: 5 to 7 % off a step and a window, 4 to 5 % off a training step (measured).
/// </summary>
internal static class RowReadOut
{
    /// <summary>Most classes: their sums, and h, have to fit sixteen registers, and from there on little of two vectors of scores is padding.</summary>
    private const int MostClasses = 12;

    /// <summary>Lanes of a sum, which are added up in the end: those of 256 bits, in two vectors where they are narrower.</summary>
    public const int Lanes = 8;

    /// <summary>
    /// Fewest hidden units. In shorter rows what is added up in the end weighs as much as the sums: at H = 24 a step takes up to
    /// 9 % more time than with its classes across the lanes, at H = 32 as much or 5 % less, windows and training 3 to 6 % less
    /// (measured at K = 5 to 12).
    /// </summary>
    private const int FewestUnits = 32;

    /// <summary>
    /// Whether Wy is kept as the paper has it, and a score is summed along its row. In double half as much of a vector is
    /// padding. The row sums of a step are a loop, which full unrolling does not know. Rows that end within a vector of eight
    /// end with zeros: at H = 33 to 100 and K = 2 to 10 that takes 3 to 17 % off a step on 512 bits, 1 to 10 % on 256, at H = 36, K = 10
    /// it adds 5 and 2 % (measured). But where mini-batches gain more by lanes of sequences, which want Wy transposed, they have it so:
    /// at H = 34 to 36, 50 and 52 they take 0.75 to 0.87 of the time by these on 512 bits, at H = 44 0.93, at H = 60 as long or longer, and
    /// a step 8 to 20 % more, a window 5 to 14 %, training 5 to 9 % (measured).
    /// </summary>
    public static bool Apply(NetworkShape shape) =>
        shape.Precision == Precision.Single && shape.K <= MostClasses && shape.Unroll != Unroll.Full && shape.H >= FewestUnits
        && (shape.H % Lanes == 0 || !BatchLayout.PaddingPays(shape, percent: 135));

    /// <summary>
    /// Whether the product that is dWy computes a row more, of zeros: six for five. Tiles have four rows or six, and two of four
    /// take a third longer: mini-batches at H = 32 take 1 to 2 % less time so, training 1 % (measured). On 512 bits five are a tile.
    /// </summary>
    public static bool GradientHasRowOfZeros(NetworkShape shape) => Apply(shape) && shape.K == 5;

    /// <summary>Rows of Wy: K, and zeros up to as many as are read at once.</summary>
    public static int Rows(NetworkShape shape) => Arithmetic.RoundUp(shape.K, 4);
}
