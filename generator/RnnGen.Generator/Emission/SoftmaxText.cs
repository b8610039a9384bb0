using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>
/// Prints softmax of the K scores of a step. A sum over lanes runs on one line of 64 bytes (16 lanes of float, 8
/// of double) whatever the vector width, so that every machine gives the same bits.
/// </summary>
internal sealed class SoftmaxText(Vocabulary words)
{
    private readonly NetworkPlan _plan = words.Plan;
    private readonly string _number = words.Number;

    private int K => _plan.Shape.K;

    private const string Formula = "// (3): e = e^y / 2^top = 2^(n - top) e^(y - n ln 2), n = y / ln 2 rounded, top the greatest n; p = e / Σ e.";

    /// <summary>
    /// Softmax of the row y to the caller's p: in registers at the middle width, or at the wide one, where it is one or two
    /// vectors, else by the library, which gives the same bits.
    /// </summary>
    public void Row(CodeWriter code)
    {
        int width = words.Kernels.Width, vectors = Arithmetic.CeilingDivide(K, width);
        if (vectors <= 2)
        {
            using (code.Block(words.Kernels.Wide ? "" : $"if (V.Count == {width})"))
            {
                code.Line(Formula);
                code.Line(Vocabulary.Declare(Enumerable.Range(0, vectors).Select(v => ($"s{v}", $"VectorMath.Bounded({Vocabulary.Load("y", Vocabulary.Vectors(v))})"))));
                Top(code, vectors, width);
                using (code.Block("if (!VectorMath.IsFar(top))"))
                {
                    Probabilities(code, vectors, width);
                    code.Line("return;");
                }
            }
        }

        code.Line($"{(words.Kernels.Wide ? "WideSoftmax" : "Softmax")}.Row(ref y, {K}, ref p, out double _);");
    }

    /// <summary>Writes a body once for each way a row of scores falls into vectors, given their number and the greatest vector width.</summary>
    public void ByWidth(CodeWriter code, System.Action<int, int> body)
    {
        int[] widths = words.Widths;
        bool alike = widths.Select(width => Arithmetic.CeilingDivide(K, width)).Distinct().Count() == 1;
        foreach (int width in alike ? widths.Skip(widths.Length - 1) : widths)
        {
            using (code.Block(alike ? "" : width == widths[0] ? $"if (V.Count == {width})" : "else"))
            {
                body(Arithmetic.CeilingDivide(K, width), width);
            }
        }
    }

    /// <summary>Softmax of the vectors y0, y1, … to the caller's p.</summary>
    public void Registers(CodeWriter code, int vectors, int width)
    {
        if (words.Kernels.Wide && vectors == 1)
        {
            code.Line("VectorMath.Store(VectorMath.Softmax(y0, K), ref p, K); // (3)");
            return;
        }

        int[] all = [.. Enumerable.Range(0, vectors)];
        code.Line(Formula);
        code.Line(Vocabulary.Declare(all.Select(v => ($"s{v}", $"VectorMath.Bounded(y{v})"))));
        Top(code, vectors, width);
        using (code.Block("if (VectorMath.IsFar(top))"))
        {
            code.Line("// So far from zero n ln 2 is not exact: once more, below the greatest score.");
            code.Line($"V greatest = Create({Greatest("y", vectors, width)});");
            foreach (int v in all)
            {
                code.Line($"s{v} = VectorMath.Bounded(y{v} - greatest); n{v} = VectorMath.Exponent(s{v});");
            }

            code.Line($"top = {Greatest("n", vectors, width)};");
        }

        Probabilities(code, vectors, width);
    }

    /// <summary>The exponents of the scores s0, s1, …, and the greatest of them.</summary>
    private void Top(CodeWriter code, int vectors, int width)
    {
        code.Line(Vocabulary.Declare(Enumerable.Range(0, vectors).Select(v => ($"n{v}", $"VectorMath.Exponent(s{v})"))));
        code.Line($"{_number} top = {Greatest("n", vectors, width)};");
    }

