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
    /// Softmax of the row y to the caller's p: in registers at the middle width, where it is two vectors, else by the library,
    /// which gives the same bits.
    /// </summary>
    public void Row(CodeWriter code)
    {
        int width = words.Kernels.Width, vectors = Arithmetic.CeilingDivide(K, width);
        if (!words.Kernels.Wide && vectors <= 2)
        {
            using (code.Block($"if (V.Count == {width})"))
            {
                code.Line(Formula);
                code.Line(Vocabulary.Declare(Enumerable.Range(0, vectors).Select(v => ($"s{v}", $"VectorMath.Bounded({Vocabulary.Load("y", Vocabulary.Vectors(v))})"))));
                Top(code, vectors);
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
        if (vectors == 1)
        {
            code.Line("V p0 = VectorMath.Softmax(y0, K); // (3)");
            First(code, "p0", 0, K);
            return;
        }

        int[] all = [.. Enumerable.Range(0, vectors)];
        code.Line(Formula);
        code.Line(Vocabulary.Declare(all.Select(v => ($"s{v}", $"VectorMath.Bounded(y{v})"))));
        Top(code, vectors);
        using (code.Block("if (VectorMath.IsFar(top))"))
        {
            code.Line("// So far from zero n ln 2 is not exact: once more, below the greatest score.");
            code.Line($"V greatest = Create({Greatest("y", vectors)});");
            foreach (int v in all)
            {
                code.Line($"s{v} = VectorMath.Bounded(y{v} - greatest); n{v} = VectorMath.Exponent(s{v});");
            }

            code.Line($"top = {Greatest("n", vectors)};");
        }

        Probabilities(code, vectors, width);
    }

    /// <summary>The exponents of the scores s0, s1, …, and the greatest of them.</summary>
    private void Top(CodeWriter code, int vectors)
    {
        code.Line(Vocabulary.Declare(Enumerable.Range(0, vectors).Select(v => ($"n{v}", $"VectorMath.Exponent(s{v})"))));
        code.Line($"{_number} top = {Greatest("n", vectors)};");
    }

    private static string Greatest(string of, int vectors) =>
        $"VectorMath.Max({Enumerable.Range(1, vectors - 1).Aggregate($"{of}0", (max, v) => $"MaxNative({max}, {of}{v})")})";

    private void Probabilities(CodeWriter code, int vectors, int width)
    {
        code.Line("V exponent = Create(top);");
        code.Line(Vocabulary.Declare(Enumerable.Range(0, vectors).Select(v => ($"e{v}", $"VectorMath.ExpBelow(s{v}, n{v}, exponent)"))));
        code.Line($"{_number} sum = VectorMath.Sum({Lanes(vectors, width)});");
        code.Line($"V scale = Create({words.Literal(1)} / sum);");
        ToCaller(code, vectors, width);
    }

    /// <summary>
    /// Whether a step has its scores in registers from the read-out to softmax: where they are one vector, and on 512 bits up to
    /// four, which takes 1 % off a step at K = 20, 4 to 10 % at K = 40 to 64 and H = 16 to 64, nothing at H = 100 and 128 (Zen 5).
    /// </summary>
    public static bool InRegisters(NetworkPlan plan, KernelPlan kernels) =>
        plan.Shape.K <= kernels.Width || (kernels.Wide && kernels.ReadOut is { Strips: 1, Vectors: <= 4 });

    /// <summary>Whether a step needs the row y: for what the library works out there.</summary>
    public static bool OverMemory(NetworkPlan plan, KernelPlan kernels) => !InRegisters(plan, kernels) || (plan.ReadOutByRows && !kernels.Wide);

    /// <summary>The probabilities, e0, e1, … times scale, to p, which has K numbers.</summary>
    private void ToCaller(CodeWriter code, int vectors, int width)
    {
        for (int v = 0; v < vectors; v++)
        {
            int first = v * width, lanes = K - first;
            if (lanes >= width)
            {
                code.Line(Vocabulary.Store($"(e{v} * scale)", "p", first.ToString()));
                continue;
            }

            code.Line($"V p{v} = e{v} * scale;");
            First(code, $"p{v}", first, lanes);
        }
    }

    /// <summary>
    /// The first lanes of a vector to p: one by one where they are two, for the vectors of 256 and 128 bits that the pieces of more
    /// are take the runtime 1.3 ms to load before a network's first step (measured).
    /// </summary>
    private static void First(CodeWriter code, string vector, int first, int lanes) => code.Line(lanes > 2
        ? $"VectorMath.Store({vector}, {Vocabulary.Place("p", first.ToString())}, {(first == 0 ? "K" : $"K - {first}")});"
        : string.Join(" ", Enumerable.Range(0, lanes).Select(lane => $"{(first + lane == 0 ? "p" : $"Add(ref p, {first + lane})")} = {vector}[{lane}];")));

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
