using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>
/// Prints the product of two matrices that all windows and gradients are made of. Its sizes are arguments: what has to
/// be text is the tile (measured: sizes that are not constant cost up to 3 %), and one text for six products and every
/// vector width keeps the file short.
/// </summary>
/// <param name="words">The vocabulary.</param>
/// <param name="name">Of the method.</param>
/// <param name="tile">The tile.</param>
/// <param name="rowLength">Row length of B and C: a constant's name.</param>
/// <param name="outputs">How many numbers of a row count: a constant's name.</param>
/// <param name="chains">Whether the sums run in several chains: terms in blocks, each from zero and added to what stands in C; else sums start from two rows, not one.</param>
internal sealed class ProductText(Vocabulary words, string name, ProductTile tile, string rowLength, string outputs, bool chains)
{
    private string Number => words.Number;

    private IEnumerable<int> Vectors => Enumerable.Range(0, tile.Vectors);

    private IEnumerable<int> Rows => Enumerable.Range(0, tile.Rows);

    /// <summary>Writes the method, and the call of it for the vectors that this machine has.</summary>
    public void Write(CodeWriter code)
    {
        string parameters = $"ref {Number} a, nint aRow, nint aColumn, ref {Number} b, ref {Number} c, int rows, int depth, ref {Number} start, {(chains ? "int chains" : $"ref {Number} more")}";
        string arguments = $"ref a, aRow, aColumn, ref b, ref c, rows, depth, ref start, {(chains ? "chains" : "ref more")}";
        code.Line();
        code.Lines(
            $"""
            /// <summary>
            /// C[r] = start + Σ over k &lt; depth of a[r, k] b[k], for rows of {rowLength}; a[r, k] lies at r · aRow + k · aColumn. The start is {(chains ? "a row" : "the sum of two rows")}, or zero
            /// where there is none.{(chains ? " The terms run in blocks, one chain each." : "")} {tile.Rows} × {tile.Vectors} vectors of sums stay in registers.
            /// </summary>
            """);
        using (code.Block($"private static void {name}({parameters})"))
        {
            using (code.Block("if (Wide)"))
            {
                code.Line($"{name}<Vector512<{Number}>, WideLanes>({arguments});");
            }

            using (code.Block("else"))
            {
                code.Line($"{name}<V, UsualLanes>({arguments});");
            }
        }

        code.Line();
        using (code.Block($"[MethodImpl(MethodImplOptions.AggressiveOptimization)]\nprivate static void {name}<V, L>({parameters})\n    where L : struct, ILanes<V, {Number}>"))
        {
            code.Line($"int columns = ({outputs} + L.Count - 1) / L.Count * L.Count;");
            if (tile.Rows > 1)
            {
                code.Line("// Where there are fewer rows than a tile has, the last one is computed several times over.");
                foreach (int y in Rows.Skip(1))
                {
                    code.Line($"int r{y} = Math.Min({y}, rows - 1);{(y == 1 ? "" : "")}");
                }

                code.Line($"nint {string.Join(", ", Rows.Skip(1).Select(y => $"a{y} = r{y} * aRow"))};");
            }

            using (code.Block($"for (int first = 0; first < columns; first += {Lanes(tile.Vectors)})"))
            {
                code.Line($"int i = Math.Min(first, columns - {Lanes(tile.Vectors)}); // the last tile overlaps");
                code.Line($"V {string.Join(", ", Vectors.Select(v => $"s{v} = L.Zero"))};");
                using (code.Block("if (!IsNullRef(ref start))"))
                {
                    code.Line(Each(v => chains ? $"s{v} = {Load("start", "i", Lanes(v))};" : $"s{v} = L.Add({Load("start", "i", Lanes(v))}, {Load("more", "i", Lanes(v))});"));
                }

                code.Line();
                using (code.Block($"for (int r = 0; r < rows; r += {tile.Rows})"))
                {
                    code.Line($"int m = Math.Max(0, Math.Min(r, rows - {tile.Rows}));");
                    code.Line($"ref {Number} cell = ref Add(ref c, m * {rowLength} + i);");
                    Body(code);
                }
            }
        }
    }

    private void Body(CodeWriter code)
    {
        if (!chains)
        {
            code.Line($"ref {Number} left = ref Add(ref a, m * aRow), right = ref Add(ref b, i);");
            Sums(code, "depth");
            foreach (int y in Rows)
            {
                code.Line(Each(v => Store($"L.Add(s{v}, {Sum(y, v)})", y, v)));
            }

            return;
        }

        foreach (int y in Rows)
        {
            code.Line(Each(v => Store($"s{v}", y, v)));
        }

        using (code.Block("for (int chain = 0; chain < chains; chain++)"))
        {
            code.Line("int from = chain * depth / chains, terms = (chain + 1) * depth / chains - from;");
            code.Line($"ref {Number} left = ref Add(ref a, m * aRow + from * aColumn), right = ref Add(ref b, from * {rowLength} + i);");
            Sums(code, "terms");
            foreach (int y in Rows)
            {
                code.Line(Each(v => $"{Sum(y, v)} = L.Add({Load("cell", Row(y), Lanes(v))}, {Sum(y, v)});"));
            }

            foreach (int y in Rows)
            {
                code.Line(Each(v => Store(Sum(y, v), y, v)));
            }
        }
    }

    private void Sums(CodeWriter code, string terms)
    {
        foreach (int y in Rows)
        {
            code.Line($"V {string.Join(", ", Vectors.Select(v => $"{Sum(y, v)} = L.Zero"))};");
        }

        using (code.Block($"for (int k = {terms}; k > 0; k--)"))
        {
            code.Line($"V {string.Join(", ", Vectors.Select(v => $"b{v} = {Load("right", Lanes(v))}"))}, f;");
            foreach (int y in Rows)
            {
                string factor = y == 0 ? "left" : $"Add(ref left, a{y})";
                code.Line($"f = L.Create({factor}); " + Each(v => $"{Sum(y, v)} = L.MultiplyAdd(f, b{v}, {Sum(y, v)});"));
            }

            code.Line($"left = ref Add(ref left, aColumn); right = ref Add(ref right, {rowLength});");
        }
    }

    private string Each(Func<int, string> statement) => string.Join(" ", Vectors.Select(statement));

    private string Store(string value, int row, int vector) => $"L.Store({value}, {Vocabulary.Place("cell", Vocabulary.Sum(Row(row), Lanes(vector)))});";

    private string Row(int y) => y == 0 ? "0" : $"r{y} * {rowLength}";

    private static string Load(string origin, params string[] offset) => $"L.Load({Vocabulary.Place(origin, Vocabulary.Sum(offset))})";

    private static string Lanes(int count) => count switch { 0 => "0", 1 => "L.Count", _ => $"{count} * L.Count" };

    private static string Sum(int row, int vector) => $"c{row}{vector}";
}
