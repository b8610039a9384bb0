using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints what waits for the step before: (1), forwards through time.</summary>
internal sealed class RecurrenceText(Vocabulary words)
{
    private readonly NetworkPlan _plan = words.Plan;
    private readonly KernelPlan _kernels = words.Kernels;
    private readonly CellText _cell = new(words);
    private readonly BlocksText _blocks = new(words);
    private readonly string _number = words.Number;

    private bool InBlocks => BlocksText.InBlocks(_plan, _kernels);

    private RegisterCopy? Copy => RegisterCopy.InWindow(_kernels, "state");

    /// <summary>Prints the kernels of a window.</summary>
    public void Write(CodeWriter code)
    {
        if (InBlocks)
        {
            _blocks.Write(code);
        }

        if (WholeRowsText.InSteps(words) || WholeRowsText.InWindows(words))
        {
            new WholeRowsText(words).Write(code);
        }

        Recur(code);
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
        using (KernelsEmitter.Kernel(code, what, "Recur", $"ref {_number} net, ref {_number} h, {string.Concat(own.Select(name => $"ref {_number} {name}, "))}{_blocks.Parameter}int steps"))
        {
            words.Dispatch(code, "Recur", $"ref net, ref h, {string.Concat(own.Select(name => $"ref {name}, "))}{_blocks.WideArgument}steps");
            Copy?.Declare(code, _kernels.Hidden.Vectors, "h");
            using (code.Block($"for (int t = 0; t {(readOut ? "<=" : "<")} steps; t++)"))
            {
                code.Line($"ref {_number} next = ref Add(ref h, Hp);");
                using (readOut ? code.Block("if (t < steps)") : null)
                {
                    Step(code, Copy);
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

    /// <summary>(1) from h into next.</summary>
    private void Step(CodeWriter code, RegisterCopy? copy)
    {
        if (InBlocks)
        {
            code.Line(BlocksText.Call(_plan, "Add(ref net, WhT)", "h", "next", "t & 1"));
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
                    RegisterCopy.Keep(code, copy, v, _kernels.ActivatesApart(_kernels.Hidden) ? $"z{v}" : $"VectorMath.Tanh(z{v})", "next", at);
                }
            });
        }

        if (_kernels.ActivatesApart(_kernels.Hidden) || InBlocks)
        {
            using (code.Block(Vocabulary.Columns($"{_kernels.Hidden.Columns(_kernels.Width)}")))
            {
                string z = Vocabulary.Load("next", "i");
                code.Line(Vocabulary.Store($"VectorMath.TanhInLoop({(InBlocks ? BlocksText.Total(_plan, z, "sums") : z)})", "next", "i"));
            }
        }

        if (_plan.InputInStep)
        {
            code.Line("x = ref Add(ref x, N);");
        }
    }

    private IEnumerable<int> Vectors => Enumerable.Range(0, _kernels.Hidden.Vectors);
}
