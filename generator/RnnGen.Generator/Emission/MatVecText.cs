using System;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints a tile of a matrix-vector product: sums in registers, one broadcast for each term.</summary>
/// <param name="code">Where to.</param>
/// <param name="number">float or double.</param>
/// <param name="plan">The order of the sum.</param>
/// <param name="tile">The tile.</param>
/// <param name="name">Of the sums: name0, name1, …, one for each vector.</param>
internal sealed class MatVecText(CodeWriter code, string number, MatVecPlan plan, MatVecTile tile, string name)
{
    private Chains Chains => plan.Chains;

    private bool InTurn => Chains.Order == ChainOrder.InTurn;

    /// <summary>Adds Σ over j of source[j] · row[j] to the tile's sums, which the caller has declared.</summary>
    /// <param name="source">The vector, as a ref expression.</param>
    /// <param name="row">The tile's part of row 0, as a ref expression.</param>
    /// <param name="save">Where sums wait while other chains follow: origin and offset.</param>
    public void Accumulate(string source, string row, (string Origin, string At) save)
    {
        for (int first = 0; first < Chains.Count; first += tile.ChainsAtOnce)
        {
            if (first > 0)
            {
                Line(vector => Vocabulary.Store(name + vector, save.Origin, save.At, Vocabulary.Vectors(vector)));
            }

            using (code.Block())
            {
                code.Line($"ref {number} source = {source}; ref {number} row = {row};");
                int[] fromZero = [.. Enumerable.Range(first, tile.ChainsAtOnce).Where(chain => InTurn || chain > 0)];
                if (fromZero.Length > 0)
                {
                    code.Line(Vocabulary.Declare(fromZero.SelectMany(chain => Enumerable.Range(0, tile.Vectors).Select(vector => (Sum(vector, chain), "V.Zero")))));
                }

                Terms(first);
                AddUp(first, save);
            }
        }
    }

    /// <summary>The terms of the chains that are under way at once: those that all have in a loop, then the rest.</summary>
    private void Terms(int first)
    {
        int step = plan.TermsWritten(tile.Vectors, tile.ChainsAtOnce);
        int looped = Chains.Common / step * step;
        if (looped == step)
        {
            looped = 0;
        }

        if (tile.Vectors > 1)
        {
            code.Line("V a;");
        }

        if (looped > 0)
        {
            using (code.Block($"for (int j = 0; j < {looped}; {(step == 1 ? "j++" : $"j += {step}")})"))
            {
                for (int term = 0; term < step; term++)
                {
                    for (int chain = first; chain < first + tile.ChainsAtOnce; chain++)
                    {
                        Term(chain, Chains.Start(chain) + term);
                    }
                }

                code.Line($"source = ref Add(ref source, {step}); row = ref Add(ref row, {step * plan.RowLength});");
            }
        }

        for (int term = 0; term <= Chains.Common - looped; term++)
        {
            for (int chain = first; chain < first + tile.ChainsAtOnce; chain++)
            {
                if (looped + term < Chains.Length(chain))
                {
                    Term(chain, Chains.Start(chain) + term);
                }
            }
        }
    }

    private void AddUp(int first, (string Origin, string At) save)
    {
        string Saved(int vector) => Vocabulary.Load(save.Origin, save.At, Vocabulary.Vectors(vector));
        if (InTurn)
        {
            for (int chain = first; chain < first + tile.ChainsAtOnce; chain++)
            {
                bool reload = chain == first && first > 0;
                int turn = chain;
                Line(vector => reload ? $"{name}{vector} = {Saved(vector)} + {Sum(vector, turn)};" : $"{name}{vector} += {Sum(vector, turn)};");
            }

            return;
        }

        for (int apart = 1; apart < tile.ChainsAtOnce; apart *= 2)
        {
            for (int chain = first; chain < first + tile.ChainsAtOnce; chain += 2 * apart)
            {
                (int left, int right) = (chain, chain + apart);
                Line(vector => $"{Sum(vector, left)} += {Sum(vector, right)};");
            }
        }

        if (first > 0)
        {
            Line(vector => $"{name}{vector} = {Saved(vector)} + {Sum(vector, first)};");
        }
    }

    /// <summary>The first of the chains that are added up in pairs starts from the caller's sums; all others from zero.</summary>
    private string Sum(int vector, int chain) => name + vector + (chain == 0 && !InTurn ? "" : ((char)('a' + chain)).ToString());

    private void Term(int chain, int offset)
    {
        string broadcast = Vocabulary.Broadcast("source", offset.ToString());
        string factor = tile.Vectors == 1 ? broadcast : "a";
        string[] sums = [.. Enumerable.Range(0, tile.Vectors).Select(vector =>
        {
            string sum = Sum(vector, chain);
            string load = Vocabulary.Load("row", (offset * plan.RowLength).ToString(), Vocabulary.Vectors(vector));
            return $"{sum} = {Vocabulary.MultiplyAdd(factor, load, sum)};";
        })];
        for (int vector = 0; vector < sums.Length; vector += 2)
        {
            string start = vector == 0 && tile.Vectors > 1 ? $"a = {broadcast}; " : "";
            code.Line(start + string.Join(" ", sums.Skip(vector).Take(2)));
        }
    }

    private void Line(Func<int, string> statement) => code.Line(string.Join(" ", Enumerable.Range(0, tile.Vectors).Select(statement)));
}
