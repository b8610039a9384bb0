using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>One factor or the result of a product: where it starts, and how far apart its rows and columns are.</summary>
/// <param name="Padded">As the factor A: there is memory for a whole tile of rows, however few of them count.</param>
internal sealed record Operand(string Origin, int RowStride, int ColumnStride = 1, bool Padded = false);

/// <summary>Prints a product of two matrices as register tiles.</summary>
internal static class MatMulText
{
    /// <summary>Writes C = init + A B.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="words">The vocabulary.</param>
    /// <param name="plan">Strips and tiles.</param>
    /// <param name="rows">Number of rows of C, an expression; a literal where it is fixed.</param>
    /// <param name="depth">Number of terms of a sum, an expression; a literal where it is fixed.</param>
    /// <param name="a">The factor that is broadcast: row r of C, term k.</param>
    /// <param name="b">The factor that is loaded: term k, column.</param>
    /// <param name="c">The result.</param>
    /// <param name="init">The vector a sum starts from, by row of the tile and offset in the row.</param>
    public static void Write(CodeWriter code, Vocabulary words, MatMulPlan plan, string rows, string depth, Operand a, Operand b, Operand c, Func<int, string, string> init) =>
        Tiles(code, words, plan, rows, a.Padded, (vectors, tileRows, first, at) => Tile(code, words, vectors, tileRows, first, depth, a, b, c, init, at));

    /// <summary>Loops over strips and tiles of rows. The body gets a tile's vectors, rows, first row and first element.</summary>
    public static void Tiles(CodeWriter code, Vocabulary words, MatMulPlan plan, string rows, bool padded, Action<int, int, string, string> body) =>
        words.Strips(code, plan, (vectors, at) =>
        {
            int tile = plan.TileRows(vectors);
            bool known = int.TryParse(rows, out int count);
            if (known || tile == 1 || padded)
            {
                RowLoop(tile);
                return;
            }

            using (code.Block($"if ({rows} >= {tile})"))
            {
                RowLoop(tile);
            }

            using (code.Block("else"))
            {
                RowLoop(1);
            }

            void RowLoop(int tileRows)
            {
                Rows(code, rows, tileRows, padded, first => body(vectors, tileRows, first, at));
            }
        });

    /// <summary>
    /// The sums of a step's read-out, which run in several chains, over many rows: term k belongs to chain k mod
    /// <paramref name="chains"/>, each chain starts from zero and is added to what stands in C, first to last.
    /// </summary>
    public static void WriteInChains(CodeWriter code, Vocabulary words, MatMulPlan plan, int chains, string rows, int depth, Operand a, Operand b, Operand c, Func<int, string, string> init) =>
        words.Strips(code, plan, (vectors, at) =>
        {
            int tile = plan.TileRows(vectors);
            Rows(code, rows, tile, a.Padded, first => TileInChains(code, words, vectors, tile, first, chains, depth, a, b, c, init, at));
        });

    /// <summary>One tile of <see cref="WriteInChains"/>; with a single chain, the plain sum of a step.</summary>
    public static void TileInChains(CodeWriter code, Vocabulary words, int vectors, int tile, string first, int chains, int depth, Operand a, Operand b, Operand c, Func<int, string, string> init, string at)
    {
        if (chains == 1)
        {
            Tile(code, words, vectors, tile, first, depth.ToString(), a, b, c, init, at);
            return;
        }

        code.Line($"ref {words.Number} c = {Vocabulary.Place(c.Origin, Vocabulary.Sum(Times(first, c.RowStride), at))};");
        for (int r = 0; r < tile; r++)
        {
            int row = r;
            code.Line(string.Join(" ", Enumerable.Range(0, vectors).Select(v =>
                Vocabulary.Store(init(row, Vocabulary.Sum(at, Vocabulary.Vectors(v))), "c", (row * c.RowStride).ToString(), Vocabulary.Vectors(v)))));
        }

        using (code.Block($"for (int chain = 0; chain < {chains}; chain++)"))
        {
            code.Line($"ref {words.Number} a = {Vocabulary.Place(a.Origin, Vocabulary.Sum(Times(first, a.RowStride), Times("chain", a.ColumnStride)))};");
            code.Line($"ref {words.Number} b = {Vocabulary.Place(b.Origin, Vocabulary.Sum(Times("chain", b.RowStride), at))};");
            Start(code, vectors, tile, (_, _) => "V.Zero");
            string count = depth % chains == 0 ? (depth / chains).ToString() : $"({depth + chains - 1} - chain) / {chains}";
            Terms(code, vectors, tile, count, a, b, chains);
            Finish(code, vectors, tile, c, (row, v, sum) => $"({Vocabulary.Load("c", (row * c.RowStride).ToString(), Vocabulary.Vectors(v))} + {sum})");
        }
    }

