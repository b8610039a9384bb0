using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>A vector that is not only in memory but in registers: name0, name1, …</summary>
/// <param name="Name">Of the registers.</param>
/// <param name="Lanes">Numbers in one of them.</param>
/// <param name="Terms">Terms of every chain that are taken from there: the first ones.</param>
/// <param name="Function">What takes them, of <c>VectorMath</c>.</param>
internal sealed record RegisterCopy(string Name, int Lanes, int Terms, string Function = "Lane")
{
    /// <summary>The registers that go from step to step in a window, where there are any.</summary>
    public static RegisterCopy? InWindow(KernelPlan kernels, string name) =>
        kernels.TermsInRegisters > 0 ? new(name, kernels.Width, kernels.TermsInRegisters) : null;

    /// <summary>Declares them: what lies at <paramref name="source"/>, or zero.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="vectors">Their number.</param>
    /// <param name="source">A ref, as an expression; empty for zero.</param>
    public void Declare(CodeWriter code, int vectors, string source)
    {
        string all = Vocabulary.Declare(Enumerable.Range(0, vectors).Select(v => ($"{Name}{v}", source.Length > 0 ? Vocabulary.Load(source, Vocabulary.Vectors(v)) : "V.Zero")));
        code.Line($"{all} // in registers too: they are sooner there than back from memory");
    }

    /// <summary>Stores a vector, and keeps it where the next step takes it from its register.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="copy">The registers, where there are any.</param>
    /// <param name="vector">Which of them.</param>
    /// <param name="value">What is stored.</param>
    /// <param name="target">The row, as an expression.</param>
    /// <param name="at">Where the strip begins in it.</param>
    public static void Keep(CodeWriter code, RegisterCopy? copy, int vector, string value, string target, string at)
    {
        if (copy is not null)
        {
            code.Line($"{copy.Name}{vector} = {value};");
            value = $"{copy.Name}{vector}";
        }

        code.Line(Vocabulary.Store(value, target, at, Vocabulary.Vectors(vector)));
    }
}
