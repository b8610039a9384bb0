using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>
/// Streams across the lanes. As a row each, few hidden units leave lanes empty, and their read-out, of few classes, all the more;
/// with a stream in each lane every one of them computes, for two transpositions of h and one of x. 16 streams take on 512 bits 0.51
/// to 0.80 of the time at H = 5 to 24, of which those that fill lanes gain least; on 256 bits, where an entry of a matrix takes an
/// instruction of its own to broadcast, 0.73 to 0.95 up to H = 16, but 1.0 to 1.1 at H = 20 to 32; on 128 bits 0.85 to 1.0. At
/// H = 32 512 bits gain nothing either. In double, transposed number by number, they take 0.74 to 1.12 (all measured on Zen 5).
/// </summary>
internal static class StreamLanes
{
    /// <summary>So many inputs of a block of streams, transposed, are 33 KB beside those of the caller.</summary>
    private const int MostInputs = 64;

    /// <summary>Whether there are kernels for it. Softmax runs across the lanes anyway where this does.</summary>
    public static bool Apply(NetworkShape shape) =>
        shape.Precision == Precision.Single && shape.N <= MostInputs && shape.H < 2 * Lanes.Single.Wide && TimeLanes.Apply(BatchLayout.BlockOf(shape));

    /// <summary>Whether vectors of less than 512 bits gain by it too.</summary>
    public static bool OnUsualVectors(NetworkShape shape) => Apply(shape) && shape.H <= Lanes.Single.Wide;

    /// <summary>Rows of what has one for each unit: H, rounded up to the four that a tile and a transposition have at most.</summary>
    public static int Rows(NetworkShape shape) => Arithmetic.RoundUp(shape.H, 4);
}
