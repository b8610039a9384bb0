using System.Collections.Generic;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>
/// How much is written out where a file would else grow beyond what a reader, and an editor, can take: 64 KB. What costs least
/// comes first. At H = 16 and 32 windows and steps take as long as before (measured at K = 4 and 5); at (8,31,7), whose file was
/// the longest, 76 KB, windows take 11 % more, training 5 %, a step 2 %. A step's sums are shortened after a window's: at H = 16 it
/// takes 3 % more on 256 bits with a loop in it, a window as long (measured).
/// </summary>
/// <param name="Windows">Of the sums in a window.</param>
/// <param name="Steps">Of those in a single step.</param>
internal sealed record TextLevel(Density Windows, Density Steps)
{
    /// <summary>Characters of a file at most: some 700 below 64 KB, for long names and for what UTF-8 takes several bytes for.</summary>
    public const int MostCharacters = 64_800;

    /// <summary>In the order in which they are tried: the first that is short enough is written.</summary>
    public static IReadOnlyList<TextLevel> All { get; } =
    [
        new(Density.Usual, Density.Usual),
        new(Density.Sparse, Density.Usual),
        new(Density.Loops, Density.Usual),
        new(Density.Sparse, Density.Sparse),
        new(Density.Least, Density.Usual),
        new(Density.Loops, Density.Sparse),
        new(Density.Loops, Density.Loops),
        new(Density.Loops, Density.Least),
        new(Density.Least, Density.Least),
    ];
}
