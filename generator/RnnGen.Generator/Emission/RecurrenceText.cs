using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints what waits for the step before: (1) forwards and (5) backwards through time.</summary>
internal sealed class RecurrenceText(Vocabulary words)
{
    private readonly NetworkPlan _plan = words.Plan;
    private readonly KernelPlan _kernels = words.Kernels;
    private readonly CellText _cell = new(words);
    private readonly string _number = words.Number;

    /// <summary>Prints the kernels of a window.</summary>
    public void Write(CodeWriter code)
    {
        if (Blocked)
        {
            BlockSums(code);
        }

        Recur(code);
        if (!_kernels.Wide || !_plan.BackInOnePass)
        {
            ThroughTime(code, gradients: null);
        }

        if (_kernels.BackInOnePass)
        {
            ThroughTime(code, new GradientsText(words));
        }
    }

    /// <summary>Whether these kernels sum blocks of Wh one after the other, through memory.</summary>
    public static bool InBlocks(NetworkPlan plan, KernelPlan kernels) =>
        plan.HiddenTerms.Chains is { Order: ChainOrder.InTurn, Count: > 1 } && kernels.Hidden.Chains == 1;

    /// <summary>
    /// Whether they keep the sums of each block, to add them up later: where blocks are not always visited in the same order.
    /// Elsewhere z takes them as they come, in the kernel itself and not in a method of its own: at H = 64 on 256 bits windows
    /// and training take 3 % less time so, a step 2 to 4 %.
    /// </summary>
    public static bool KeepsSums(NetworkPlan plan, KernelPlan kernels) => InBlocks(plan, kernels) && NetworkPlan.Alternates(plan.Shape);

    /// <summary>The kernel that goes back through time and sums all gradients.</summary>
    public const string OnePass = "ThroughTimeWithGradients";

    private bool Blocked => InBlocks(_plan, _kernels);

    private bool Alternates => NetworkPlan.Alternates(_plan.Shape);

    /// <summary>The call that computes the sums of all blocks of W v, or adds them to z.</summary>
    /// <param name="plan">The network.</param>
    /// <param name="w">W, as a ref expression; so v and z.</param>
    /// <param name="v">The vector.</param>
    /// <param name="z">Where they are added, unless they are kept.</param>
    /// <param name="odd">Whether this is an odd step, as an expression.</param>
    public static string BlocksCall(NetworkPlan plan, string w, string v, string z, string odd) =>
        NetworkPlan.Alternates(plan.Shape) ? $"BlockSums(ref {w}, ref {v}, ref sums, {odd});" : $"AddBlocks(ref {w}, ref {v}, ref {z});";

    /// <summary>z plus the sums of all blocks, first to last; z itself where it has them already.</summary>
    public static string Total(NetworkPlan plan, string z, string sums) =>
        NetworkPlan.Alternates(plan.Shape)
            ? z + string.Concat(Enumerable.Range(0, plan.HiddenTerms.Chains.Count).Select(block => " + " + Vocabulary.Load(sums, block == 0 ? "" : block == 1 ? "Hp" : $"{block} * Hp", "i")))
            : z;

    private string SumsParameter => KeepsSums(_plan, _kernels) ? $"ref {_number} sums, " : "";

    private string WideSumsArgument => KeepsSums(_plan, _plan.Wide) ? "ref sums, " : "";

    private void BlockSums(CodeWriter code)
    {
        Chains chains = _plan.HiddenTerms.Chains;
        bool even = chains.Common * chains.Count == chains.Terms;
        int ahead = words.Written(_plan.HiddenTerms).RowsAhead;
        string fetch = ahead > 0 ? $" Rows are asked for {ahead} ahead, for W does not fit the first cache." : "";
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
                    code.Line(even ? $"int from = block * {chains.Common};" : $"int from = block * H / {chains.Count}, terms = (block + 1) * H / {chains.Count} - from;");
                }
                else if (!even)
                {
                    code.Line($"int terms = (H + {chains.Count - 1} - block) / {chains.Count};");
                }

