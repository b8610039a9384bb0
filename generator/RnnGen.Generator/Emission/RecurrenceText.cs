using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints what waits for the step before: (1) forwards and (5) backwards through time.</summary>
internal sealed class RecurrenceText(Vocabulary words)
{
    private readonly NetworkPlan _plan = words.Plan;
    private readonly KernelPlan _kernels = words.Kernels;
    private readonly string _number = words.Number;

    public void Write(CodeWriter code)
    {
        if (Blocked)
        {
            BlockSums(code);
        }

        Recur(code);
        ThroughTime(code);
    }

    /// <summary>Whether these kernels sum blocks of Wh one after the other, through memory.</summary>
    public static bool InBlocks(NetworkPlan plan, KernelPlan kernels) => kernels.Hidden.Chains < plan.HiddenTerms.Chains.Count;

    private bool Blocked => InBlocks(_plan, _kernels);

    private bool Alternates => NetworkPlan.Alternates(_plan.Shape);

    /// <summary>z plus the sums of all blocks, first to last.</summary>
    public static string Total(NetworkPlan plan, string z, string sums) =>
        z + string.Concat(Enumerable.Range(0, plan.HiddenTerms.Chains.Count).Select(block => " + " + Vocabulary.Load(sums, block == 0 ? "" : block == 1 ? "Hp" : $"{block} * Hp", "i")));

    private string SumsParameter => Blocked ? $"ref {_number} sums, " : "";

    private string WideSumsArgument => InBlocks(_plan, _plan.Wide) ? "ref sums, " : "";

    private void BlockSums(CodeWriter code)
    {
        Chains chains = _plan.HiddenTerms.Chains;
        bool even = chains.Common * chains.Count == chains.Terms;
        string order = Alternates ? " Odd steps visit the blocks last to first: what the cache still holds comes first." : "";
        using (KernelsEmitter.Kernel(code, $"The sums of W v in {chains.Count} blocks of columns of W, a row of sums for each.{order}", "BlockSums", $"ref {_number} w, ref {_number} v, ref {_number} sums{(Alternates ? ", int odd" : "")}"))
        {
            using (code.Block($"for (int {(Alternates ? "visit = 0; visit" : "block = 0; block")} < {chains.Count}; {(Alternates ? "visit" : "block")}++)"))
            {
                if (Alternates)
                {
                    code.Line($"int block = odd == 0 ? visit : {chains.Count - 1} - visit;");
                }

                code.Line(even ? $"int from = block * {chains.Common};" : $"int from = block * H / {chains.Count}, terms = (block + 1) * H / {chains.Count} - from;");
                words.Strips(code, _kernels.Hidden, at => Block(code, even ? $"{chains.Common}" : "terms", at));
            }
        }
    }

    private void Block(CodeWriter code, string terms, string at)
    {
        code.Line($"ref {_number} source = ref Add(ref v, from), row = {Vocabulary.Place("w", Vocabulary.Sum("from * Hp", at))};");
        code.Line(Vocabulary.Declare(Vectors.Select(v => ($"s{v}", "V.Zero"))));
        using (code.Block($"for (int j = {terms}; j > 0; j--)"))
        {
            string[] adds = [.. Vectors.Select(v => $"s{v} = {Vocabulary.MultiplyAdd("a", Vocabulary.Load("row", Vocabulary.Vectors(v)), $"s{v}")};")];
            code.Line("V a = Create(source);");
            for (int v = 0; v < adds.Length; v += 2)
            {
                code.Line(string.Join(" ", adds.Skip(v).Take(2)));
            }

            code.Line("source = ref Add(ref source, 1); row = ref Add(ref row, Hp);");
        }

        foreach (int v in Vectors)
        {
            code.Line(Vocabulary.Store($"s{v}", "sums", "block * Hp", at, Vocabulary.Vectors(v)));
        }
    }

