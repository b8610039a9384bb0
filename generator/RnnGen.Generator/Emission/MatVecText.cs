using System;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>A vector that is not only in memory but in registers: name0, name1, …</summary>
/// <param name="Name">Of the registers.</param>
/// <param name="Lanes">Numbers in one of them.</param>
/// <param name="Terms">Terms of every chain that are taken from there: the first ones.</param>
internal sealed record RegisterCopy(string Name, int Lanes, int Terms);

/// <summary>Prints a tile of a matrix-vector product: sums in registers, one broadcast for each term.</summary>
/// <param name="code">Where to.</param>
/// <param name="number">float or double.</param>
/// <param name="plan">The order of the sum.</param>
/// <param name="vectors">Vectors of the tile.</param>
/// <param name="name">Of the sums: name0, name1, …, one for each vector.</param>
/// <param name="stride">Distance between the numbers of the vector.</param>
/// <param name="copy">The vector in registers, where it is there too.</param>
internal sealed class MatVecText(CodeWriter code, string number, MatVecPlan plan, int vectors, string name, int stride = 1, RegisterCopy? copy = null)
{
    private Chains Chains => plan.Chains;

    private bool InTurn => Chains.Order == ChainOrder.InTurn && Chains.Count > 1;

    /// <summary>Adds Σ over j of source[j] · row[j] to the tile's sums, which the caller has declared.</summary>
    /// <param name="source">The vector, as a ref expression.</param>
    /// <param name="row">The tile's part of row 0, as a ref expression.</param>
    /// <param name="head">What stands before the block: a condition, where there is one.</param>
    public void Accumulate(string source, string row, string head = "")
    {
        using (code.Block(head))
        {
            code.Line($"ref {number} source = {source}, row = {row};");
            int[] fromZero = [.. Enumerable.Range(0, Chains.Count).Where(chain => InTurn || chain > 0)];
            if (fromZero.Length > 0)
            {
                code.Line(Vocabulary.Declare(fromZero.SelectMany(chain => Enumerable.Range(0, vectors).Select(vector => (Sum(vector, chain), "V.Zero")))));
            }

            Terms();
            AddUp();
        }
    }

    /// <summary>The terms that are in registers, then those that all chains have in a loop, then the rest.</summary>
    private void Terms()
    {
        int first = copy?.Terms ?? 0, step = plan.TermsWritten(vectors), looped = (Chains.Common - first) / step * step;
        if (looped == step)
        {
            looped = 0;
        }

        if (vectors > 1)
        {
            code.Line("V a;");
        }

        for (int term = 0; term < first; term++)
        {
            Turn(term, chain => Register(Chains.Start(chain) + term * Chains.Stride));
        }

        if (looped > 0)
        {
            using (code.Block($"for (int j = {first}; j < {first + looped}; {(step == 1 ? "j++" : $"j += {step}")})"))
            {
                for (int term = 0; term < step; term++)
                {
                    Turn(first + term);
                }

                code.Line($"source = ref Add(ref source, {step * Chains.Stride * stride}); row = ref Add(ref row, {step * Chains.Stride * plan.RowLength});");
            }
        }

        for (int term = first; term <= Chains.Common - looped; term++)
        {
            int length = looped + term;
            Turn(term, chains: chain => length < Chains.Length(chain));
        }
    }

    /// <summary>One term of each chain.</summary>
    private void Turn(int term, Func<int, string>? broadcast = null, Func<int, bool>? chains = null)
    {
        foreach (int chain in Enumerable.Range(0, Chains.Count).Where(chains ?? (_ => true)))
        {
            int offset = Chains.Start(chain) + term * Chains.Stride;
            Term(chain, offset, broadcast?.Invoke(chain) ?? Vocabulary.Broadcast("source", (offset * stride).ToString()));
        }
    }

    private string Register(int j) =>
        $"VectorMath.Lane({copy!.Name}{j / copy.Lanes}, {j % copy.Lanes}, {Vocabulary.Place("source", (j * stride).ToString())})";

    private void AddUp()
    {
        if (InTurn)
        {
            for (int chain = 0; chain < Chains.Count; chain++)
            {
                int turn = chain;
                Line(vector => $"{name}{vector} += {Sum(vector, turn)};");
            }

            return;
        }

        for (int apart = 1; apart < Chains.Count; apart *= 2)
        {
            for (int chain = 0; chain < Chains.Count; chain += 2 * apart)
            {
                (int left, int right) = (chain, chain + apart);
                Line(vector => $"{Sum(vector, left)} += {Sum(vector, right)};");
            }
        }
    }

    /// <summary>The first of the chains that are added up in pairs starts from the caller's sums; all others from zero.</summary>
    private string Sum(int vector, int chain) => name + vector + (chain == 0 && !InTurn ? "" : ((char)('a' + chain)).ToString());

    private void Term(int chain, int offset, string broadcast)
    {
        string factor = vectors == 1 ? broadcast : "a";
        string[] sums = [.. Enumerable.Range(0, vectors).Select(vector =>
        {
            string sum = Sum(vector, chain);
            string load = Vocabulary.Load("row", (offset * plan.RowLength).ToString(), Vocabulary.Vectors(vector));
            return $"{sum} = {Vocabulary.MultiplyAdd(factor, load, sum)};";
        })];
        for (int vector = 0; vector < sums.Length; vector += 2)
        {
            string start = vector == 0 && vectors > 1 ? $"a = {broadcast}; " : "";
            code.Line(start + string.Join(" ", sums.Skip(vector).Take(2)));
        }
    }

    private void Line(Func<int, string> statement) => code.Line(string.Join(" ", Enumerable.Range(0, vectors).Select(statement)));
}
