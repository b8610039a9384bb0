using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints the way back through time, (5), and the gradients that are summed on it.</summary>
internal sealed class WayBackText(Vocabulary words)
{
    private readonly NetworkPlan _plan = words.Plan;
    private readonly KernelPlan _kernels = words.Kernels;
    private readonly BlocksText _blocks = new(words);
    private readonly string _number = words.Number;

    /// <summary>The kernel that goes back through time and sums gradients too.</summary>
    public const string OnePass = "ThroughTimeWithGradients";

    private bool InBlocks => BlocksText.InBlocks(_plan, _kernels);

    private RegisterCopy? Copy => RegisterCopy.InWindow(_kernels, "error");

    private IEnumerable<int> Vectors => Enumerable.Range(0, _kernels.HiddenAlone.Vectors);

    /// <summary>Whether the pass adds up those of the biases in memory: where it sums nothing else.</summary>
    private bool AddsBiases(GradientsText? gradients) => gradients is null && _plan.BiasesOnTheWayBack;

    /// <summary>Prints its kernels.</summary>
    public void Write(CodeWriter code)
    {
        if (!_kernels.Wide || _plan.OnTheWayBack == GradientSums.None)
        {
            ThroughTime(code, gradients: null);
        }

        if (_kernels.OnTheWayBack != GradientSums.None)
        {
            ThroughTime(code, new GradientsText(words, _kernels.OnTheWayBack));
        }
    }

