using System;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints a tile of a matrix-vector product: sums in registers, one broadcast for each term.</summary>
internal static class MatVecText
{
    /// <summary>
    /// Adds Σ over j of source[j] · row[j] to the tile's sums name0, name1, …, which the caller has declared. Both refs
    /// are advanced, so the caller declares them for this use only.
    /// </summary>
    public static void Accumulate(CodeWriter code, MatVecPlan plan, string name, int vectors, string source, string row, bool declareBroadcast = true)
    {
        bool inTurn = plan.Order == ChainOrder.InTurn && plan.Chains > 1;
        string Chain(int vector, int chain) => name + vector + (chain == 0 && !inTurn ? "" : ((char)('a' + chain)).ToString());

        string[] zeros = Enumerable.Range(inTurn ? 0 : 1, inTurn ? plan.Chains : plan.Chains - 1)
            .SelectMany(chain => Enumerable.Range(0, vectors).Select(vector => Chain(vector, chain))).ToArray();
        if (zeros.Length > 0)
        {
            code.Line(Vocabulary.Declare(zeros.Select(sum => (sum, "V.Zero"))));
        }

        if (declareBroadcast && vectors > 1)
        {
            code.Line("V a;");
        }

        int step = plan.TermsWritten(vectors);
        int looped = plan.Inner / step * step;
        if (looped == step)
        {
            looped = 0;
        }

        if (looped > 0)
        {
            using (code.Block($"for (int j = 0; j < {looped}; {(step == 1 ? "j++" : $"j += {step}")})"))
            {
                for (int term = 0; term < step; term++)
                {
                    Term(code, plan, Chain, vectors, source, row, term);
                }

                code.Line($"{source} = ref Add(ref {source}, {step});");
                code.Line($"{row} = ref Add(ref {row}, {step * plan.RowLength});");
            }
        }

        for (int term = 0; term < plan.Inner - looped; term++)
        {
            Term(code, plan, Chain, vectors, source, row, term);
        }

        if (inTurn)
        {
            for (int chain = 0; chain < plan.Chains; chain++)
            {
                code.Line(string.Join(" ", Enumerable.Range(0, vectors).Select(vector => $"{name}{vector} += {Chain(vector, chain)};")));
            }

            return;
        }

        for (int apart = 1; apart < plan.Chains; apart *= 2)
        {
            for (int chain = 0; chain < plan.Chains; chain += 2 * apart)
            {
                code.Line(string.Join(" ", Enumerable.Range(0, vectors).Select(vector => $"{Chain(vector, chain)} += {Chain(vector, chain + apart)};")));
            }
        }
    }

    private static void Term(CodeWriter code, MatVecPlan plan, Func<int, int, string> chain, int vectors, string source, string row, int term)
    {
        string broadcast = Vocabulary.Broadcast(source, term.ToString());
        string factor = vectors == 1 ? broadcast : "a";
        string[] sums = Enumerable.Range(0, vectors).Select(vector =>
        {
            string sum = chain(vector, term % plan.Chains);
            string load = Vocabulary.Load(row, (term * plan.RowLength).ToString(), Vocabulary.Vectors(vector));
            return $"{sum} = {Vocabulary.MultiplyAdd(factor, load, sum)};";
        }).ToArray();
        for (int first = 0; first < vectors; first += 2)
        {
            string start = first == 0 && vectors > 1 ? $"a = {broadcast}; " : "";
            code.Line(start + string.Join(" ", sums.Skip(first).Take(2)));
        }
    }
}
