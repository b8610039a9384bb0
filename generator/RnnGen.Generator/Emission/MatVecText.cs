using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints a tile of a matrix-vector product: sums in registers, one broadcast for each term.</summary>
/// <param name="code">Where to.</param>
/// <param name="number">float or double.</param>
/// <param name="plan">The order of the sum.</param>
/// <param name="tile">Its vectors, and its chains where not all are summed at once.</param>
/// <param name="name">Of the sums: name0, name1, …, one for each vector.</param>
/// <param name="stride">Distance between the numbers of the vector.</param>
/// <param name="copy">The vector in registers, where it is there too.</param>
/// <param name="lanes">Numbers in a vector, where one width alone is served: places are constants then.</param>
/// <param name="across">
/// Whether many products run across the lanes: a term of the vector is a vector itself, one lane for each product, and the sums are
/// those of neighbouring outputs, whose entries of the matrix are broadcast.
/// </param>
/// <param name="pinned">Whether the vector is in memory that does not move, as everything but x is.</param>
internal sealed class MatVecText(CodeWriter code, string number, MatVecPlan plan, MatVecTile tile, string name, int stride = 1, RegisterCopy? copy = null, int? lanes = null, bool across = false, bool pinned = false)
{
    private readonly int _vectors = tile.Vectors;

    private Chains Chains => plan.Chains;

    /// <summary>Chains that are summed before others: half of them where sixteen registers cannot hold the sums of all.</summary>
    private int AtOnce => Math.Min(tile.Chains, Chains.Count);

    /// <summary>Whether one load gives a term to each of four chains that take turns: where that pays, and the vector is in memory that does not move.</summary>
    private bool InFours => lanes == 16 && _vectors == 4 && Chains is { Order: ChainOrder.InTurn, Interleaved: true, Count: 4 } && pinned;

    /// <summary>Whether all chains start from zero, and what they come to is added to the caller's sums.</summary>
    private bool Apart => Chains.Order != ChainOrder.InPairs && Chains.Count > 1;

    /// <summary>Adds Σ over j of source[j] · row[j] to the tile's sums, which the caller has declared.</summary>
    /// <param name="source">The vector, as a ref expression.</param>
    /// <param name="row">The tile's part of row 0, as a ref expression.</param>
    /// <param name="head">What stands before the block: a condition, where there is one.</param>
    public void Accumulate(string source, string row, string head = "")
    {
        using (AtOnce < Chains.Count && head.Length > 0 ? code.Block(head) : null)
        {
            for (int chain = 0; chain < Chains.Count; chain += AtOnce)
            {
                using (code.Block(AtOnce < Chains.Count ? "" : head))
                {
                    code.Line($"ref {number} source = {source}, row = {row};");
                    Sums([.. Enumerable.Range(chain, AtOnce)]);
                }
            }
        }
    }

    /// <summary>Some of the chains, and what they add up to with those before.</summary>
    private void Sums(int[] chains)
    {
        IEnumerable<(string, string)> sums = chains.Where(FromZero).SelectMany(chain => Enumerable.Range(0, _vectors).Select(vector => (Sum(vector, chain), "V.Zero")));
        if (!StartsAsProducts)
        {
            foreach (IGrouping<int, (string, string)> line in sums.Select((sum, index) => (sum, index)).GroupBy(item => item.index / 8, item => item.sum))
            {
                code.Line(Vocabulary.Declare(line));
            }
        }

        Terms(chains);
        AddUp(chains);
    }

    private bool FromZero(int chain) => Apart || chain > 0;

    /// <summary>Terms of every chain in registers, which are not in the loop.</summary>
    private int InRegisters => copy?.Terms ?? 0;

    private int TermsInTurn => plan.TermsWritten(_vectors, AtOnce);

    /// <summary>Terms of every chain that a loop goes through: none where it would have a single turn.</summary>
    private int Looped => (Chains.Common - InRegisters) / TermsInTurn is > 1 and int turns ? turns * TermsInTurn : 0;

    /// <summary>Whether the sums that start from zero start as products instead: where no loop comes before their first terms.</summary>
    private bool StartsAsProducts => InRegisters > 0 || Looped == 0;

    /// <summary>The terms that are in registers, then those that all chains have in a loop, then the rest.</summary>
    private void Terms(int[] chains)
    {
        int first = InRegisters, step = TermsInTurn, looped = Looped;
        if (_vectors > 1)
        {
            code.Line(InFours ? "V a, four;" : "V a;");
        }

        for (int term = 0; term < first; term++)
        {
            Turn(term, chains, chain => Register(Chains.Start(chain) + term * Chains.Stride), starts: term == 0);
        }

        if (looped > 0)
        {
            using (code.Block($"for (int j = {first}; j < {first + looped}; {(step == 1 ? "j++" : $"j += {step}")})"))
            {
                for (int term = 0; term < step; term++)
                {
                    Turn(first + term, chains, ahead: plan.RowsAhead);
                }

                code.Line($"source = ref Add(ref source, {step * Chains.Stride * stride}); row = ref Add(ref row, {step * Chains.Stride * plan.RowLength});");
            }
        }

        for (int term = first; term <= Chains.Common - looped; term++)
        {
            int length = looped + term;
            Turn(term, chains.Where(chain => length < Chains.Length(chain)), starts: length == 0);
        }
    }

