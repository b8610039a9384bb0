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
        new ProductText(words, "Product", words.Kernels.HiddenProduct, "Hp", chains: false).Write(code);
        if (!_plan.TimeAcrossLanes)
        {
            new ProductText(words, "ScoreProduct", words.Kernels.ScoreProduct, "Kp", chains: true).Write(code);
        }

        if (!words.Kernels.Wide)
        {
            WriteScores(code);
        }

        new ElementsText(words).Write(code);
    }

    /// <summary>Read-out with time across the lanes, softmax and loss: on the usual vectors alone.</summary>
    private void WriteScores(CodeWriter code)
    {
        if (_plan.TimeAcrossLanes)
        {
            new TimeLanesText(words).Write(code);
        }
        else
        {
            new SoftmaxText(words).Write(code);
        }
    }

    internal static System.IDisposable Kernel(CodeWriter code, string summary, string name, string parameters)
    {
        code.Line();
        code.Line($"/// <summary>{summary}</summary>");
        return code.Block($"[MethodImpl(MethodImplOptions.AggressiveOptimization)]\ninternal static void {name}({parameters})");
    }
}
