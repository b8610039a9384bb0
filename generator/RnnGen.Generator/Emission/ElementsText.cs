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
        if (!words.Kernels.Wide && _plan.LastStepFirst == GradientSums.None)
        {
            BiasGradients(code);
        }

        Update(code);
    }

    /// <summary>The call that computes dby.</summary>
    /// <param name="plan">The network.</param>
    /// <param name="d">D, as an argument.</param>
    /// <param name="target">Where dby goes, likewise.</param>
    public static string ScoreBiases(NetworkPlan plan, string d, string target) =>
        plan.TimeAcrossLanes ? $"RowSums.Run({d}, Tp, K, steps, {target});" : $"ColumnSums.Run({d}, Kp, steps, {target}, K);";

    /// <summary>The call that makes dbh of dbx.</summary>
    public static string CopyOfBiases(string number) =>
        $"CopyBlockUnaligned(ref As<{number}, byte>(ref Add(ref gradient, Bh)), ref As<{number}, byte>(ref Add(ref gradient, Bx)), Hp * sizeof({number}));";

    /// <summary>The same in a mini-batch, outside of kernels.</summary>
    public const string CopyOfBatchBiases = "memory.Slice(Gradient + Bx, Hp).CopyTo(memory.Slice(Gradient + Bh, Hp));";

    private void BiasGradients(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "dbx = dbh = Σ e[t] and dby = Σ D[t].", "BiasGradients", $"ref {_number} e, ref {_number} d, ref {_number} gradient, int steps"))
        {
            code.Line("ColumnSums.Run(ref e, Hp, steps, ref Add(ref gradient, Bx), H);");
            code.Line(CopyOfBiases(_number));
            code.Line(ScoreBiases(_plan, "ref d", "ref Add(ref gradient, By)"));
        }
    }

    /// <summary>θ ← θ - γ dθ. Backwards it takes 1 to 2 % off a training step where gradient and parameters have 28 KB each, on 512 bits (measured).</summary>
    public void Update(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "θ ← θ - γ dθ, all six parameters at once: the gradient is laid out like them.", "Update", $"ref {_number} net, ref {_number} gradient, {_number} learningRate"))
        {
            words.Dispatch(code, "Update", "ref net, ref gradient, learningRate");
            code.Line("V rate = Create(-learningRate);");

            // The length of the parameters is a multiple of 64 bytes: two vectors, unless these kernels serve 512 bits too.
            int vectors = words.Kernels.Wide || !words.HasTwin ? 1 : 2;
            code.Line("// Backwards: the end of the gradient is still in the first cache, and then the first parameters of a step are.");
            using (code.Block($"for (nint i = NetLength - {Vocabulary.Vectors(vectors)}; i >= 0; i -= {Vocabulary.Vectors(vectors)})"))
            {
                foreach (string at in Enumerable.Range(0, vectors).Select(v => Vocabulary.Sum("i", Vocabulary.Vectors(v))))
                {
                    code.Line(Vocabulary.Store(Vocabulary.MultiplyAdd(Vocabulary.Load("gradient", at), "rate", Vocabulary.Load("net", at)), "net", at));
                }
            }
        }
    }
}
