using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints products that go through a matrix from end to end, on vectors of the middle width.</summary>
internal sealed class WholeRowsText(Vocabulary words)
{
    private readonly int _vectors = WholeRows.Vectors(words.Plan.Shape);
    private readonly string _number = words.Number;

    /// <summary>Whether single steps of these kernels have such products.</summary>
    public static bool InSteps(Vocabulary words) => !words.Kernels.Wide && WholeRows.InSteps(words.Plan.Shape);

    /// <summary>Whether windows have.</summary>
    public static bool InWindows(Vocabulary words) => !words.Kernels.Wide && WholeRows.InWindows(words.Plan.Shape);

    /// <summary>The test for the width that they serve.</summary>
    public string Test => $"if (V.Count == {words.Plan.Lanes.Middle})";

    /// <summary>Prints the sums of one block of Wh, which the caller's lines before say where to find.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="w">The first row of the block, as an argument; so v.</param>
    /// <param name="v">The factors.</param>
    public void Block(CodeWriter code, string w, string v)
    {
        code.Line($"ref {_number} sum = ref Add(ref sums, block * Hp);");
        using (code.Block(Vocabulary.Columns("Hp")))
        {
            code.Line(Vocabulary.Store("V.Zero", "sum", "i"));
        }

        code.Line($"AddRows({w}, {v}, ref sum, {BlocksText.Terms(words.Plan.HiddenTerms.Chains)});");
    }

    /// <summary>Prints the kernel.</summary>
    public void Write(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "sums += W v for so many columns of W, which lie as rows of Hp: from end to end, as the second cache gives them fastest. Sums that find no register wait in the first.", "AddRows", $"ref {_number} w, ref {_number} v, ref {_number} sums, int terms"))
        {
            foreach (int k in Registers)
            {
                code.Line($"V s{k} = {Vocabulary.Load("sums", Vocabulary.Vectors(k))};");
            }

            using (code.Block("for (int j = terms; j > 0; j--)"))
            {
                code.Line("V a = Create(v);");
                string[] adds = [.. Registers.Select(k => $"s{k} = {Vocabulary.MultiplyAdd("a", Row(k), $"s{k}")};")];
                for (int k = 0; k < adds.Length; k += 2)
                {
                    code.Line(string.Join(" ", adds.Skip(k).Take(2)));
                }

                for (int k = WholeRows.InRegisters; k < _vectors; k++)
                {
                    code.Line($"AddTo(ref sums, a, ref w, {Vocabulary.Vectors(k)});");
                }

                code.Line("v = ref Add(ref v, 1); w = ref Add(ref w, Hp);");
            }

            foreach (int k in Registers)
            {
                code.Line(Vocabulary.Store($"s{k}", "sums", Vocabulary.Vectors(k)));
            }
        }

        // W first: its register takes the sum, where a would be copied for it.
        using (KernelsEmitter.Part(code, "sums += a w, the vector of each that begins there.", "AddTo", $"ref {_number} sums, V a, ref {_number} w, int at"))
        {
            code.Line(Vocabulary.Store(Vocabulary.MultiplyAdd(Vocabulary.Load("w", "at"), "a", Vocabulary.Load("sums", "at")), "sums", "at"));
        }

        static string Row(int k) => Vocabulary.Load("w", Vocabulary.Vectors(k));
    }

    private static IEnumerable<int> Registers => Enumerable.Range(0, WholeRows.InRegisters);
}