    /// <summary>(5) as a kernel of its own, or with gradients in the same pass, which has the row in registers.</summary>
    private void ThroughTime(CodeWriter code, GradientsText? gradients)
    {
        bool readOut = _plan.ClassesInStep, biases = AddsBiases(gradients);
        string e = readOut ? "e[t] = (1 - h[t]²) ∘ (Wyᵀ D[t] + Whᵀ e[t+1])" : "e[t] = (1 - h[t]²) ∘ (g[t] + Whᵀ e[t+1])";
        string what = gradients is not null
            ? $"(5) and gradients in one pass, t = steps..1: {e}, {gradients.Equations}. Row 0 of h is h[0]."
            : readOut
            ? $"(5){(biases ? " and gradients" : "")}: {e}{(biases ? ", dbx = dbh = Σ e[t]" : "")}, t = steps..1. Row 0 of h is h[0]."
            : $"The rest of (5): {e}, t = steps..1. Row t of e holds g[t] on entry and e[t] on exit.";
        string name = gradients is null ? "ThroughTime" : OnePass;
        string own = gradients is null ? biases ? $"ref {_number} gradient, " : "" : $"{(gradients.Has(GradientSums.Input) ? $"ref {_number} x, " : "")}{(gradients.Has(GradientSums.ReadOut) ? $"ref {_number} dwy, " : "")}ref {_number} gradient, ";
        using (KernelsEmitter.Kernel(code, what, name, $"ref {_number} wh, {(readOut ? $"ref {_number} wy, ref {_number} d, " : "")}ref {_number} h, ref {_number} e, {own}{_blocks.Parameter}int steps"))
        {
            if (_plan.OnTheWayBack == GradientSums.None)
            {
                words.Dispatch(code, name, $"ref wh, {(readOut ? "ref wy, ref d, " : "")}ref h, ref e, {(biases ? "ref gradient, " : "")}{_blocks.WideArgument}steps");
            }

            code.Line("h = ref Add(ref h, steps * Hp); // h[steps]; row 0 is h[0]");
            code.Line("e = ref Add(ref e, (steps - 1) * Hp);");
            if (readOut)
            {
                code.Line($"d = ref Add(ref d, {(_plan.TimeAcrossLanes ? "steps - 1" : "(steps - 1) * Kp")});");
            }

            gradients?.Declare(code);
            if (biases)
            {
                code.Line($"InitBlockUnaligned(ref As<{_number}, byte>(ref Add(ref gradient, Bx)), 0, Hp * sizeof({_number})); // dbx");
            }

            Copy?.Declare(code, _kernels.HiddenAlone.Vectors, "");
            using (code.Block("for (int t = steps; t > 0; t--)"))
            {
                if (InBlocks)
                {
                    BlockedStepBack(code);
                }
                else if (gradients is not null)
                {
                    StepBack(code, "0", gradients);
                    code.Line();
                    if (gradients.Has(GradientSums.Input))
                    {
                        code.Line($"ref {_number} x1 = ref Add(ref x, (t - 1) * N); // x[t]");
                    }

                    if (gradients.Has(GradientSums.Hidden))
                    {
                        code.Line($"ref {_number} before = ref Subtract(ref h, Hp); // h[t-1]");
                    }

                    gradients.OfErrors(code, "x1", "before", [.. Vectors.Select(v => $"error{v}")]);
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

            if (biases)
            {
                code.Line();
                code.Line(ElementsText.CopyOfBiases(_number));
            }
        }
    }

    private string One => $"Create({words.Literal(1)})";

    private void BlockedStepBack(CodeWriter code)
    {
        using (code.Block("if (t < steps)"))
        {
            code.Line(BlocksText.Call(_plan, "wh", "Add(ref e, Hp)", "e", "t & 1"));
        }

        using (code.Block(Vocabulary.Columns($"{_kernels.Hidden.Columns(_kernels.Width)}")))
        {
            code.Line($"V g = {Vocabulary.Load("e", "i")}, a = {Vocabulary.Load("h", "i")};");
            if (NetworkPlan.Alternates(_plan.Shape))
            {
                using (code.Block("if (t < steps)"))
                {
                    code.Line($"g = {BlocksText.Total(_plan, "g", "sums")};");
                }
            }

            code.Line(Vocabulary.Store($"(g * {Vocabulary.MultiplyAdd("-a", "a", One)})", "e", "i"));
        }
    }

    private void StepBack(CodeWriter code, string at, GradientsText? gradients = null)
    {
        string H(int v) => $"h{v} = {Vocabulary.Load("h", at, Vocabulary.Vectors(v))}";
        bool early = gradients?.Has(GradientSums.ReadOut) == true, biases = AddsBiases(gradients);
        if (early)
        {
            // What does not wait for e comes before it.
            code.Line($"V {string.Join(", ", Vectors.Select(H))};");
            gradients!.OfReadOut(code, "d", [.. Vectors.Select(v => $"h{v}")]);
        }

        code.Line(Vocabulary.Declare(Vectors.Select(v => ($"g{v}", _plan.ClassesInStep ? "V.Zero" : Vocabulary.Load("e", at, Vocabulary.Vectors(v))))));
        if (_plan.ClassesInStep)
        {
            MatVec(code, _plan.ClassTerms, _plan.TimeAcrossLanes ? _plan.Layout.Tp : 1).Accumulate("ref d", Vocabulary.Place("wy", at));
        }

        MatVec(code, _plan.HiddenTerms, copy: Copy).Accumulate("ref Add(ref e, Hp)", Vocabulary.Place("wh", at), "if (t < steps)");
        foreach (int v in Vectors)
        {
            if (!early)
            {
                code.Line($"V {H(v)};");
            }

            string e = $"g{v} * {Vocabulary.MultiplyAdd($"-h{v}", $"h{v}", One)}";
            RegisterCopy? copy = Copy;
            if (biases && copy is null)
            {
                code.Line($"V e{v} = {e};");
                e = $"e{v}";
            }

            RegisterCopy.Keep(code, copy, v, copy is null && !biases ? $"({e})" : e, "e", at);
            if (biases)
            {
                // In memory, which nothing waits for: registers are few here.
                string place = Vocabulary.Vectors(v);
                code.Line(Vocabulary.Store($"({Vocabulary.Load("gradient", "Bx", at, place)} + {(copy is null ? e : copy.Name + v)})", "gradient", "Bx", at, place));
            }
        }
    }

    private MatVecText MatVec(CodeWriter code, MatVecPlan plan, int stride = 1, RegisterCopy? copy = null) => new(code, _number, words.Written(plan), _kernels.HiddenAlone, "g", stride, copy, words.Lanes, pinned: true);
}
