using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints softmax and loss with a score of its own in every lane: time, or the steps of all sequences of a mini-batch, runs across them.</summary>
internal static class LanesScoreText
{
    /// <summary>
    /// Lines of 64 bytes whose sums are multiplied up before a logarithm is taken: a sum is at most K = 8, so a lane's product stays
    /// below 2^48, and that of a line's sixteen lanes within the range of a double.
    /// </summary>
    private const int LinesPerLogarithm = 16;

    /// <summary>The method for a window, which has time across the lanes.</summary>
    public static void Window(CodeWriter code, Vocabulary words)
    {
        string number = words.Number;
        int tp = words.Plan.Layout.Tp;
        code.Line();
        code.Line("/// <summary>(3) and (4): p[t] = softmax(y[t]), E = Σ -log p[t][label[t]], and D[t] = p[t] - l[t] in place, one lane a step; l[t] is 1 at the label and 0 elsewhere.</summary>");
        using (code.Block($"[MethodImpl(MethodImplOptions.AggressiveOptimization)]\nprivate static {number} Score(ref {number} y, ref int classes, ref {number} labels, int steps)"))
        {
            using (code.Block("for (int t = 0; t < steps; t++)"))
            {
                code.Line("Add(ref labels, t) = Add(ref classes, t);");
            }

            using (code.Block($"for (int t = steps; t % {words.Plan.Lanes.PerCacheLine} != 0; t++)"))
            {
                code.Line($"Add(ref labels, t) = {words.Literal(-1)}; // no class: nothing is there");
            }

            code.Line();
            code.Line($"ref {number} sums = ref Add(ref labels, Tp);");
            Body(code, words, "steps", "Tp", tp);
            code.Line($"return ({number})loss;");
        }
    }

    /// <summary>The method for a mini-batch, which has the steps of all sequences across the lanes.</summary>
    public static void Sequences(CodeWriter code, Vocabulary words, BatchLayout layout)
    {
        code.Line();
        code.Lines(
            """
            /// <summary>
            /// (3) and (4): p[t] = softmax(y[t]), E = Σ -log p[t][label[t]], and D[t] = p[t] - l[t] in place, for all steps of all
            /// sequences; l[t] is 1 at the label and 0 elsewhere. Where the label is -1 nothing is there: D is 0 and adds nothing to E.
            /// </summary>
            """);
        using (code.Block($"[MethodImpl(MethodImplOptions.AggressiveOptimization)]\nprivate static double ScoreSequences(ref {words.Number} y, ref {words.Number} labels, ref {words.Number} sums)"))
        {
            Body(code, words, "T * Bp", $"{words.Plan.Lanes.PerCacheLine}", layout.Rp);
            code.Line("return loss;");
        }
    }

    /// <summary>The loss of so many lanes into <c>loss</c>, and D in place.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="words">The network's words.</param>
    /// <param name="lanes">Number of lanes.</param>
    /// <param name="rests">Distance from the line of sums to that of the rests.</param>
    /// <param name="distance">Distance from class to class.</param>
    private static void Body(CodeWriter code, Vocabulary words, string lanes, string rests, int distance)
    {
        string number = words.Number;
        int line = words.Plan.Lanes.PerCacheLine;
        int[] classes = [.. Enumerable.Range(0, words.Plan.Shape.K)];
        code.Lines(
            $"""
            // -log p[label] = max + log(sum) - y[label]. A line of lanes gathers the products of the sums, another the rest.
            ref {number} rests = ref Add(ref sums, {rests});
            double loss = 0d;
            for (int first = 0; first < {lanes}; first += {LinesPerLogarithm * line})
            """);
        using (code.Block())
        {
            using (code.Block($"for (int lane = 0; lane < {line}; lane += V.Count)"))
            {
                code.Line(Vocabulary.Store("V.One", "sums", "lane"));
                code.Line(Vocabulary.Store("V.Zero", "rests", "lane"));
            }

            code.Line();
            code.Line($"int end = Math.Min(first + {LinesPerLogarithm * line}, {lanes});");
            using (code.Block("for (int i = first; i < end; i += V.Count)"))
            {
                code.Line($"ref {number} column = ref Add(ref y, i);");
                TimeLanesText.Exponentials(code, words, "column", distance);
                code.Line($"V label = {Vocabulary.Load("labels", "i")}, there = GreaterThanOrEqual<{number}>(label, V.Zero);");
                code.Line("scale &= there;");
                code.Line("V rest = max;");
                foreach (int k in classes)
                {
                    code.Line($"V l{k} = Equals<{number}>(label, Create({words.Literal(k)})); rest -= y{k} & l{k}; {Vocabulary.Store($"(e{k} * scale - (V.One & l{k}))", "column", (k * distance).ToString())}");
                }

                code.Line();
                code.Line($"int lane = i % {line};");
                code.Line(Vocabulary.Store($"({Vocabulary.Load("sums", "lane")} * ConditionalSelect(there, sum, V.One))", "sums", "lane"));
                code.Line(Vocabulary.Store($"({Vocabulary.Load("rests", "lane")} + (rest & there))", "rests", "lane"));
            }

            code.Line();
            code.Line("double product = 1d;");
            using (code.Block($"for (int lane = 0; lane < {line}; lane++)"))
            {
                code.Line("product *= Add(ref sums, lane);");
                code.Line("loss += Add(ref rests, lane);");
            }

            code.Line();
            code.Line("loss += VectorMath.Log(product);");
        }

        code.Line();
    }
}