    private void Recur(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "The rest of (1): h[t] = tanh(z[t] + Wh h[t-1]), t = 1..steps. Row t of h holds z[t] on entry and h[t] on exit; row 0 is h[0].", "Recur", $"ref {_number} net, ref {_number} h, {SumsParameter}int steps"))
        {
            words.Dispatch(code, "Recur", $"ref net, ref h, {WideSumsArgument}steps");
            using (code.Block("for (int t = 0; t < steps; t++)"))
            {
                code.Line($"ref {_number} next = ref Add(ref h, Hp);");
                if (Blocked)
                {
                    code.Line($"BlockSums(ref Add(ref net, WhT), ref h, ref sums{(Alternates ? ", t & 1" : "")});");
                }
                else
                {
                    words.Strips(code, _kernels.Hidden, at =>
                    {
                        code.Line(Vocabulary.Declare(Vectors.Select(v => ($"z{v}", Vocabulary.Load("next", at, Vocabulary.Vectors(v))))));
                        new MatVecText(code, _number, words.Written(_plan.HiddenTerms), _kernels.Hidden.Vectors, "z").Accumulate("ref h", Vocabulary.Place("net", Vocabulary.Sum("WhT", at)));
                        foreach (int v in Vectors)
                        {
                            code.Line(Vocabulary.Store(_kernels.ActivatesApart ? $"z{v}" : $"VectorMath.Tanh(z{v})", "next", at, Vocabulary.Vectors(v)));
                        }
                    });
                }

                if (_kernels.ActivatesApart || Blocked)
                {
                    Columns(code, () =>
                    {
                        string z = Vocabulary.Load("next", "i");
                        code.Line(Vocabulary.Store($"VectorMath.Tanh({(Blocked ? Total(_plan, z, "sums") : z)})", "next", "i"));
                    });
                }

                code.Line("h = ref next;");
            }
        }
    }

    private void ThroughTime(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "The rest of (5): e[t] = (1 - h[t]²) ∘ (g[t] + Whᵀ e[t+1]), t = steps..1. Row t of e holds g[t] on entry and e[t] on exit.", "ThroughTime", $"ref {_number} wh, ref {_number} h, ref {_number} e, {SumsParameter}int steps"))
        {
            words.Dispatch(code, "ThroughTime", $"ref wh, ref h, ref e, {WideSumsArgument}steps");
            code.Line("h = ref Add(ref h, steps * Hp); // h[steps]; row 0 is h[0]");
            code.Line("e = ref Add(ref e, (steps - 1) * Hp);");
            string one = $"Create({words.Literal(1)})";
            using (code.Block("for (int t = steps; t > 0; t--)"))
            {
                if (Blocked)
                {
                    using (code.Block("if (t < steps)"))
                    {
                        code.Line($"BlockSums(ref wh, ref Add(ref e, Hp), ref sums{(Alternates ? ", t & 1" : "")});");
                    }

                    Columns(code, () =>
                    {
                        code.Line($"V g = {Vocabulary.Load("e", "i")}, a = {Vocabulary.Load("h", "i")};");
                        using (code.Block("if (t < steps)"))
                        {
                            code.Line($"g = {Total(_plan, "g", "sums")};");
                        }

                        code.Line(Vocabulary.Store($"(g * {Vocabulary.MultiplyAdd("-a", "a", one)})", "e", "i"));
                    });
                }
                else
                {
                    words.Strips(code, _kernels.Hidden, at =>
                    {
                        code.Line(Vocabulary.Declare(Vectors.Select(v => ($"g{v}", Vocabulary.Load("e", at, Vocabulary.Vectors(v))))));
                        new MatVecText(code, _number, words.Written(_plan.HiddenTerms), _kernels.Hidden.Vectors, "g").Accumulate("ref Add(ref e, Hp)", Vocabulary.Place("wh", at), "if (t < steps)");

                        foreach (int v in Vectors)
                        {
                            code.Line($"V h{v} = {Vocabulary.Load("h", at, Vocabulary.Vectors(v))};");
                            code.Line(Vocabulary.Store($"(g{v} * {Vocabulary.MultiplyAdd($"-h{v}", $"h{v}", one)})", "e", at, Vocabulary.Vectors(v)));
                        }
                    });
                }

                code.Line("h = ref Subtract(ref h, Hp);");
                code.Line("e = ref Subtract(ref e, Hp);");
            }
        }
    }

    private System.Collections.Generic.IEnumerable<int> Vectors => Enumerable.Range(0, _kernels.Hidden.Vectors);

    private void Columns(CodeWriter code, System.Action body)
    {
        using (code.Block($"for (int i = 0; i < {_kernels.Hidden.Columns(_kernels.Width)}; i += V.Count)"))
        {
            body();
        }
    }
}
