using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints products with Wh whose chains are blocks of it, summed one after the other through memory.</summary>
internal sealed class BlocksText(Vocabulary words)
{
    private readonly NetworkPlan _plan = words.Plan;
    private readonly KernelPlan _kernels = words.Kernels;
    private readonly string _number = words.Number;

    private bool Alternates => NetworkPlan.Alternates(_plan.Shape);

    private IEnumerable<int> Vectors => Enumerable.Range(0, _kernels.Hidden.Vectors);

    /// <summary>Whether these kernels sum blocks of Wh one after the other, through memory.</summary>
    public static bool InBlocks(NetworkPlan plan, KernelPlan kernels) =>
        plan.HiddenTerms.Chains is { Order: ChainOrder.InTurn, Count: > 1 } && kernels.Hidden.Chains == 1;

    /// <summary>
    /// Whether they keep the sums of each block, to add them up later: where blocks are not always visited in the same order.
    /// Elsewhere z takes them as they come, in the kernel itself and not in a method of its own: at H = 64 on 256 bits windows
    /// and training take 3 % less time so, a step 2 to 4 %.
    /// </summary>
    public static bool KeepsSums(NetworkPlan plan, KernelPlan kernels) => InBlocks(plan, kernels) && NetworkPlan.Alternates(plan.Shape);

    /// <summary>The call that computes the sums of all blocks of W v, or adds them to z.</summary>
    /// <param name="plan">The network.</param>
    /// <param name="w">W, as a ref expression; so v and z.</param>
    /// <param name="v">The vector.</param>
    /// <param name="z">Where they are added, unless they are kept.</param>
    /// <param name="odd">Whether this is an odd step, as an expression.</param>
    public static string Call(NetworkPlan plan, string w, string v, string z, string odd) =>
        NetworkPlan.Alternates(plan.Shape) ? $"BlockSums(ref {w}, ref {v}, ref sums, {odd});" : $"AddBlocks(ref {w}, ref {v}, ref {z});";

    /// <summary>z plus the sums of all blocks, first to last; z itself where it has them already.</summary>
    public static string Total(NetworkPlan plan, string z, string sums) =>
        NetworkPlan.Alternates(plan.Shape)
            ? z + string.Concat(Enumerable.Range(0, plan.HiddenTerms.Chains.Count).Select(block => " + " + Vocabulary.Load(sums, block == 0 ? "" : block == 1 ? "Hp" : $"{block} * Hp", "i")))
            : z;

    /// <summary>The parameter of a kernel that keeps such sums, or nothing.</summary>
    public string Parameter => KeepsSums(_plan, _kernels) ? $"ref {_number} sums, " : "";

    /// <summary>The argument for its twin on 512 bits.</summary>
    public string WideArgument => KeepsSums(_plan, _plan.Wide) ? "ref sums, " : "";

    /// <summary>Prints the kernel, or the part of kernels, that sums them.</summary>
    public void Write(CodeWriter code)
    {
        Chains chains = _plan.HiddenTerms.Chains;
        bool even = chains.IsEven;
        int ahead = words.Written(_plan.HiddenTerms).RowsAhead;
        string fetch = ahead > 0 ? $" Strips ask for their rows {ahead} ahead, for W does not fit the first cache." : "";
        using (Alternates
            ? KernelsEmitter.Kernel(code, $"The sums of W v in {chains.Count} blocks of columns of W, a row of sums for each. Odd steps visit the blocks last to first: what the cache still holds comes first.{fetch}", "BlockSums", $"ref {_number} w, ref {_number} v, ref {_number} sums, int odd")
            : KernelsEmitter.Part(code, $"z += W v, each of {chains.Count} {(chains.Interleaved ? "chains of columns of W, which take turns," : "blocks of columns of W")} summed from zero.", "AddBlocks", $"ref {_number} w, ref {_number} v, ref {_number} z"))
        {
            using (code.Block($"for (int {(Alternates ? "visit = 0; visit" : "block = 0; block")} < {chains.Count}; {(Alternates ? "visit" : "block")}++)"))
            {
                if (Alternates)
                {
                    code.Line($"int block = odd == 0 ? visit : {chains.Count - 1} - visit;");
                }

                if (!chains.Interleaved)
                {
                    code.Line(From(chains));
                }
                else if (!even)
                {
                    code.Line($"int terms = (H + {chains.Count - 1} - block) / {chains.Count};");
                }

                if (WholeRowsText.InWindows(words))
                {
                    var rows = new WholeRowsText(words);
                    using (code.Block(rows.Test))
                    {
                        rows.Block(code, "ref Add(ref w, from * Hp)", "ref Add(ref v, from)");
                        code.Line("continue;");
                    }

                    code.Line();
                }

                // At H = 64 four terms in a turn are 41 instructions for 32 multiply-adds, two 22 for 16.
                int inTurn = !even || Alternates ? 1 : chains.Common % 4 == 0 ? 4 : chains.Common % 2 == 0 ? 2 : 1;
                words.Strips(code, _kernels.Hidden, at => Block(code, Terms(chains), at, ahead, inTurn));
            }
        }
    }

    /// <summary>The line that says where a block begins, and how long it is where not all are alike.</summary>
    public static string From(Chains chains) =>
        chains.IsEven ? $"int from = block * {chains.Common};" : $"int from = block * H / {chains.Count}, terms = (block + 1) * H / {chains.Count} - from;";

    /// <summary>The terms of a block, where that line stands before.</summary>
    public static string Terms(Chains chains) => chains.IsEven ? $"{chains.Common}" : "terms";

    private void Block(CodeWriter code, string terms, string at, int ahead, int inTurn)
    {
        (int stride, string from) = _plan.HiddenTerms.Chains is { Interleaved: true, Count: int apart } ? (apart, "block") : (1, "from");
        code.Line($"ref {_number} source = ref Add(ref v, {from}), row = {Vocabulary.Place("w", Vocabulary.Sum($"{from} * Hp", at))};");
        code.Line(Vocabulary.Declare(Vectors.Select(v => ($"s{v}", "V.Zero"))));
        using (code.Block($"for (int j = {terms}; j > 0; {(inTurn == 1 ? "j--" : $"j -= {inTurn}")})"))
        {
            for (int term = 0; term < inTurn; term++)
            {
                string[] adds = [.. Vectors.Select(v => $"s{v} = {Vocabulary.MultiplyAdd("a", Vocabulary.Load("row", Rows(term), Vocabulary.Vectors(v)), $"s{v}")};")];
                code.Line(term > 0 ? $"a = Create(Add(ref source, {term * stride}));" : "V a = Create(source);");
                if (ahead > 0)
                {
                    Vocabulary.Fetch(code, $"{ahead} * Hp", adds.Length);
                }

                for (int v = 0; v < adds.Length; v += 2)
                {
                    code.Line(string.Join(" ", adds.Skip(v).Take(2)));
                }
            }

            code.Line($"source = ref Add(ref source, {inTurn * stride}); row = ref Add(ref row, {Rows(inTurn)});");
        }

        string Rows(int terms) => (terms * stride) switch { 0 => "", 1 => "Hp", int rows => $"{rows} * Hp" };

        foreach (int v in Vectors)
        {
            code.Line(Alternates
                ? Vocabulary.Store($"s{v}", "sums", "block * Hp", at, Vocabulary.Vectors(v))
                : Vocabulary.Store($"({Vocabulary.Load("z", at, Vocabulary.Vectors(v))} + s{v})", "z", at, Vocabulary.Vectors(v)));
        }
    }
}