                // At H = 64 four terms in a turn are 41 instructions for 32 multiply-adds, two 22 for 16.
                int inTurn = !even || Alternates ? 1 : chains.Common % 4 == 0 ? 4 : chains.Common % 2 == 0 ? 2 : 1;
                words.Strips(code, _kernels.Hidden, at => Block(code, even ? $"{chains.Common}" : "terms", at, ahead, inTurn));
            }
        }
    }

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

    /// <summary>
    /// Prints a step of many streams, one after the other: where a step waits for itself most of the time, several are under way at
    /// once, for none waits for another. As products of matrices, chain by chain of their sums through memory, 16 streams took
    /// 1.7 times as long at H = 8, 1.4 at H = 16, 1.3 at H = 20 to 32, on 256 bits 1.8, 1.2, and 1 to 1.2. The read-out, which
    /// would wait for tanh here, is faster as such a product (by 7 to 15 %; measured on Zen 5).
    /// </summary>
    public void Streams(CodeWriter code)
    {
        bool input = _plan.InputInStep;
        string what = input
            ? "(1), one step of rows of x and h, each as a single one: next = tanh(Wx x + bx + Wh h + bh)."
            : "The rest of (1), one step of rows of h, each as a single one: next = tanh(z + Wh h), where next holds z on entry.";
        string x = input ? $"ref {_number} x, " : "";
        using (KernelsEmitter.Kernel(code, what, "Recur", $"ref {_number} net, {x}ref {_number} h, ref {_number} next, int rows"))
        {
            words.Dispatch(code, "Recur", $"ref net, {(input ? "ref x, " : "")}ref h, ref next, rows");
            using (code.Block("for (; rows > 0; rows--)"))
            {
                Step(code, copy: null);
                code.Line("h = ref Add(ref h, Hp);");
                code.Line("next = ref Add(ref next, Hp);");
            }
        }
    }

    private void Recur(CodeWriter code)
    {
        bool input = _plan.InputInStep, readOut = _plan.ReadOutInStep, byClass = NetworkPlan.ScoresGoByClass(_plan.Shape);
        string states = input
            ? "h[t] = tanh(Wx x[t] + bx + Wh h[t-1] + bh) into row t of h, whose row 0 is h[0]"
            : "h[t] = tanh(z[t] + Wh h[t-1]) into row t of h, which holds z[t] on entry; row 0 is h[0]";
        string what = $"{(input ? "(1)" : "The rest of (1)")}{(readOut ? " and (2)" : "")}: {states}{(readOut ? $", and y[t] = Wy h[t] + by into {(byClass ? "column" : "row")} t - 1 of y" : "")}, t = 1..steps.";
        string[] own = (input, readOut) switch { (true, true) => ["x", "y"], (true, false) => ["x"], (false, true) => ["y"], _ => [] };
        using (KernelsEmitter.Kernel(code, what, "Recur", $"ref {_number} net, ref {_number} h, {string.Concat(own.Select(name => $"ref {_number} {name}, "))}{SumsParameter}int steps"))
        {
            words.Dispatch(code, "Recur", $"ref net, ref h, {string.Concat(own.Select(name => $"ref {name}, "))}{WideSumsArgument}steps");
            Declare(code, Copy("state"), "h");
            using (code.Block($"for (int t = 0; t {(readOut ? "<=" : "<")} steps; t++)"))
            {
                code.Line($"ref {_number} next = ref Add(ref h, Hp);");
                using (readOut ? code.Block("if (t < steps)") : null)
                {
                    Step(code, Copy("state"));
                }

                if (readOut)
                {
                    code.Line();
                    code.Line("// y of the h that this step began with: after tanh, for which the next step waits, while nothing waits for y.");
                    using (code.Block("if (t > 0)"))
                    {
                        if (byClass)
                        {
                            _cell.ScoresByClass(code);
                        }
                        else
                        {
                            _cell.Scores(code, braces: false);
                        }

                        code.Line($"y = ref Add(ref y, {(byClass ? "1" : "Kp")});");
                    }
                }

                code.Line("h = ref next;");
            }
        }
    }

    /// <summary>The registers that go from step to step, where there are any.</summary>
    private RegisterCopy? Copy(string name) => _kernels.TermsInRegisters > 0 ? new(name, _kernels.Width, _kernels.TermsInRegisters) : null;

    /// <summary>Declares them: what lies at <paramref name="source"/>, or zero.</summary>
    private void Declare(CodeWriter code, RegisterCopy? copy, string source)
    {
        if (copy is not null)
        {
            string vectors = Vocabulary.Declare(Vectors.Select(v => ($"{copy.Name}{v}", source.Length > 0 ? Vocabulary.Load(source, Vocabulary.Vectors(v)) : "V.Zero")));
            code.Line($"{vectors} // in registers too: they are sooner there than back from memory");
        }
    }

    /// <summary>Stores a vector, and keeps it where the next step takes it from its register.</summary>
    private static void Keep(CodeWriter code, RegisterCopy? copy, int vector, string value, string target, string at)
    {
        if (copy is not null)
        {
            code.Line($"{copy.Name}{vector} = {value};");
            value = $"{copy.Name}{vector}";
        }

        code.Line(Vocabulary.Store(value, target, at, Vocabulary.Vectors(vector)));
    }

    /// <summary>(1) from h into next.</summary>
    private void Step(CodeWriter code, RegisterCopy? copy)
    {
        if (Blocked)
        {
            code.Line(BlocksCall(_plan, "Add(ref net, WhT)", "h", "next", "t & 1"));
        }
        else
        {
            words.Strips(code, _kernels.Hidden, at =>
            {
                if (_plan.InputInStep)
                {
                    _cell.Hidden(code, at, hidden: true, copy);
                }
                else
                {
                    code.Line(Vocabulary.Declare(Vectors.Select(v => ($"z{v}", Vocabulary.Load("next", at, Vocabulary.Vectors(v))))));
                    _cell.HiddenTerms(code, at, copy);
                }

                foreach (int v in Vectors)
                {
                    Keep(code, copy, v, _kernels.ActivatesApart(_kernels.Hidden) ? $"z{v}" : $"VectorMath.Tanh(z{v})", "next", at);
                }
            });
        }

        if (_kernels.ActivatesApart(_kernels.Hidden) || Blocked)
        {
            Columns(code, () =>
            {
                string z = Vocabulary.Load("next", "i");
                code.Line(Vocabulary.Store($"VectorMath.TanhInLoop({(Blocked ? Total(_plan, z, "sums") : z)})", "next", "i"));
            });
        }

        if (_plan.InputInStep)
        {
            code.Line("x = ref Add(ref x, N);");
        }
    }

    /// <summary>(5) as a kernel of its own, or with all gradients in the same pass, which has the row in a single vector.</summary>
    private void ThroughTime(CodeWriter code, GradientsText? gradients)
    {
        bool readOut = _plan.ClassesInStep;
        string e = readOut ? "e[t] = (1 - h[t]²) ∘ (Wyᵀ D[t] + Whᵀ e[t+1])" : "e[t] = (1 - h[t]²) ∘ (g[t] + Whᵀ e[t+1])";
        string what = gradients is not null
            ? $"(5) and all gradients in one pass, t = steps..1: {e}, {gradients.Equations}. Row 0 of h is h[0]."
            : readOut
            ? $"(5): {e}, t = steps..1. Row 0 of h is h[0]."
            : $"The rest of (5): {e}, t = steps..1. Row t of e holds g[t] on entry and e[t] on exit.";
        string name = gradients is null ? "ThroughTime" : OnePass;
        string own = gradients is null ? "" : $"ref {_number} x, ref {_number} dwy, ref {_number} gradient, ";
        using (KernelsEmitter.Kernel(code, what, name, $"ref {_number} wh, {(readOut ? $"ref {_number} wy, ref {_number} d, " : "")}ref {_number} h, ref {_number} e, {own}{SumsParameter}int steps"))
        {
            if (!_plan.BackInOnePass)
            {
                words.Dispatch(code, name, $"ref wh, {(readOut ? "ref wy, ref d, " : "")}ref h, ref e, {WideSumsArgument}steps");
            }

            code.Line("h = ref Add(ref h, steps * Hp); // h[steps]; row 0 is h[0]");
            code.Line("e = ref Add(ref e, (steps - 1) * Hp);");
            if (readOut)
            {
                code.Line($"d = ref Add(ref d, {(_plan.TimeAcrossLanes ? "steps - 1" : "(steps - 1) * Kp")});");
            }

            gradients?.Declare(code);
            Declare(code, Copy("error"), "");
            using (code.Block("for (int t = steps; t > 0; t--)"))
            {
                if (Blocked)
                {
                    BlockedStepBack(code);
                }
                else if (gradients is not null)
                {
                    StepBack(code, "0");
                    code.Line();
                    code.Line($"ref {_number} x1 = ref Add(ref x, (t - 1) * N), before = ref Subtract(ref h, Hp); // x[t], h[t-1]");
                    gradients.Terms(code, "x1", "before", "d", "error0", "h0");
                    code.Line();
                }
                else
                {
                    words.Strips(code, _kernels.HiddenAlone, at => StepBack(code, at));
                }

                code.Line("h = ref Subtract(ref h, Hp);");
                code.Line("e = ref Subtract(ref e, Hp);");
                if (readOut)
                {
                    code.Line($"d = ref Subtract(ref d, {(_plan.TimeAcrossLanes ? "1" : "Kp")});");
                }
            }

            if (gradients is not null)
            {
                code.Line();
                gradients.Store(code);
            }
        }
    }

    private string One => $"Create({words.Literal(1)})";

    private void BlockedStepBack(CodeWriter code)
    {
        using (code.Block("if (t < steps)"))
        {
            code.Line(BlocksCall(_plan, "wh", "Add(ref e, Hp)", "e", "t & 1"));
        }

        Columns(code, () =>
        {
            code.Line($"V g = {Vocabulary.Load("e", "i")}, a = {Vocabulary.Load("h", "i")};");
            if (Alternates)
            {
                using (code.Block("if (t < steps)"))
                {
                    code.Line($"g = {Total(_plan, "g", "sums")};");
                }
            }

            code.Line(Vocabulary.Store($"(g * {Vocabulary.MultiplyAdd("-a", "a", One)})", "e", "i"));
        });
    }

    private void StepBack(CodeWriter code, string at)
    {
        int[] back = [.. Enumerable.Range(0, _kernels.HiddenAlone.Vectors)];
        code.Line(Vocabulary.Declare(back.Select(v => ($"g{v}", _plan.ClassesInStep ? "V.Zero" : Vocabulary.Load("e", at, Vocabulary.Vectors(v))))));
        if (_plan.ClassesInStep)
        {
            MatVec(code, _plan.ClassTerms, _plan.TimeAcrossLanes ? _plan.Layout.Tp : 1).Accumulate("ref d", Vocabulary.Place("wy", at));
        }

        MatVec(code, _plan.HiddenTerms, copy: Copy("error")).Accumulate("ref Add(ref e, Hp)", Vocabulary.Place("wh", at), "if (t < steps)");
        foreach (int v in back)
        {
            code.Line($"V h{v} = {Vocabulary.Load("h", at, Vocabulary.Vectors(v))};");
            string e = $"g{v} * {Vocabulary.MultiplyAdd($"-h{v}", $"h{v}", One)}";
            Keep(code, Copy("error"), v, Copy("error") is null ? $"({e})" : e, "e", at);
        }
    }

    private MatVecText MatVec(CodeWriter code, MatVecPlan plan, int stride = 1, RegisterCopy? copy = null) => new(code, _number, words.Written(plan), _kernels.HiddenAlone, "g", stride, copy, words.Lanes, pinned: true);

    private System.Collections.Generic.IEnumerable<int> Vectors => Enumerable.Range(0, _kernels.Hidden.Vectors);

    private void Columns(CodeWriter code, System.Action body)
    {
        using (code.Block(Vocabulary.Columns($"{_kernels.Hidden.Columns(_kernels.Width)}")))
        {
            body();
        }
    }
}
