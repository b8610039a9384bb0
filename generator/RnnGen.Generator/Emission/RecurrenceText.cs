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
        if (InBlocks(_plan))
        {
            BlockSums(code);
        }

        Recur(code);
        ThroughTime(code);
    }

    /// <summary>Whether the sums over hidden units run in blocks, which alternate steps visit in alternate order.</summary>
    public static bool InBlocks(NetworkPlan plan) => NetworkPlan.Alternates(plan.Shape);

    /// <summary>z plus the sums of all blocks, first to last.</summary>
    public static string Total(NetworkPlan plan, string z, string sums) =>
        z + string.Concat(Enumerable.Range(0, plan.HiddenTerms.Chains.Count).Select(block => " + " + Vocabulary.Load(sums, block == 0 ? "" : block == 1 ? "Hp" : $"{block} * Hp", "i")));

    private string SumsParameter => InBlocks(_plan) ? $"ref {_number} sums, " : "";

    private string SumsArgument => InBlocks(_plan) ? "ref sums, " : "";

    private void BlockSums(CodeWriter code)
    {
        int blocks = _plan.HiddenTerms.Chains.Count;
        int terms = _plan.Shape.H / blocks;
        bool even = terms * blocks == _plan.Shape.H;
        using (KernelsEmitter.Kernel(code, $"The sums of W v in {blocks} blocks of columns of W, a row of sums for each. Odd steps visit the blocks last to first: what the cache still holds comes first.", "BlockSums", $"ref {_number} w, ref {_number} v, ref {_number} sums, int odd"))
        using (code.Block($"for (int visit = 0; visit < {blocks}; visit++)"))
        {
            code.Line($"int block = odd == 0 ? visit : {blocks - 1} - visit;");
            code.Line(even ? $"int from = block * {terms};" : $"int from = block * H / {blocks}, terms = (block + 1) * H / {blocks} - from;");
            words.Strips(code, _kernels.Hidden, at =>
            {
                code.Line($"ref {_number} source = ref Add(ref v, from); ref {_number} row = ref Add(ref w, {Vocabulary.Sum("from * Hp", at)});");
                int vectors = _kernels.Hidden.Vectors;
                code.Line(Vocabulary.Declare(Enumerable.Range(0, vectors).Select(v => ($"s{v}", "V.Zero"))));
                using (code.Block($"for (int j = {(even ? $"{terms}" : "terms")}; j > 0; j--)"))
                {
                    code.Line("V a = Create(source);");
                    for (int v = 0; v < vectors; v += 2)
                    {
                        code.Line(string.Join(" ", Enumerable.Range(v, System.Math.Min(2, vectors - v)).Select(u => $"s{u} = {Vocabulary.MultiplyAdd("a", Vocabulary.Load("row", Vocabulary.Vectors(u)), $"s{u}")};")));
                    }

                    code.Line("source = ref Add(ref source, 1); row = ref Add(ref row, Hp);");
                }

                for (int v = 0; v < vectors; v++)
                {
                    code.Line(Vocabulary.Store($"s{v}", "sums", "block * Hp", at, Vocabulary.Vectors(v)));
                }
            });
        }
    }

    private void Recur(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "The rest of (1): h[t] = tanh(z[t] + Wh h[t-1]), t = 1..steps. Row t of h holds z[t] on entry and h[t] on exit; row 0 is h[0].", "Recur", $"ref {_number} net, ref {_number} h, {SumsParameter}int steps"))
        {
            words.Dispatch(code, "Recur", $"ref net, ref h, {SumsArgument}steps");
            using (code.Block("for (int t = 0; t < steps; t++)"))
            {
                code.Line($"ref {_number} next = ref Add(ref h, Hp);");
                if (InBlocks(_plan))
                {
                    code.Line("BlockSums(ref Add(ref net, WhT), ref h, ref sums, t & 1);");
                }
                else
                {
                    words.Strips(code, _kernels.Hidden, at =>
                    {
                        code.Line(Vocabulary.Declare(Vectors.Select(v => ($"z{v}", Vocabulary.Load("next", at, Vocabulary.Vectors(v))))));
                        new MatVecText(code, _number, words.Written(_plan.HiddenTerms), _kernels.Hidden, "z").Accumulate("ref h", Vocabulary.Place("net", Vocabulary.Sum("WhT", at)), ("next", at));
                        foreach (int v in Vectors)
                        {
                            code.Line(Vocabulary.Store(_kernels.ActivatesApart ? $"z{v}" : $"VectorMath.Tanh(z{v})", "next", at, Vocabulary.Vectors(v)));
                        }
                    });
                }

                if (_kernels.ActivatesApart || InBlocks(_plan))
                {
                    Columns(code, () =>
                    {
                        string z = Vocabulary.Load("next", "i");
                        code.Line(Vocabulary.Store($"VectorMath.Tanh({(InBlocks(_plan) ? Total(_plan, z, "sums") : z)})", "next", "i"));
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
            words.Dispatch(code, "ThroughTime", $"ref wh, ref h, ref e, {SumsArgument}steps");
            code.Line("h = ref Add(ref h, steps * Hp); // h[steps]; row 0 is h[0]");
            code.Line("e = ref Add(ref e, (steps - 1) * Hp);");
            string one = $"Create({words.Literal(1)})";
            using (code.Block("for (int t = steps; t > 0; t--)"))
            {
                if (InBlocks(_plan))
                {
                    using (code.Block("if (t < steps)"))
                    {
                        code.Line("BlockSums(ref wh, ref Add(ref e, Hp), ref sums, t & 1);");
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
                        using (code.Block("if (t < steps)"))
                        {
                            new MatVecText(code, _number, words.Written(_plan.HiddenTerms), _kernels.Hidden, "g").Accumulate("ref Add(ref e, Hp)", Vocabulary.Place("wh", at), ("e", at));
                        }

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
