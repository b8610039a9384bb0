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
        new WayBackText(words).Write(code);
        if (!words.Kernels.Wide)
        {
            new EquationsText(words).Write(code); // what the library computes, on any vectors
        }

        new ElementsText(words).Write(code);
    }

    /// <summary>
    /// A kernel as a method of its own. Inlined into the user's call, as the JIT does with those whose work is in another
    /// kernel, it would use up the call's budget for inlining, so that small methods run unoptimised, and tanh would find
    /// fewer registers (both seen in listings).
    /// </summary>
    /// <param name="code">Where to.</param>
    /// <param name="summary">What it computes.</param>
    /// <param name="name">Of the method.</param>
    /// <param name="parameters">Its parameters.</param>
    internal static System.IDisposable Kernel(CodeWriter code, string summary, string name, string parameters)
    {
        code.Line();
        code.Line($"/// <summary>{summary}</summary>");
        return code.Block($"[MethodImpl(Kernel)]\ninternal static void {name}({parameters})");
    }

    /// <summary>A part of several kernels, which becomes part of each.</summary>
    /// <inheritdoc cref="Kernel"/>
    internal static System.IDisposable Part(CodeWriter code, string summary, string name, string parameters)
    {
        code.Line();
        code.Line($"/// <summary>{summary}</summary>");
        return code.Block($"[MethodImpl(MethodImplOptions.AggressiveInlining)]\nprivate static void {name}({parameters})");
    }
}
