using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>
/// Prints softmax and loss of a window with time across the lanes: row k holds the scores of class k, one lane a step;
/// steps past the last are computed and never read. Sums run in the order of a step's.
/// </summary>
internal sealed class TimeLanesText(Vocabulary words)
{
    private readonly NetworkPlan _plan = words.Plan;
    private readonly string _number = words.Number;

    private int K => _plan.Shape.K;

    private int Tp => _plan.Layout.Tp;

    public void Write(CodeWriter code, bool score)
    {
        using (KernelsEmitter.Kernel(code, "(3): p[t] = softmax(y[t]) in place, one lane a step.", "Normalize", $"ref {_number} y, int steps"))
        using (code.Block("for (int i = 0; i < steps; i += V.Count)"))
        {
            Columns(code);
            code.Line($"y = {Vocabulary.Place("y", "V.Count")};");
        }

        if (score)
        {
            LanesScoreText.Window(code, words);
        }
    }

    /// <summary>Softmax down the classes of one vector of steps.</summary>
    private void Columns(CodeWriter code)
    {
        Exponentials(code, words, "y", Tp);
        for (int k = 0; k < K; k++)
        {
            code.Line(Vocabulary.Store($"(e{k} * scale)", "y", (k * Tp).ToString()));
        }
    }

    /// <summary>e = exp(y - max y) down the classes of one vector of steps, their sum, and scale, 1 over it.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="words">The network's words.</param>
    /// <param name="column">The place of the first class.</param>
    /// <param name="distance">From class to class.</param>
    public static void Exponentials(CodeWriter code, Vocabulary words, string column, int distance)
    {
        int K = words.Plan.Shape.K;
        IEnumerable<int> all = Enumerable.Range(0, K);
        for (int k = 0; k < K; k++)
        {
            code.Line($"V y{k} = {Vocabulary.Load(column, (k * distance).ToString())};");
        }

        code.Line($"V max = {all.Skip(1).Aggregate("y0", (max, k) => $"MaxNative({max}, y{k})")};");
        for (int k = 0; k < K; k++)
        {
            code.Line($"V e{k} = VectorMath.Exp(y{k} - max);");
        }

        // The tree of VectorMath.Sum over lanes, with the lanes that no class fills left out.
        string[] sums = all.Select(k => $"e{k}").ToArray();
        for (int half = 4; half >= 1; half /= 2)
        {
            sums = Enumerable.Range(0, System.Math.Min(half, sums.Length))
                .Select(k => k + half < sums.Length ? $"({sums[k]} + {sums[k + half]})" : sums[k]).ToArray();
        }

        code.Line($"V sum = {sums[0].Substring(1, sums[0].Length - 2)};");
        code.Line($"V scale = Create({words.Literal(1)}) / sum;");
    }
}
