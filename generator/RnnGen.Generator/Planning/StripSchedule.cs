using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>A run of equal tiles for one vector width.</summary>
/// <param name="Vectors">Vectors in one tile.</param>
/// <param name="Start">First element of the run.</param>
/// <param name="End">One past its last element.</param>
internal sealed record TileRun(int Vectors, int Start, int End);

/// <summary>
/// How a row of outputs is cut into strips of one tile each, for each vector width.
/// </summary>
internal sealed class StripSchedule
{
    private readonly Dictionary<int, TileRun[]> _runs;

    private StripSchedule(Dictionary<int, TileRun[]> runs) => _runs = runs;

    /// <summary>Tile sizes any width needs, the largest first: these are written out as text.</summary>
    public IEnumerable<int> TileSizes => _runs.Values.SelectMany(run => run).Select(run => run.Vectors).Distinct().OrderByDescending(v => v);

    /// <summary>
    /// Cuts <paramref name="outputs"/> into strips, none above <paramref name="most"/> vectors. The middle width decides:
    /// its strips are of nearly equal size. The narrow one takes the same tiles and at most one of its own; the wide one,
    /// which .NET uses only where it is told to, makes do with tiles that are there and with single vectors.
    /// </summary>
    public static StripSchedule For(int outputs, Lanes lanes, int most)
    {
        int vectors = Arithmetic.CeilingDivide(outputs, lanes.Middle);
        int size = Arithmetic.CeilingDivide(vectors, Arithmetic.CeilingDivide(vectors, most));
        int[] middle = Sizes(vectors, size, vectors % size);

        int narrow = Arithmetic.CeilingDivide(outputs, lanes.Narrow);
        int narrowSize = narrow <= most ? narrow : size;
        int wide = Arithmetic.CeilingDivide(outputs, lanes.Wide);
        return new(new()
        {
            [lanes.Narrow] = Runs(narrow, lanes.Narrow, Sizes(narrow, narrowSize, narrow % narrowSize)),
            [lanes.Middle] = Runs(vectors, lanes.Middle, middle),
            [lanes.Wide] = Runs(wide, lanes.Wide, [.. middle, 1]),
        });
    }

    private static int[] Sizes(int vectors, int size, int rest) =>
        rest == 0 ? [size] : vectors < size ? [rest] : [size, rest];

    private static TileRun[] Runs(int vectors, int width, int[] sizes)
    {
        var runs = new List<TileRun>();
        int start = 0;
        foreach (int size in sizes.Distinct())
        {
            int end = start + (vectors - start / width) / size * size * width;
            if (end > start)
            {
                runs.Add(new(size, start, end));
            }

            start = end;
        }

        return [.. runs];
    }

    /// <summary>The run of tiles of this size at this width; null where the width has none.</summary>
    public TileRun? Run(int width, int vectors) => _runs[width].FirstOrDefault(run => run.Vectors == vectors);

    /// <summary>Number of tiles a row takes at this width.</summary>
    public int Tiles(int width) => _runs[width].Sum(run => (run.End - run.Start) / (run.Vectors * width));

    public IReadOnlyList<TileRun> Runs(int width) => _runs[width];
}
