using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints what goes over numbers one by one: the gradients of the biases, and the update.</summary>
internal sealed class ElementsText(Vocabulary words)
{
    private readonly NetworkPlan _plan = words.Plan;
    private readonly string _number = words.Number;

    public void Write(CodeWriter code)
    {
        if (!words.Kernels.Wide && !_plan.GradientsInRegisters)
        {
            BiasGradients(code);
        }

        Update(code);
    }

    private void BiasGradients(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "dbx = dbh = Σ e[t] and dby = Σ D[t].", "BiasGradients", $"ref {_number} e, ref {_number} d, ref {_number} gradient, int steps"))
        {
            ColumnSums(code, "e", _plan.Layout.Hp, "Bx", "Bh");
            if (_plan.TimeAcrossLanes)
            {
                RowSums(code);
            }
            else
            {
                ColumnSums(code, "d", _plan.Layout.Kp, "By");
            }
        }
    }

    /// <summary>θ ← θ - γ dθ.</summary>
    public void Update(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "θ ← θ - γ dθ, all six parameters at once: the gradient is laid out like them.", "Update", $"ref {_number} net, ref {_number} gradient, {_number} learningRate"))
        {
            words.Dispatch(code, "Update", "ref net, ref gradient, learningRate");
            code.Line("V rate = Create(-learningRate);");
            using (code.Block("for (int i = 0; i < NetLength; i += V.Count)"))
            {
                code.Line(Vocabulary.Store(Vocabulary.MultiplyAdd(Vocabulary.Load("gradient", "i"), "rate", Vocabulary.Load("net", "i")), "net", "i"));
            }
        }
    }

    /// <summary>dby where D lies with time across the lanes: one number at a time, so that the order of the sum stays the same on every width.</summary>
    public void RowSums(CodeWriter code)
    {
        string[] sums = [.. Enumerable.Range(0, _plan.Shape.K).Select(k => $"by{k}")];
        code.Line($"{_number} {string.Join(", ", sums.Select(sum => $"{sum} = {words.Literal(0)}"))};");
        using (code.Block("for (int t = 0; t < steps; t++)"))
        {
            code.Line(string.Join(" ", sums.Select((sum, k) => $"{sum} += {(k == 0 ? "Add(ref d, t)" : $"Add(ref d, t + {k * _plan.Layout.Tp})")};")));
        }

        code.Line(string.Join(" ", sums.Select((sum, k) => $"Add(ref gradient, By + {k}) = {sum};")));
    }

    /// <summary>Sums down the columns, in two chains: even steps and odd ones.</summary>
    private void ColumnSums(CodeWriter code, string source, int length, params string[] targets)
    {
        using (code.Block($"for (int i = 0; i < {length}; i += V.Count)"))
        {
            code.Line($"ref {_number} row = ref Add(ref {source}, i);");
            code.Line("V sum = V.Zero, odd = V.Zero;");
            using (code.Block("for (int t = 1; t < steps; t += 2)"))
            {
                code.Line($"sum += LoadUnsafe(ref row); odd += {Vocabulary.Load("row", $"{length}")};");
                code.Line($"row = ref Add(ref row, {2 * length});");
            }

            using (code.Block("if ((steps & 1) != 0)"))
            {
                code.Line("sum += LoadUnsafe(ref row);");
            }

            code.Line("sum += odd;");
            code.Line(string.Join(" ", targets.Select(target => Vocabulary.Store("sum", "gradient", target, "i"))));
        }
    }
}