    /// <summary>A loop over row tiles. The last tile overlaps the one before it, which costs less than tiles of other heights.</summary>
    private static void Rows(CodeWriter code, string rows, int tile, bool padded, Action<string> body)
    {
        if (rows == tile.ToString())
        {
            body("0");
            return;
        }

        bool even = tile == 1 || (int.TryParse(rows, out int count) && count % tile == 0);
        using (code.Block($"for (int r = 0; r < {rows}; {(tile == 1 ? "r++" : $"r += {tile}")})"))
        {
            if (!even)
            {
                string first = $"Math.Min(r, {(int.TryParse(rows, out int known) ? (known - tile).ToString() : $"{rows} - {tile}")})";
                code.Line(padded ? $"int m = Math.Max(0, {first}); // rows past the last are computed and never read" : $"int m = {first};");
            }

            body(even ? "r" : "m");
        }
    }

    private static void Tile(CodeWriter code, Vocabulary words, int vectors, int rows, string first, string depth, Operand a, Operand b, Operand c, Func<int, string, string> init, string at)
    {
        string number = words.Number;
        code.Line($"ref {number} a = {Vocabulary.Place(a.Origin, Times(first, a.RowStride))};");
        code.Line($"ref {number} b = {Vocabulary.Place(b.Origin, at)};");
        code.Line($"ref {number} c = {Vocabulary.Place(c.Origin, Vocabulary.Sum(Times(first, c.RowStride), at))};");

        Start(code, vectors, rows, (r, v) => init(r, Vocabulary.Sum(at, Vocabulary.Vectors(v))));
        if (int.TryParse(depth, out int terms) && terms <= 2)
        {
            for (int k = 0; k < terms; k++)
            {
                using (terms > 1 ? code.Block() : null)
                {
                    Term(code, vectors, rows, a, b, k, 1);
                }
            }
        }
        else
        {
            Terms(code, vectors, rows, depth, a, b, 1);
        }

        Finish(code, vectors, rows, c, (_, _, sum) => sum);
    }

    public static void Start(CodeWriter code, int vectors, int rows, Func<int, int, string> init)
    {
        for (int r = 0; r < rows; r++)
        {
            int row = r;
            code.Line(Vocabulary.Declare(Enumerable.Range(0, vectors).Select(v =>
                (Cell(row, v), row > 0 && init(row, v) == init(0, v) ? Cell(0, v) : init(row, v)))));
        }
    }

    public static void Terms(CodeWriter code, int vectors, int rows, string count, Operand a, Operand b, int apart)
    {
        using (code.Block($"for (int k = {count}; k > 0; k--)"))
        {
            Term(code, vectors, rows, a, b, 0, apart);
            code.Line($"a = ref Add(ref a, {apart * a.ColumnStride});");
            code.Line($"b = ref Add(ref b, {apart * b.RowStride});");
        }
    }

    /// <summary>Stores a tile; <paramref name="value"/> makes what is stored of the row, the vector and the name of a sum.</summary>
    public static void Finish(CodeWriter code, int vectors, int rows, Operand c, Func<int, int, string, string> value)
    {
        for (int r = 0; r < rows; r++)
        {
            int row = r;
            string offset = (row * c.RowStride).ToString();
            code.Line(string.Join(" ", Enumerable.Range(0, vectors).Select(v => Vocabulary.Store(value(row, v, Cell(row, v)), "c", offset, Vocabulary.Vectors(v)))));
        }
    }

    public static void Term(CodeWriter code, int vectors, int rows, Operand a, Operand b, int k, int apart, string chain = "")
    {
        IEnumerable<int> columns = Enumerable.Range(0, vectors);
        code.Line(Vocabulary.Declare(columns.Select(v => ($"b{v}", Vocabulary.Load("b", (k * apart * b.RowStride).ToString(), Vocabulary.Vectors(v))))));
        for (int r = 0; r < rows; r++)
        {
            int row = r;
            string broadcast = Vocabulary.Broadcast("a", (row * a.RowStride + k * apart * a.ColumnStride).ToString());
            code.Line($"V a{row} = {broadcast}; " + string.Join(" ", columns.Select(v => $"{Cell(row, v, chain)} = {Vocabulary.MultiplyAdd($"a{row}", $"b{v}", Cell(row, v, chain))};")));
        }
    }

    /// <summary>The name of a sum; a chain other than the first has a letter of its own.</summary>
    public static string Cell(int row, int vector, string chain = "") => $"c{row}{vector}{chain}";

    public static string Times(string index, int stride) => index == "0" ? "0" : stride == 1 ? index : $"{index} * {stride}";
}
