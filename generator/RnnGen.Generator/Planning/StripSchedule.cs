using System.Linq;

namespace RnnGen.Generator.Planning;

/// <summary>
/// How a row of outputs is cut into strips of equal tiles. The middle vector width decides; rows are padded to whole
/// tiles, at most a tenth more. The narrow width takes the same tiles, twice as many. The wide one, which .NET uses for
/// Vector&lt;T&gt; only where it is told to, takes half as many where that comes out even, and single vectors elsewhere.
/// So one text of one tile serves them all.
/// </summary>
/// <param name="Tile">Vectors in a tile.</param>
/// <param name="Columns">Elements computed: tiles times vectors times the middle width.</param>
/// <param name="WideTile">Vectors in a tile at the wide width: as above, or 1.</param>
internal sealed record StripSchedule(int Tile, int Columns, int WideTile)
{
    /// <summary>Cuts <paramref name="outputs"/> into tiles of at most <paramref name="most"/> vectors, padding as little as may be.</summary>
    public static StripSchedule For(int outputs, Lanes lanes, int most)
    {
        int vectors = Arithmetic.CeilingDivide(outputs, lanes.Middle);
        int fewest = Arithmetic.CeilingDivide(vectors, most);
        int count = Enumerable.Range(fewest, 2)
            .OrderBy(strips => strips * Arithmetic.CeilingDivide(vectors, strips))
            .ThenBy(strips => strips)
            .First();
        int tile = Arithmetic.CeilingDivide(vectors, count);
        return new(tile, count * tile * lanes.Middle, count % 2 == 0 || tile == 1 ? tile : 1);
    }

    /// <summary>Number of tiles a row takes at a width.</summary>
    public int Tiles(int width, Lanes lanes) => Arithmetic.CeilingDivide(Columns, width * (width == lanes.Wide ? WideTile : Tile));
}
