using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>
/// Prints the gradients of a network so small that all their sums stay in registers: one pass over the window for all of them, the
/// last step first, as the way back goes, which may be the same pass.
/// </summary>
internal sealed class GradientsText(Vocabulary words)
{
    private readonly NetworkPlan _plan = words.Plan;
    private readonly KernelPlan _kernels = words.Kernels;
    private readonly string _number = words.Number;

    /// <summary>Whether the gradients of bx and bh are among them.</summary>
    private bool Biases => _plan.GradientsInRegisters;

    /// <summary>What the pass computes.</summary>
    public string Equations => $"dWx = Σ e[t] x[t]ᵀ, {(Biases ? "dbx = dbh = Σ e[t], " : "")}dWh = Σ e[t] h[t-1]ᵀ, dWy = Σ D[t] h[t]ᵀ";

    private IEnumerable<Row> AllRows => [.. Rows("wx", _plan.Shape.N, 1, "gradient", "WxT"), .. Rows("wh", _plan.Shape.H, 1, "gradient", "WhT"), .. Rows("wy", _plan.Shape.K, _plan.Layout.Tp, "dwy", "0")];

    private IEnumerable<Row> RowsInRegisters => AllRows.Take(KernelPlan.RowsInRegistersInOnePass);

    /// <summary>The last rows, for which the way back leaves no registers: their sums stay where they go, which nothing waits for.</summary>
    private IEnumerable<Row> RowsInMemory => AllRows.Skip(KernelPlan.RowsInRegistersInOnePass);

    /// <summary>The pass for itself, after the way back, where sixteen registers are enough; the biases are then among them.</summary>
    public void Write(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, $"{Equations}, last step first. Row 0 of h is h[0].", "Gradients", $"ref {_number} x, ref {_number} h, ref {_number} d, ref {_number} e, ref {_number} dwy, ref {_number} gradient, int steps"))
        {
            using (code.Block(words.Columns(_kernels.Hidden.Columns(_kernels.Width))))
            {
                DeclareRows(code);
                using (code.Block("for (int t = steps - 1; t >= 0; t--)"))
                {
                    code.Line($"ref {_number} x1 = ref Add(ref x, t * N), h0 = ref Add(ref h, t * Hp), d1 = ref Add(ref d, t); // x[t], h[t-1], D[t]");
                    code.Line($"V e1 = {Vocabulary.Load("e", "t * Hp", "i")}, h1 = {Vocabulary.Load("h0", "Hp", "i")};");
                    Terms(code, "x1", "h0", "d1", "e1", "h1");
                }

                code.Line();
                Store(code, "i");
            }
        }
    }

    /// <summary>The sums, all zero.</summary>
    public void Declare(CodeWriter code)
    {
        DeclareRows(code);
        foreach (Row row in RowsInMemory)
        {
            code.Line($"{Place(row, "V.Zero")} // no register is left for this sum");
        }
    }

    private void DeclareRows(CodeWriter code)
    {
        foreach (IGrouping<(string, int), Row> line in RowsInRegisters.GroupBy(row => (row.Matrix, row.Index / 8)))
        {
            code.Line(Vocabulary.Declare(line.Select(row => (row.Name, "V.Zero"))));
        }

        if (Biases)
        {
            code.Line("V b = V.Zero;");
        }
    }

    /// <summary>What a step adds to them.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="x">x[t], as the name of a ref; so the next two.</param>
    /// <param name="before">h[t-1].</param>
    /// <param name="d">D[t].</param>
    /// <param name="e">e[t], as the name of a vector; so the last.</param>
    /// <param name="h">h[t].</param>
    public void Terms(CodeWriter code, string x, string before, string d, string e, string h)
    {
        if (Biases)
        {
            code.Line($"b += {e};");
        }

        foreach (Row row in RowsInRegisters)
        {
            code.Line($"{row.Name} = {Term(row, row.Name)};");
        }

        foreach (Row row in RowsInMemory)
        {
            code.Line(Place(row, Term(row, Vocabulary.Load(row.Target, row.Origin, $"{row.Index * _plan.Layout.Hp}"))));
        }

        string Term(Row row, string sum)
        {
            (string number, string vector) = row.Matrix switch { "wx" => (x, e), "wh" => (before, e), _ => (d, h) };
            return Vocabulary.MultiplyAdd(Vocabulary.Broadcast(number, row.Offset), vector, sum);
        }
    }

    /// <summary>Stores them, from a column on.</summary>
    public void Store(CodeWriter code, string at = "0")
    {
        if (Biases)
        {
            code.Line($"{Vocabulary.Store("b", "gradient", "Bx", at)} {Vocabulary.Store("b", "gradient", "Bh", at)}");
        }

        foreach (Row row in RowsInRegisters)
        {
            code.Line(Place(row, row.Name, at));
        }
    }

    private string Place(Row row, string value, string at = "0") => Vocabulary.Store(value, row.Target, row.Origin, $"{row.Index * _plan.Layout.Hp}", at);

    private static IEnumerable<Row> Rows(string matrix, int count, int stride, string target, string origin) =>
        Enumerable.Range(0, count).Select(index => new Row(matrix, index, $"{index * stride}", target, origin));

    /// <summary>A row of a gradient: the sum of a number × a vector.</summary>
    private sealed record Row(string Matrix, int Index, string Offset, string Target, string Origin)
    {
        public string Name => Matrix + Index;
    }
}
