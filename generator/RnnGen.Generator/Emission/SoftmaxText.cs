using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>
/// Prints softmax and loss over rows of K scores. A sum over lanes runs on one line of 64 bytes (16 lanes of float, 8
/// of double) whatever the vector width, so that every machine gives the same bits.
/// </summary>
internal sealed class SoftmaxText(Vocabulary words)
{
    private readonly NetworkPlan _plan = words.Plan;
    private readonly string _number = words.Number;

    private int K => _plan.Shape.K;

    public void Write(CodeWriter code, bool score)
    {
        using (KernelsEmitter.Kernel(code, "(3): p[t] = softmax(y[t]) in place. The maximum is taken off first, so no exponential overflows.", "Normalize", $"ref {_number} y, int steps"))
        {
            words.Dispatch(code, "Normalize", "ref y, steps");
            using (code.Block("for (int t = 0; t < steps; t++)"))
            {
                Row(code, loss: false);
                code.Line($"y = ref Add(ref y, Kp);");
            }
        }

        if (score)
        {
            Score(code);
        }
    }

    private void Score(CodeWriter code)
    {
        code.Line();
        code.Line("/// <summary>(3) and (4): p[t] = softmax(y[t]), E = Σ -log p[t][label[t]], and D[t] = p[t] - l[t] in place; l[t] is 1 at the label and 0 elsewhere.</summary>");
        using (code.Block($"[MethodImpl(MethodImplOptions.AggressiveOptimization)]\ninternal static {_number} Score(ref {_number} y, ref int labels, int steps)"))
        {
            words.Dispatch(code, "Score", "ref y, ref labels, steps", returns: true);
            code.Line("// -log p[label] = max + log(sum) - y[label]; the sums are multiplied up and their logarithm is taken rarely.");
            code.Line("double loss = 0d, product = 1d;");
            using (code.Block("for (int t = 0; t < steps; t++)"))
            {
                code.Line("int label = Add(ref labels, t);");
                code.Line($"{_number} score = Add(ref y, label);");
                Row(code, loss: true);
                code.Line($"Add(ref y, label) -= {words.Literal(1)};");
                code.Line($"loss += (double)top - score;");
                code.Line("product *= sum;");
                using (code.Block($"if (t % {_plan.StepsPerLogarithm} == {_plan.StepsPerLogarithm - 1})"))
                {
                    code.Line("loss += VectorMath.Log(product);");
                    code.Line("product = 1d;");
                }

                code.Line($"y = ref Add(ref y, Kp);");
            }

            code.Line($"return ({_number})(loss + VectorMath.Log(product));");
        }
    }

    /// <summary>
    /// One row in place: in registers at the middle width, or at the wide one, where it is one or two vectors, else by the
    /// library, which gives the same bits. The few rows of a short window are not worth the text.
    /// </summary>
    /// <param name="code">Where to.</param>
    /// <param name="loss">Whether the maximum and the sum are wanted.</param>
    /// <param name="toCaller">Whether the probabilities go to p and not to the row.</param>
    public void Row(CodeWriter code, bool loss, bool toCaller = false)
    {
        int width = words.Kernels.Width, vectors = Arithmetic.CeilingDivide(K, width);
        string softmax = words.Kernels.Wide ? "WideSoftmax" : "Softmax";
        bool always = vectors > 2 || (!toCaller && _plan.Shape.T < TimeLanes.ShortestWindow);
        string declare = always ? $"{_number} " : "";
        string library = loss ? $"{declare}sum = {softmax}.Row(ref y, {K}, out {declare}top);" : $"{softmax}.Row(ref y, {K}, out {_number} _);";
        if (toCaller)
        {
            library += "\n" + Copy(from: 0);
        }

        if (always)
        {
            code.Lines(library);
            return;
        }

        if (loss)
        {
            code.Line($"{_number} top, sum;");
        }

        using (code.Block(words.Kernels.Wide ? "" : $"if (V.Count == {width})"))
        {
            code.Line(Vocabulary.Declare(Enumerable.Range(0, vectors).Select(v => ($"y{v}", Vocabulary.Load("y", Vocabulary.Vectors(v))))));
            Registers(code, vectors, width, loss, toCaller);
        }

        if (!words.Kernels.Wide)
        {
            using (code.Block("else"))
            {
                code.Lines(library);
            }
        }
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

    /// <summary>
    /// Softmax of the vectors y0, y1, … into the row y, or to the caller's p; leaves the row's maximum in <c>top</c> and the sum
    /// of exponentials in <c>sum</c>.
    /// </summary>
    public void Registers(CodeWriter code, int vectors, int width, bool loss, bool toCaller = false)
    {
        IEnumerable<int> all = Enumerable.Range(0, vectors);
        string declare = loss ? "" : $"{_number} ";

        // What padding adds to a sum of at least 1 is lost in rounding, so only as many lanes as it takes are added up.
        string count = vectors == 1 && K <= width / 2 ? ", K" : "";
        code.Line($"{declare}top = VectorMath.Max({all.Skip(1).Aggregate("y0", (max, v) => $"MaxNative({max}, y{v})")}{count});");
        code.Line("V max = Create(top);");
        code.Line(Vocabulary.Declare(all.Select(v => ($"e{v}", $"VectorMath.Exp(y{v} - max)"))));
        code.Line($"{declare}sum = VectorMath.Sum({(count.Length > 0 ? "e0" : Lanes(vectors, width))}{count});");
        code.Line($"V scale = Create({words.Literal(1)} / sum);");
        if (toCaller)
        {
            ToCaller(code, vectors, width);
            return;
        }

        for (int v = 0; v < vectors; v++)
        {
            string p = $"(e{v} * scale)";
            int lanes = K - v * width;
            if (loss && lanes < width)
            {
                // Padding must hold exact zeros, or it would leak into the padding of dWy as denormal numbers.
                p = $"ConditionalSelect(LessThan(V.Indices, Create({words.Literal(lanes)})), {p.Trim('(', ')')}, V.Zero)";
            }

            code.Line(Vocabulary.Store(p, "y", Vocabulary.Vectors(v)));
        }
    }

    /// <summary>
    /// Numbers of p that leave a vector one by one. The caller's p ends with the last of them, so a whole vector has to go
    /// there over memory, and all that follows the step waits for it: 10 to 20 % of a step at K = 2 to 7 on 256 bits (measured).
    /// </summary>
    private const int MostByLane = 7;

    /// <summary>Whether the probabilities of a step go to the caller over the row y, or by the library, which works in it.</summary>
    public static bool OverMemory(int K, KernelPlan kernels) => K > kernels.Width || (K < kernels.Width && K > MostByLane);

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