    private string Greatest(string of, int vectors, int width) =>
        $"VectorMath.Max({Enumerable.Range(1, vectors - 1).Aggregate($"{of}0", (max, v) => $"MaxNative({max}, {of}{v})")}{Few(vectors, width)})";

    /// <summary>What padding adds to a sum is lost in rounding, so only as many lanes as it takes are compared and added up.</summary>
    private string Few(int vectors, int width) => vectors == 1 && K <= width / 2 ? ", K" : "";

    private void Probabilities(CodeWriter code, int vectors, int width)
    {
        string few = Few(vectors, width);
        code.Line("V exponent = Create(top);");
        code.Line(Vocabulary.Declare(Enumerable.Range(0, vectors).Select(v => ($"e{v}", $"VectorMath.ExpBelow(s{v}, n{v}, exponent)"))));
        code.Line($"{_number} sum = VectorMath.Sum({(few.Length > 0 ? "e0" : Lanes(vectors, width))}{few});");
        code.Line($"V scale = Create({words.Literal(1)} / sum);");
        ToCaller(code, vectors, width);
    }

    /// <summary>
    /// Numbers of p that leave a vector one by one. The caller's p ends with the last of them, so a whole vector has to go
    /// there over memory, and all that follows the step waits for it: 10 to 20 % of a step at K = 2 to 7 on 256 bits (measured).
    /// </summary>
    private const int MostByLane = 7;

    /// <summary>Whether a step needs the row y: for what the library works out there, or for probabilities on their way to the caller.</summary>
    public static bool OverMemory(NetworkPlan plan, KernelPlan kernels)
    {
        int K = plan.Shape.K;
        return K > kernels.Width || (!kernels.Wide && (plan.ReadOutByRows || (K < kernels.Width && K > MostByLane)));
    }

    /// <summary>The probabilities, e0, e1, … times scale, to p, which has K numbers.</summary>
    private void ToCaller(CodeWriter code, int vectors, int width)
    {
        for (int v = 0; v < vectors; v++)
        {
            int first = v * width, lanes = K - first;
            string value = $"e{v} * scale";
            if (lanes >= width)
            {
                code.Line(Vocabulary.Store($"({value})", "p", first.ToString()));
            }
            else if (lanes > MostByLane)
            {
                code.Line(Vocabulary.Store($"({value})", "y", first.ToString()));
                code.Line(Copy(first));
            }
            else
            {
                code.Line($"V p{v} = {value};");
                string[] stores = [.. Enumerable.Range(0, lanes).Select(lane => $"{(first + lane == 0 ? "p" : $"Add(ref p, {first + lane})")} = p{v}[{lane}];")];
                code.Line(string.Join(" ", stores));
            }
        }
    }

    /// <summary>Copies what the row y has for p, from a number on.</summary>
    private string Copy(int from)
    {
        string At(string row) => $"ref As<{_number}, byte>({Vocabulary.Place(row, from.ToString())})";
        return $"CopyBlockUnaligned({At("p")}, {At("y")}, {(from == 0 ? "K" : $"{K - from}")} * sizeof({_number}));";
    }

    /// <summary>The arguments of the sum over lanes: vectors that fall on the same part of a line of 64 bytes are added up first.</summary>
    private string Lanes(int vectors, int width)
    {
        int parts = _plan.Lanes.PerCacheLine / width;
        string[] sums = Enumerable.Range(0, parts)
            .Select(part => string.Join(" + ", Enumerable.Range(0, vectors).Where(v => v % parts == part).Select(v => $"e{v}")))
            .Select(sum => sum.Length == 0 ? "V.Zero" : sum)
            .ToArray();
        string Add(string a, string b) => b == "V.Zero" ? a : a.Contains("+") ? $"({a}) + ({b})" : $"{a} + {(b.Contains("+") ? $"({b})" : b)}";
        return parts switch
        {
            1 => sums[0],
            2 => Add(sums[0], sums[1]),
            _ => $"{Add(sums[0], sums[2])}, {Add(sums[1], sums[3])}",
        };
    }
}
