using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>
/// Time across the lanes. With few classes a row of scores fills a fraction of a vector, and its softmax is all
/// horizontal sums. Over a window the scores are better kept transposed, one lane a step: maximum, exponentials and sum
/// then run straight down the classes, three to six times faster (measured for 2 to 5 classes; with 10, the two
/// transpositions included, a window of H = 64 takes 4 % less).
/// </summary>
internal static class TimeLanes
{
    /// <summary>
    /// Most classes: rows of more fill the lanes themselves, and up to 32 classes such a row stays in registers. At 17 to 32
    /// classes windows take up to 9 % less time with rows, training 5 to 10 % less, many streams and mini-batches from 9 % less
    /// to 2 % more (measured at H = 32 to 100).
    /// </summary>
    public const int MostClasses = 16;

    /// <summary>Shortest window: below eight steps most lanes would be empty.</summary>
    public const int ShortestWindow = 8;

    /// <summary>Whether a window's scores are kept with time across the lanes.</summary>
    public static bool Apply(NetworkShape shape) => shape.K <= MostClasses && shape.T >= ShortestWindow;

    /// <summary>Rows of what has one for each class: K, rounded up to the four that a transposition moves at once.</summary>
    public static int Rows(NetworkShape shape) => Arithmetic.RoundUp(shape.K, 4);
}
