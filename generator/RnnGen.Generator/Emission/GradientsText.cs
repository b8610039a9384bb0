using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>
/// Prints gradients whose sums stay in registers: one pass over the window for all of them, the last step first, as the way back
/// goes, which may be the same pass.
/// </summary>
/// <param name="words">Names.</param>
/// <param name="sums">Which gradients.</param>
internal sealed class GradientsText(Vocabulary words, GradientSums sums)
{
    private readonly NetworkPlan _plan = words.Plan;
    private readonly KernelPlan _kernels = words.Kernels;
    private readonly string _number = words.Number;

    /// <summary>What the pass computes.</summary>
    public string Equations =>
        $"{(Has(GradientSums.Input) ? "dWx = Σ e[t] x[t]ᵀ, " : "")}{(Has(GradientSums.Hidden) ? "dWh = Σ e[t] h[t-1]ᵀ, " : "")}{(Has(GradientSums.ReadOut) ? "dWy = Σ D[t] h[t]ᵀ, " : "")}dbx = dbh = Σ e[t]";

    private int Vectors => _kernels.HiddenAlone.Vectors;

    private IEnumerable<Row> AllRows =>
    [
        .. Rows(GradientSums.Input, "wx", _plan.Shape.N, 1, "gradient", "WxT"),
        .. Rows(GradientSums.Hidden, "wh", _plan.Shape.H, 1, "gradient", "WhT"),
        .. Rows(GradientSums.ReadOut, "wy", _plan.Shape.K, _plan.TimeAcrossLanes ? _plan.Layout.Tp : 1, "dwy", "0"),
    ];

    private IEnumerable<Row> RowsInRegisters => AllRows.Take(KernelPlan.RowsInRegistersInOnePass);

    /// <summary>The last rows, for which the way back leaves no registers: their sums stay where they go, which nothing waits for.</summary>
    private IEnumerable<Row> RowsInMemory => AllRows.Skip(KernelPlan.RowsInRegistersInOnePass);

    /// <summary>Whether this one is among them.</summary>
    public bool Has(GradientSums gradient) => (sums & gradient) != 0;

