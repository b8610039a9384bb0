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
    /// <summary>One tile of <see cref="WriteInChains"/>; with a single chain, the plain sum of a step.</summary>
    public static void TileInChains(CodeWriter code, Vocabulary words, int vectors, int tile, string first, Chains chains, Operand a, Operand b, Operand c, Func<int, string, string> init, string at)
    {
        code.Line($"ref {words.Number} c = {Vocabulary.Place(c.Origin, Vocabulary.Sum(Times(first, c.RowStride), at))};");
        for (int r = 0; r < tile; r++)
        {
            int row = r;
            code.Line(string.Join(" ", Enumerable.Range(0, vectors).Select(v =>
                Vocabulary.Store(init(row, Vocabulary.Sum(at, Vocabulary.Vectors(v))), "c", (row * c.RowStride).ToString(), Vocabulary.Vectors(v)))));
        }

        string count = chains.Terms % chains.Count == 0 ? chains.Common.ToString() : "terms";
        using (code.Block($"for (int chain = 0; chain < {chains.Count}; chain++)"))
        {
            string from = $"chain * {chains.Terms} / {chains.Count}";
            code.Line(count == "terms" ? $"int from = {from}, terms = (chain + 1) * {chains.Terms} / {chains.Count} - from;" : $"int from = chain * {count};");
            code.Line($"ref {words.Number} a = {Vocabulary.Place(a.Origin, Vocabulary.Sum(Times(first, a.RowStride), Times("from", a.ColumnStride)))};");
            code.Line($"ref {words.Number} b = {Vocabulary.Place(b.Origin, Vocabulary.Sum(Times("from", b.RowStride), at))};");
            Start(code, vectors, tile, (_, _) => "V.Zero");
            Terms(code, vectors, tile, count, a, b, 1);
            Finish(code, vectors, tile, c, add: true);
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

        Finish(code, vectors, rows, c, add: false);
    }

    private static void Start(CodeWriter code, int vectors, int rows, Func<int, int, string> init)
    {
        for (int r = 0; r < rows; r++)
        {
            int row = r;
            code.Line(Vocabulary.Declare(Enumerable.Range(0, vectors).Select(v =>
                (Cell(row, v), row > 0 && init(row, v) == init(0, v) ? Cell(0, v) : init(row, v)))));
        }
    }

    private static void Terms(CodeWriter code, int vectors, int rows, string count, Operand a, Operand b, int apart)
    {
        using (code.Block($"for (int k = {count}; k > 0; k--)"))
        {
            Term(code, vectors, rows, a, b, 0, apart);
            code.Line($"a = ref Add(ref a, {apart * a.ColumnStride});");
            code.Line($"b = ref Add(ref b, {apart * b.RowStride});");
        }
    }

    private static void Finish(CodeWriter code, int vectors, int rows, Operand c, bool add)
    {
        for (int r = 0; r < rows; r++)
        {
            int row = r;
            string offset = (row * c.RowStride).ToString();
            code.Line(string.Join(" ", Enumerable.Range(0, vectors).Select(v =>
            {
                string sum = add ? $"({Vocabulary.Load("c", offset, Vocabulary.Vectors(v))} + {Cell(row, v)})" : Cell(row, v);
                return Vocabulary.Store(sum, "c", offset, Vocabulary.Vectors(v));
            })));
        }
    }

    private static void Term(CodeWriter code, int vectors, int rows, Operand a, Operand b, int k, int apart)
    {
        IEnumerable<int> columns = Enumerable.Range(0, vectors);
        code.Line(Vocabulary.Declare(columns.Select(v => ($"b{v}", Vocabulary.Load("b", (k * apart * b.RowStride).ToString(), Vocabulary.Vectors(v))))));
        for (int r = 0; r < rows; r++)
        {
            int row = r;
            string broadcast = Vocabulary.Broadcast("a", (row * a.RowStride + k * apart * a.ColumnStride).ToString());
            code.Line($"V a{row} = {broadcast}; " + string.Join(" ", columns.Select(v => $"{Cell(row, v)} = {Vocabulary.MultiplyAdd($"a{row}", $"b{v}", Cell(row, v))};")));
        }
    }

    private static string Cell(int row, int vector) => $"c{row}{vector}";

    private static string Times(string index, int stride) => index == "0" ? "0" : stride == 1 ? index : $"{index} * {stride}";
}
