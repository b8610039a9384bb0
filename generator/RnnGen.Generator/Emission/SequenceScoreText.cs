using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints softmax and loss of all steps of a mini-batch whose sequences run across the lanes.</summary>
internal static class SequenceScoreText
{
    /// <summary>
    /// Lines of 64 bytes whose sums are multiplied up before a logarithm is taken: a sum is at most K = 8, so a lane's product stays
    /// below 2^48, and that of a line's sixteen lanes within the range of a double.
    /// </summary>
    private const int LinesPerLogarithm = 16;

    public static void Write(CodeWriter code, Vocabulary words, BatchLayout layout)
    {
        string number = words.Number, one = words.Literal(1);
        int line = words.Plan.Lanes.PerCacheLine;
        int[] classes = [.. Enumerable.Range(0, words.Plan.Shape.K)];
        code.Line();
        code.Lines(
            """
            /// <summary>
            /// (3) and (4): p[t] = softmax(y[t]), E = Σ -log p[t][label[t]], and D[t] = p[t] - l[t] in place, for all steps of all
            /// sequences; l[t] is 1 at the label and 0 elsewhere. Where the label is -1 nothing is there: D is 0 and adds nothing to E.
            /// </summary>
            """);
        using (code.Block($"[MethodImpl(MethodImplOptions.AggressiveOptimization)]\nprivate static double ScoreSequences(ref {number} y, ref {number} labels, ref {number} sums)"))
        {
            code.Lines(
                $"""
                // -log p[label] = max + log(sum) - y[label]. A line of lanes gathers the products of the sums, another the rest.
                ref {number} rests = ref Add(ref sums, {line});
                double loss = 0d;
                for (int first = 0; first < T * Bp; first += {LinesPerLogarithm * line})
                """);
            using (code.Block())
            {
                using (code.Block($"for (int lane = 0; lane < {line}; lane += V.Count)"))
                {
                    code.Line(Vocabulary.Store("V.One", "sums", "lane"));
                    code.Line(Vocabulary.Store("V.Zero", "rests", "lane"));
                }

                code.Line();
                code.Line($"int end = Math.Min(first + {LinesPerLogarithm * line}, T * Bp);");
                using (code.Block("for (int i = first; i < end; i += V.Count)"))
                {
                    code.Line($"ref {number} column = ref Add(ref y, i);");
                    TimeLanesText.Exponentials(code, words, "column", layout.Rp);
                    code.Line($"V label = {Vocabulary.Load("labels", "i")}, there = GreaterThanOrEqual<{number}>(label, V.Zero);");
                    code.Line("scale &= there;");
                    code.Line("V rest = max;");
                    foreach (int k in classes)
                    {
                        code.Line($"V l{k} = Equals<{number}>(label, Create({words.Literal(k)})); rest -= y{k} & l{k}; {Vocabulary.Store($"(e{k} * scale - (V.One & l{k}))", "column", (k * layout.Rp).ToString())}");
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
            code.Line("return loss;");
        }
    }
}