    /// <summary>The pass for itself, after the way back, where sixteen registers are enough.</summary>
    public void Write(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, $"{Equations}, last step first. Row 0 of h is h[0].", "Gradients", $"ref {_number} x, ref {_number} h, ref {_number} d, ref {_number} e, ref {_number} dwy, ref {_number} gradient, int steps"))
        {
            using (code.Block(words.Columns(_kernels.Hidden.Columns(_kernels.Width))))
            {
                DeclareRows(code);
                using (code.Block("for (int t = steps - 1; t >= 0; t--)"))
                {
                    code.Line($"ref {_number} x1 = ref Add(ref x, t * N), h0 = ref Add(ref h, t * Hp), d1 = ref Add(ref d, {(_plan.TimeAcrossLanes ? "t" : "t * Kp")}); // x[t], h[t-1], D[t]");
                    code.Line($"V e1 = {Vocabulary.Load("e", "t * Hp", "i")}, h1 = {Vocabulary.Load("h0", "Hp", "i")};");
                    OfReadOut(code, "d1", ["h1"]);
                    OfErrors(code, "x1", "h0", ["e1"]);
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
            code.Line($"{Place(row, 0, "V.Zero")} // no register is left for this sum");
        }
    }

    private void DeclareRows(CodeWriter code)
    {
        if (Vectors > 1)
        {
            code.Line("// The rows of the gradients: name, number of the row, and which of its vectors.");
        }

        foreach (IGrouping<(string, int), Row> line in RowsInRegisters.GroupBy(row => (row.Matrix, row.Index * Vectors / 8)))
        {
            code.Line(Vocabulary.Declare(line.SelectMany(row => Each(vector => (Name(row.Name, vector), "V.Zero")))));
        }

        code.Line(Vocabulary.Declare(Each(vector => (Name("b", vector), "V.Zero"))));
    }

    /// <summary>What a step adds to dWy.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="d">D[t], as the name of a ref.</param>
    /// <param name="h">h[t], as the names of vectors.</param>
    public void OfReadOut(CodeWriter code, string d, string[] h) => Terms(code, row => row.Matrix == "wy" ? (d, h) : null);

    /// <summary>What it adds to the others.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="x">x[t], as the name of a ref; so the next.</param>
    /// <param name="before">h[t-1].</param>
    /// <param name="e">e[t], as the names of vectors.</param>
    public void OfErrors(CodeWriter code, string x, string before, string[] e)
    {
        code.Line(string.Join(" ", Each(vector => $"{Name("b", vector)} += {e[vector]};")));
        Terms(code, row => row.Matrix switch { "wx" => (x, e), "wh" => (before, e), _ => null });
    }

    private void Terms(CodeWriter code, System.Func<Row, (string Number, string[] Vectors)?> factors)
    {
        bool several = Vectors > 1 && RowsInRegisters.Any(row => factors(row) is not null);
        using (several ? code.Block("") : null)
        {
            if (several)
            {
                code.Line("V a;");
            }

            foreach (Row row in RowsInRegisters)
            {
                if (factors(row) is (string number, string[] vectors))
                {
                    string broadcast = Vocabulary.Broadcast(number, row.Offset);
                    string terms = string.Join(" ", Each(vector => $"{Name(row.Name, vector)} = {Vocabulary.MultiplyAdd(several ? "a" : broadcast, vectors[vector], Name(row.Name, vector))};"));
                    code.Line(several ? $"a = {broadcast}; {terms}" : terms);
                }
            }
        }

        foreach (Row row in RowsInMemory)
        {
            if (factors(row) is (string number, string[] vectors))
            {
                string sum = Vocabulary.Load(row.Target, row.Origin, $"{row.Index * _plan.Layout.Hp}");
                code.Line(Place(row, 0, Vocabulary.MultiplyAdd(Vocabulary.Broadcast(number, row.Offset), vectors[0], sum)));
            }
        }
    }

    /// <summary>Stores them, from a column on.</summary>
    public void Store(CodeWriter code, string at = "0")
    {
        foreach (int vector in Enumerable.Range(0, Vectors))
        {
            string from = Vocabulary.Sum(at, From(vector));
            code.Line($"{Vocabulary.Store(Name("b", vector), "gradient", "Bx", from)} {Vocabulary.Store(Name("b", vector), "gradient", "Bh", from)}");
        }

        foreach (Row row in RowsInRegisters)
        {
            code.Line(string.Join(" ", Each(vector => Place(row, vector, Name(row.Name, vector), at))));
        }
    }

    private IEnumerable<T> Each<T>(System.Func<int, T> vector) => Enumerable.Range(0, Vectors).Select(vector);

    private string Name(string row, int vector) => Vectors > 1 ? $"{row}_{vector}" : row;

    private string Place(Row row, int vector, string value, string at = "0") =>
        Vocabulary.Store(value, row.Target, row.Origin, $"{row.Index * _plan.Layout.Hp}", at, From(vector));

    /// <summary>Where a vector of a row begins: a number in kernels of one width.</summary>
    private string From(int vector) => words.Lanes is int lanes ? $"{vector * lanes}" : Vocabulary.Vectors(vector);

    private IEnumerable<Row> Rows(GradientSums gradient, string matrix, int count, int stride, string target, string origin) =>
        Enumerable.Range(0, Has(gradient) ? count : 0).Select(index => new Row(matrix, index, $"{index * stride}", target, origin));

    /// <summary>A row of a gradient: the sum of a number × a vector.</summary>
    private sealed record Row(string Matrix, int Index, string Offset, string Target, string Origin)
    {
        public string Name => Matrix + Index;
    }
}
