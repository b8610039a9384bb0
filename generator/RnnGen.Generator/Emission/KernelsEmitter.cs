using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints a set of kernels: those on <c>Vector&lt;T&gt;</c>, or their twins on <c>Vector512&lt;T&gt;</c>.</summary>
internal sealed class KernelsEmitter(Vocabulary words)
{
    private readonly NetworkPlan _plan = words.Plan;

    public void Write(CodeWriter code)
    {
        new StepText(words).Write(code);
        new RecurrenceText(words).Write(code);
        if (!words.Kernels.Wide)
        {
            Once(code);
        }

        new ElementsText(words).Write(code);
    }

    /// <summary>What is written once: products, for both kinds of vectors, and softmax and loss, on the usual ones.</summary>
    private void Once(CodeWriter code)
    {
        new EquationsText(words).Write(code);
        new ProductText(words, "Product", _plan.HiddenProduct, "Hp", "H", chains: false).Write(code);
        if (_plan.TimeAcrossLanes)
        {
            new TimeLanesText(words).Write(code);
            return;
        }

        new ProductText(words, "ScoreProduct", _plan.ScoreProduct, "Kp", "K", chains: true).Write(code);
        new SoftmaxText(words).Write(code);
    }

    internal static System.IDisposable Kernel(CodeWriter code, string summary, string name, string parameters)
    {
        code.Line();
        code.Line($"/// <summary>{summary}</summary>");
        return code.Block($"[MethodImpl(MethodImplOptions.AggressiveOptimization)]\ninternal static void {name}({parameters})");
    }
}
