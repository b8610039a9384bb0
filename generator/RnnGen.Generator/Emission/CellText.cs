using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints what a single step is made of: a tile of (1), and a tile of (2).</summary>
/// <param name="words">The network's words.</param>
/// <param name="inStep">Whether it is for a single step, not for a window: the read-out is then written out where the vectors are few, those of 512 bits.</param>
internal sealed class CellText(Vocabulary words, bool inStep = false)
{
    private readonly NetworkPlan _plan = words.Plan;
    private readonly KernelPlan _kernels = words.Kernels;
    private readonly MatVecTile _hidden = inStep ? words.Kernels.HiddenAlone : words.Kernels.Hidden;

    /// <summary>The sums z0, z1, … of a strip of (1), from Wx x on.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="at">Offset of the strip.</param>
    /// <param name="hidden">Whether Wh h is added here too.</param>
    /// <param name="copy">h in registers, where it is there too.</param>
    public void Hidden(CodeWriter code, string at, bool hidden, RegisterCopy? copy = null)
    {
        for (int v = 0; v < _hidden.Vectors; v++)
        {
            code.Line($"V z{v} = {Vocabulary.BiasSum(Vocabulary.Sum(at, Vocabulary.Vectors(v)))};");
        }

        MatVec(code, _plan.InputTerms, _hidden, "z").Accumulate("ref x", Vocabulary.Place("net", Vocabulary.Sum("WxT", at)));
        if (hidden)
        {
            HiddenTerms(code, at, copy);
        }
    }

    /// <summary>Adds Wh h to the sums z0, z1, … of a strip.</summary>
    public void HiddenTerms(CodeWriter code, string at, RegisterCopy? copy = null) =>
        MatVec(code, inStep && !_kernels.Wide ? _plan.HiddenTerms.InStep : _plan.HiddenTerms, _hidden, "z", copy, pinned: true).Accumulate("ref h", Vocabulary.Place("net", Vocabulary.Sum("WhT", at)));

    /// <summary>The scores y0, y1, … of a tile of (2).</summary>
    /// <param name="code">Where to.</param>
    /// <param name="tile">Its vectors and chains.</param>
    /// <param name="at">Offset of its first class.</param>
    /// <param name="copy">h in registers, where it is there too.</param>
    public void Scores(CodeWriter code, MatVecTile tile, string at, RegisterCopy? copy = null)
    {
        code.Line(Vocabulary.Declare(Enumerable.Range(0, tile.Vectors).Select(v => ($"y{v}", Vocabulary.Load("net", "By", at, Vocabulary.Vectors(v))))));
        MatVec(code, inStep && _kernels.Wide ? _plan.ReadOutTerms.Last : _plan.ReadOutTerms, tile, "y", copy).Accumulate("ref h", Vocabulary.Place("net", Vocabulary.Sum("WyT", at)));
    }

    /// <summary>The scores y0 of few classes.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="registers">h in registers, where it is there too.</param>
    public void FewScores(CodeWriter code, params string[] registers)
    {
        code.Line("// (2): y = Wy h + by, four hidden units at a time, each with a lane for every class.");
        string[] h = [.. registers, .. _kernels.Wide && registers.Length > 0 ? System.Array.Empty<string>() : ["ref h"]];
        code.Line($"V y0 = VectorMath.FewScores({Vocabulary.Load("net", "By")}, {string.Join(", ", h)}, ref Add(ref net, WyT), H, Ky);");
    }

    /// <summary>(2) in whole: all scores into the row y.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="braces">Whether a body without a loop gets braces of its own.</param>
    public void Scores(CodeWriter code, bool braces = true)
    {
        MatVecTile tile = _kernels.ReadOut;
        if (_plan.FewClasses)
        {
            FewScores(code);
            code.Line(Vocabulary.Store("y0", "y"));
            return;
        }

        words.Strips(code, tile, at =>
        {
            Scores(code, tile, at);
            for (int v = 0; v < tile.Vectors; v++)
            {
                code.Line(Vocabulary.Store($"y{v}", "y", at, Vocabulary.Vectors(v)));
            }
        }, braces);
    }

    /// <summary>(2) for classes that any vector holds: each score into the row of its class.</summary>
    /// <param name="code">Where to.</param>
    public void ScoresByClass(CodeWriter code)
    {
        if (_plan.FewClasses)
        {
            FewScores(code);
        }
        else
        {
            Scores(code, _kernels.ReadOut with { Vectors = 1, Strips = 1 }, "0");
        }

        code.Line(string.Join(" ", Enumerable.Range(0, _plan.Shape.K).Select(k => $"{k switch { 0 => "y", 1 => "Add(ref y, Tp)", _ => $"Add(ref y, {k} * Tp)" }} = y0[{k}];")));
    }

    private MatVecText MatVec(CodeWriter code, MatVecPlan plan, MatVecTile tile, string name, RegisterCopy? copy = null, bool pinned = false) =>
        new(code, words.Number, words.Written(plan, inStep), tile, name, copy: copy, lanes: words.Lanes, pinned: pinned);
}
