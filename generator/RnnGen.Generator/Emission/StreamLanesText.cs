using System;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints a step of many streams across the lanes, each sum in the order of a single step.</summary>
/// <param name="words">The words of a block of streams.</param>
internal sealed class StreamLanesText(Vocabulary words)
{
    public const string Name = "RecurLanes";

    private readonly NetworkPlan _plan = words.Plan;
    private readonly string _number = words.Number;

    private const int MostChains = 4;

    /// <summary>Outputs of a tile: with four chains of each at once, 8 or 16 sums are in registers beside a vector of h and what it is multiplied by.</summary>
    private int[] Outputs => [.. Enumerable.Range(0, words.Kernels.Wide ? 4 : 2)];

    public void Write(CodeWriter code)
    {
        const string what = "(1) and (2), one step of streams across the lanes, in rows of Tp: next = tanh(Wx x + bx + Wh h + bh), y = Wy next + by.";
        using (KernelsEmitter.Kernel(code, what, Name, $"ref {_number} net, ref {_number} x, ref {_number} h, ref {_number} next, ref {_number} y, int streams"))
        {
            words.Dispatch(code, Name, "ref net, ref x, ref h, ref next, ref y, streams");
            using (code.Block("for (int s = 0; s < streams; s += V.Count)"))
            {
                Units(code);
                Classes(code);
                code.Line("x = ref Add(ref x, V.Count); h = ref Add(ref h, V.Count); next = ref Add(ref next, V.Count); y = ref Add(ref y, V.Count);");
            }
        }
    }

    private void Units(CodeWriter code)
    {
        using (Tiles(code, _plan.Shape.H))
        {
            foreach (int output in Outputs)
            {
                code.Line($"V z{output} = Create(Add(ref net, Bx + {At(output)}) + Add(ref net, Bh + {At(output)}));");
            }

            Sum(code, _plan.InputTerms, "z", "x", "WxT");
            Sum(code, _plan.HiddenTerms, "z", "h", "WhT");
            Store(code, "next", output => $"VectorMath.TanhInLoop(z{output})");
        }
    }

    private void Classes(CodeWriter code)
    {
        using (Tiles(code, _plan.Shape.K))
        {
            foreach (int output in Outputs)
            {
                code.Line($"V y{output} = Create(Add(ref net, By + {At(output)}));");
            }

            Sum(code, _plan.ReadOutTerms, "y", "next", "WyT");
            Store(code, "y", output => $"y{output}");
        }
    }

    /// <summary>All outputs, tile by tile; those that fill the last one are computed too, from padding.</summary>
    private IDisposable Tiles(CodeWriter code, int outputs) =>
        code.Block($"for (int i = 0; i < {Arithmetic.RoundUp(outputs, Outputs.Length)}; i += {Outputs.Length})");

    private void Sum(CodeWriter code, MatVecPlan terms, string name, string source, string matrix)
    {
        var tile = new MatVecTile(Outputs.Length, 1, Math.Min(terms.Chains.Count, MostChains));
        MatVecPlan written = words.Written(terms) with { Unroll = Unroll.Auto };
        new MatVecText(code, _number, written, tile, name, _plan.Layout.Tp, across: true).Accumulate($"ref {source}", $"ref Add(ref net, {matrix} + i)");
    }

    private void Store(CodeWriter code, string target, Func<int, string> value)
    {
        foreach (int output in Outputs)
        {
            code.Line(Vocabulary.Store(value(output), target, output == 0 ? "i * Tp" : $"({At(output)}) * Tp"));
        }
    }

    private static string At(int output) => output == 0 ? "i" : $"i + {output}";
}
