using System;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>
/// Time across the lanes. With few classes a row of scores fills a fraction of a vector, and its softmax is all
/// horizontal sums. Over a window the scores are better kept transposed, one lane a step: maximum, exponentials and sum
/// then run straight down the classes, three to six times faster (measured for 2 to 5 classes).
/// </summary>
internal static class TimeLanes
{
    /// <summary>Most classes: eight rows of scores and their exponentials still fit the registers.</summary>
    public const int MostClasses = 8;

    /// <summary>Shortest window: below eight steps most lanes would be empty.</summary>
    public const int ShortestWindow = 8;

    /// <summary>Whether a window's scores are kept with time across the lanes.</summary>
    public static bool Apply(NetworkShape shape) => shape.K <= MostClasses && shape.T >= ShortestWindow;

    /// <summary>
    /// Vectors of steps in a tile of the read-out, with a sum for each class and vector. Sums, as many vectors of h, and a
    /// broadcast fit sixteen registers.
    /// </summary>
    public static int Vectors(NetworkShape shape)
    {
        int most = shape.K switch { <= 2 => 4, 3 => 3, <= 6 => 2, _ => 1 };
        return Math.Min(most, Arithmetic.CeilingDivide(shape.T, Lanes.Of(shape.Precision).Middle));
    }
}
