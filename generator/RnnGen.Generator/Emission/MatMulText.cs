using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>One factor or the result of a product: where it starts, and how far apart its rows and columns are.</summary>
internal sealed record Operand(string Origin, int RowStride, int ColumnStride = 1);

/// <summary>Prints a tile of a product of two matrices whose rows are all in registers.</summary>
/// <param name="code">Where to.</param>
/// <param name="number">float or double.</param>
/// <param name="rows">Rows of the tile.</param>
/// <param name="vectors">Vectors of the tile.</param>
internal sealed class MatMulText(CodeWriter code, string number, int rows, int vectors)
{
    /// <summary>
    /// C = start + A B in the order of sums of a step: with several chains, each runs over its block of terms from zero and
    /// is added to what stands in C, first to last; with one, the sums go on from the start.
    /// </summary>
    /// <param name="chains">The order of the sums.</param>
    /// <param name="a">The factor that is broadcast: row of C, term.</param>
    /// <param name="b">The factor that is loaded: term, column.</param>
    /// <param name="c">The result.</param>
    /// <param name="start">What the sums of a row start from, a vector.</param>
    /// <param name="at">Offset of the tile's first column.</param>
    public void Tile(Chains chains, Operand a, Operand b, Operand c, Func<int, string> start, string at)
    {
        code.Line($"ref {number} c = {Vocabulary.Place(c.Origin, at)};");
        if (chains.Count == 1)
        {
            Sums(a, b, "0", chains.Terms.ToString(), start, at);
            Store(c, (row, v) => Cell(row, v));
            return;
        }

        Store(c, (row, _) => start(row));
        bool even = chains.Common * chains.Count == chains.Terms;
        using (code.Block($"for (int chain = 0; chain < {chains.Count}; chain++)"))
        {
            string from = $"chain * {chains.Terms} / {chains.Count}";
            code.Line(even ? $"int from = chain * {chains.Common};" : $"int from = {from}, terms = (chain + 1) * {chains.Terms} / {chains.Count} - from;");
            Sums(a, b, "from", even ? chains.Common.ToString() : "terms", _ => "V.Zero", at);
            Store(c, (row, v) => $"({Vocabulary.Load("c", (row * c.RowStride).ToString(), Vocabulary.Vectors(v))} + {Cell(row, v)})");
        }
    }

    private IEnumerable<int> Vectors => Enumerable.Range(0, vectors);

    private void Sums(Operand a, Operand b, string from, string terms, Func<int, string> start, string at)
    {
        code.Line($"ref {number} a = {Vocabulary.Place(a.Origin, Times(from, a.ColumnStride))};");
        code.Line($"ref {number} b = {Vocabulary.Place(b.Origin, Vocabulary.Sum(Times(from, b.RowStride), at))};");
        for (int r = 0; r < rows; r++)
        {
            int row = r;
            code.Line(Vocabulary.Declare(Vectors.Select(v => (Cell(row, v), start(row)))));
        }

        using (code.Block($"for (int k = {terms}; k > 0; k--)"))
        {
            code.Line(Vocabulary.Declare(Vectors.Select(v => ($"b{v}", Vocabulary.Load("b", Vocabulary.Vectors(v))))));
            for (int r = 0; r < rows; r++)
            {
                int row = r;
                string broadcast = Vocabulary.Broadcast("a", (row * a.RowStride).ToString());
                code.Line($"V a{row} = {broadcast}; " + string.Join(" ", Vectors.Select(v => $"{Cell(row, v)} = {Vocabulary.MultiplyAdd($"a{row}", $"b{v}", Cell(row, v))};")));
            }

            code.Line($"a = ref Add(ref a, {a.ColumnStride});");
            code.Line($"b = ref Add(ref b, {b.RowStride});");
        }
    }

    private void Store(Operand c, Func<int, int, string> value)
    {
        for (int r = 0; r < rows; r++)
        {
            int row = r;
            code.Line(string.Join(" ", Vectors.Select(v => Vocabulary.Store(value(row, v), "c", (row * c.RowStride).ToString(), Vocabulary.Vectors(v)))));
        }
    }

    private static string Cell(int row, int vector) => $"c{row}{vector}";

    private static string Times(string index, int stride) => index == "0" ? "0" : stride == 1 ? index : $"{index} * {stride}";
}
