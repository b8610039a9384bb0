using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints the gradients of a network so small that all their sums stay in registers: one pass over the window for all of them.</summary>
internal sealed class GradientsText(Vocabulary words)
{
    private readonly NetworkPlan _plan = words.Plan;
    private readonly KernelPlan _kernels = words.Kernels;
    private readonly string _number = words.Number;

    /// <summary>Whether the gradients of the biases are among them.</summary>
    private bool Biases => !_kernels.Wide;

    public void Write(CodeWriter code)
    {
        string biases = Biases ? "dbx = dbh = Σ e[t], " : "", last = Biases ? ", dby = Σ D[t]" : "";
        using (KernelsEmitter.Kernel(code, $"dWx = Σ e[t] x[t]ᵀ, {biases}dWh = Σ e[t] h[t-1]ᵀ, dWy = Σ D[t] h[t]ᵀ{last}. Row 0 of h is h[0].", "Gradients", $"ref {_number} x, ref {_number} h, ref {_number} d, ref {_number} e, ref {_number} dwy, ref {_number} gradient, int steps"))
        {
            if (Biases)
            {
                new ElementsText(words).RowSums(code);
                code.Line();
            }

            using (_kernels.Wide ? null : code.Block(words.Columns(_kernels.Hidden.Columns(_kernels.Width))))
            {
                Sums(code, _kernels.Wide ? "0" : "i");
            }
        }
    }

    private void Sums(CodeWriter code, string at)
    {
        Row[] rows = [.. Rows("wx", _plan.Shape.N, "x1", 1, "e1", "gradient", "WxT"), .. Rows("wh", _plan.Shape.H, "h0", 1, "e1", "gradient", "WhT"), .. Rows("wy", _plan.Shape.K, "d1", _plan.Layout.Tp, "h1", "dwy", "0")];
        foreach (IGrouping<(string, int), Row> line in rows.GroupBy(row => (row.Matrix, row.Index / 8)))
        {
            code.Line(Vocabulary.Declare(line.Select(row => (row.Name, "V.Zero"))));
        }

        if (Biases)
        {
            code.Line("V b = V.Zero;");
        }

        using (code.Block("for (int t = 0; t < steps; t++)"))
        {
            code.Line($"ref {_number} x1 = ref Add(ref x, t * N), h0 = ref Add(ref h, t * Hp), d1 = ref Add(ref d, t); // x[t], h[t-1], D[t]");
            code.Line($"V e1 = {Vocabulary.Load("e", "t * Hp", at)}, h1 = {Vocabulary.Load("h0", "Hp", at)};");
            if (Biases)
            {
                code.Line("b += e1;");
            }

            foreach (Row row in rows)
            {
                code.Line($"{row.Name} = {Vocabulary.MultiplyAdd(Vocabulary.Broadcast(row.Number, row.Offset), row.Vector, row.Name)};");
            }
        }

        code.Line();
        if (Biases)
        {
            code.Line($"{Vocabulary.Store("b", "gradient", "Bx", at)} {Vocabulary.Store("b", "gradient", "Bh", at)}");
        }

        foreach (Row row in rows)
        {
            code.Line(Vocabulary.Store(row.Name, row.Target, row.Origin, $"{row.Index * _plan.Layout.Hp}", at));
        }
    }

    private static IEnumerable<Row> Rows(string matrix, int count, string number, int stride, string vector, string target, string origin) =>
        Enumerable.Range(0, count).Select(index => new Row(matrix, index, number, $"{index * stride}", vector, target, origin));

    /// <summary>A row of a gradient: the sum of number × vector.</summary>
    private sealed record Row(string Matrix, int Index, string Number, string Offset, string Vector, string Target, string Origin)
    {
        public string Name => Matrix + Index;
    }
}