    /// <summary>One term of each of the chains, for each of which a row may be asked for, and with which it may start.</summary>
    private void Turn(int term, IEnumerable<int> chains, Func<int, string>? broadcast = null, int ahead = 0, bool starts = false)
    {
        bool fours = InFours && broadcast is null && chains.Count() == 4;
        if (fours)
        {
            code.Line($"four = VectorMath.Four({Vocabulary.Place("source", $"{term * Chains.Stride}")});");
        }

        foreach (int chain in chains)
        {
            int offset = Chains.Start(chain) + term * Chains.Stride;
            if (ahead > 0)
            {
                Vocabulary.Fetch(code, ((offset + ahead * Chains.Stride) * plan.RowLength).ToString(), _vectors);
            }

            Term(chain, offset, broadcast?.Invoke(chain) ?? (fours ? $"VectorMath.OneOfFour(four, {chain})" : Factor(offset)), starts && FromZero(chain));
        }
    }

    private string Register(int j) =>
        $"VectorMath.{copy!.Function}({copy.Name}{j / copy.Lanes}, {j % copy.Lanes}, {Vocabulary.Place("source", (j * stride).ToString())})";

    private void AddUp(int[] chains)
    {
        if (Apart && Chains.Order == ChainOrder.InHalves)
        {
            for (int half = chains.Length / 2; half > 0; half /= 2)
            {
                for (int i = 0; i < half; i++)
                {
                    (int left, int right) = (chains[i], chains[i + half]);
                    Line(vector => $"{Sum(vector, left)} += {Sum(vector, right)};");
                }
            }

            Line(vector => $"{name}{vector} += {Sum(vector, chains[0])};");
            return;
        }

        if (Apart && Chains.Order == ChainOrder.InTurn)
        {
            foreach (int chain in chains)
            {
                Line(vector => $"{name}{vector} += {Sum(vector, chain)};");
            }

            return;
        }

        // What the first chain comes to goes into the caller's sum, if it has not started from there.
        string Total(int vector, int chain) => chain == 0 ? name + vector : Sum(vector, chain);
        if (Apart && chains[0] == 0)
        {
            Line(vector => $"{Total(vector, 0)} += {Sum(vector, 0)};");
        }

        for (int apart = 1; apart < chains.Length; apart *= 2)
        {
            for (int i = 0; i < chains.Length; i += 2 * apart)
            {
                (int left, int right) = (chains[i], chains[i + apart]);
                Line(vector => $"{Total(vector, left)} += {Sum(vector, right)};");
            }
        }

        if (chains[0] > 0)
        {
            Line(vector => $"{Total(vector, 0)} += {Sum(vector, chains[0])};");
        }
    }

    /// <summary>The sum of a chain: the caller's, where the first starts from there.</summary>
    private string Sum(int vector, int chain) => name + vector + (chain == 0 && !Apart ? "" : ((char)('a' + chain)).ToString());

    /// <summary>A number of the vector in all lanes, or what stands for it across them.</summary>
    private string Factor(int offset) => across ? Vocabulary.Load("source", $"{offset * stride}") : Vocabulary.Broadcast("source", $"{offset * stride}");

    /// <summary>What it is multiplied by for one of the sums.</summary>
    private string Entry(int offset, int vector)
    {
        int row = offset * plan.RowLength;
        return across ? Vocabulary.Broadcast("row", $"{row + vector}")
            : lanes is int count ? Vocabulary.Load("row", $"{row + vector * count}")
            : Vocabulary.Load("row", $"{row}", Vocabulary.Vectors(vector));
    }

    private void Term(int chain, int offset, string broadcast, bool starts)
    {
        string factor = _vectors == 1 ? broadcast : "a";
        string[] sums = [.. Enumerable.Range(0, _vectors).Select(vector =>
        {
            string sum = Sum(vector, chain);
            return starts ? $"V {sum} = {factor} * {Entry(offset, vector)};" : $"{sum} = {Vocabulary.MultiplyAdd(factor, Entry(offset, vector), sum)};";
        })];
        for (int vector = 0; vector < sums.Length; vector += 2)
        {
            string start = vector == 0 && _vectors > 1 ? $"a = {broadcast}; " : "";
            code.Line(start + string.Join(" ", sums.Skip(vector).Take(2)));
        }
    }

    private void Line(Func<int, string> statement) => code.Line(string.Join(" ", Enumerable.Range(0, _vectors).Select(statement)));
}
