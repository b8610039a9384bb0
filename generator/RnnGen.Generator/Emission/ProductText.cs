using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>
/// Prints the product of two matrices that all windows and gradients are made of. Its sizes are arguments: what has to
/// be text is the tile (measured: sizes that are not constant cost up to 3 %), and one text for six products keeps the
/// file short and the first call fast.
/// </summary>
/// <param name="words">The vocabulary.</param>
/// <param name="name">Of the method.</param>
/// <param name="tile">The tile.</param>
/// <param name="rowLength">Row length of B and C: a constant's name.</param>
/// <param name="chains">Whether the sums run in several chains: terms in blocks, each from zero and added to what stands in C; else sums start from two rows, not one.</param>
internal sealed class ProductText(Vocabulary words, string name, ProductTile tile, string rowLength, bool chains)
{
    private string Number => words.Number;

    /// <summary>The method's name and arguments' types: what a call has to give.</summary>
    private string Arguments => $"ref {Number} a, nint aRow, nint aColumn, ref {Number} b, ref {Number} c, int rows, int depth, ref {Number} start, {(chains ? "int chains" : $"ref {Number} more")}";

    /// <summary>Writes the method.</summary>
    public void Write(CodeWriter code)
    {
        code.Line();
        code.Lines(
            $"""
            /// <summary>
            /// C[r] = start + Σ over k < depth of a[r, k] b[k], for rows of {rowLength}; a[r, k] lies at r · aRow + k · aColumn. The start is {(chains ? "a row" : "the sum of two rows")}, or zero
            /// where there is none.{(chains ? " The terms run in blocks, one chain each." : "")} {tile.Rows} × {tile.Vectors} vectors of sums stay in registers.
            /// </summary>
            """);
        using (code.Block($"[MethodImpl(MethodImplOptions.AggressiveOptimization)]\ninternal static void {name}({Arguments})"))
        {
            words.Dispatch(code, name, $"ref a, aRow, aColumn, ref b, ref c, rows, depth, ref start, {(chains ? "chains" : "ref more")}");
            Columns(code, at =>
            {
                code.Line(Vocabulary.Declare(Vectors.Select(v => ($"s{v}", "V.Zero"))));
                using (code.Block("if (!IsNullRef(ref start))"))
                {
                    code.Line(Line(v => $"s{v} = {Vocabulary.Load("start", at, Vocabulary.Vectors(v))}{(chains ? "" : $" + {Vocabulary.Load("more", at, Vocabulary.Vectors(v))}")};"));
                }

                code.Line();
                if (tile.Rows == 1)
                {
                    Rows(code, 1, at);
                    return;
                }

                using (code.Block($"if (rows >= {tile.Rows})"))
                {
                    Rows(code, tile.Rows, at);
                }

                using (code.Block("else"))
                {
                    Rows(code, 1, at);
                }
            });
        }
    }

    private IEnumerable<int> Vectors => Enumerable.Range(0, tile.Vectors);

    private string Line(Func<int, string> statement) => string.Join(" ", Vectors.Select(statement));

    /// <summary>A loop over tiles of columns. Columns are whole vectors of the kernels' width; narrower ones divide it.</summary>
    private void Columns(CodeWriter code, Action<string> body)
    {
        int vectors = tile.Columns / words.Kernels.Width;
        if (vectors % tile.Vectors == 0)
        {
            using (code.Block($"for (int i = 0; i < {tile.Columns}; i += {Vocabulary.Vectors(tile.Vectors)})"))
            {
                body("i");
            }

            return;
        }

        using (code.Block($"for (int first = 0; first < {tile.Columns}; first += {Vocabulary.Vectors(tile.Vectors)})"))
        {
            code.Line($"int i = Math.Min(first, {tile.Columns} - {Vocabulary.Vectors(tile.Vectors)});");
            body("i");
        }
    }

    private void Rows(CodeWriter code, int height, string at)
    {
        using (code.Block($"for (int r = 0; r < rows; {(height == 1 ? "r++" : $"r += {height}")})"))
        {
            string row = height == 1 ? "r" : "m";
            if (height > 1)
            {
                code.Line($"int m = Math.Min(r, rows - {height});");
            }

            code.Line($"ref {Number} cell = ref Add(ref c, {row} * {rowLength} + {at});");
            if (!chains)
            {
                code.Line($"ref {Number} left = ref Add(ref a, {row} * aRow); ref {Number} right = ref Add(ref b, {at});");
                Sums(code, height, "depth");
                Finish(code, height, (_, v) => $"s{v}");
                return;
            }

            for (int y = 0; y < height; y++)
            {
                code.Line(Line(v => Vocabulary.Store($"s{v}", "cell", Row(y), Vocabulary.Vectors(v))));
            }

            using (code.Block("for (int chain = 0; chain < chains; chain++)"))
            {
                code.Line("int from = chain * depth / chains, terms = (chain + 1) * depth / chains - from;");
                code.Line($"ref {Number} left = ref Add(ref a, {row} * aRow + from * aColumn); ref {Number} right = ref Add(ref b, from * {rowLength} + {at});");
                Sums(code, height, "terms");
                Finish(code, height, (y, v) => Vocabulary.Load("cell", Row(y), Vocabulary.Vectors(v)));
            }
        }
    }

    private void Sums(CodeWriter code, int height, string terms)
    {
        for (int y = 0; y < height; y++)
        {
            code.Line(Vocabulary.Declare(Vectors.Select(v => (Sum(y, v), "V.Zero"))));
        }

        using (code.Block($"for (int k = {terms}; k > 0; k--)"))
        {
            code.Line(Vocabulary.Declare(Vectors.Select(v => ($"b{v}", Vocabulary.Load("right", Vocabulary.Vectors(v))))));
            for (int y = 0; y < height; y++)
            {
                string offset = y switch { 0 => "0", 1 => "aRow", _ => $"{y} * aRow" };
                code.Line($"V a{y} = {Vocabulary.Broadcast("left", offset)}; " + Line(v => $"{Sum(y, v)} = {Vocabulary.MultiplyAdd($"a{y}", $"b{v}", Sum(y, v))};"));
            }

            code.Line($"left = ref Add(ref left, aColumn); right = ref Add(ref right, {rowLength});");
        }
    }

    private void Finish(CodeWriter code, int height, Func<int, int, string> start)
    {
        for (int y = 0; y < height; y++)
        {
            code.Line(Line(v => Vocabulary.Store($"({start(y, v)} + {Sum(y, v)})", "cell", Row(y), Vocabulary.Vectors(v))));
        }
    }

    private string Row(int y) => y switch { 0 => "0", 1 => rowLength, _ => $"{y} * {rowLength}" };

    private static string Sum(int row, int vector) => $"c{row}{vector}";
}
