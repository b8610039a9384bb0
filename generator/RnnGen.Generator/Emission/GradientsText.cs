using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints the gradients of a network so small that all their sums stay in registers: one pass over the window for the six of them.</summary>
internal sealed class GradientsText(Vocabulary words)
{
    private readonly NetworkPlan _plan = words.Plan;
    private readonly string _number = words.Number;

    public void Write(CodeWriter code)
    {
        (int n, int h, int k) = (_plan.Shape.N, _plan.Shape.H, _plan.Shape.K);
        const string what = "dWx = Σ e[t] x[t]ᵀ, dbx = dbh = Σ e[t], dWh = Σ e[t] h[t-1]ᵀ, dWy = Σ D[t] h[t]ᵀ, dby = Σ D[t]. Row 0 of h is h[0].";
        using (KernelsEmitter.Kernel(code, what, "Gradients", $"ref {_number} x, ref {_number} h, ref {_number} d, ref {_number} e, ref {_number} dwy, ref {_number} gradient, int steps"))
        {
            new ElementsText(words).RowSums(code);
            code.Line();
            Sums(code, n, h, k);
        }
    }

    private void Sums(CodeWriter code, int n, int h, int k)
    {
        using (code.Block($"for (int i = 0; i < {_plan.Usual.Hidden.Columns(_plan.Usual.Width)}; i += V.Count)"))
        {
            string Zeros(string name, int count) => Vocabulary.Declare(Enumerable.Range(0, count).Select(j => ($"{name}{j}", "V.Zero")));
            code.Line(Zeros("wx", n));
            code.Line(Zeros("wh", h));
            code.Line(Zeros("wy", k));
            code.Line("V b = V.Zero;");
            using (code.Block("for (int t = 0; t < steps; t++)"))
            {
                code.Line($"ref {_number} x1 = ref Add(ref x, t * N), h0 = ref Add(ref h, t * Hp), d1 = ref Add(ref d, t); // x[t], h[t-1], D[t]");
                code.Line("V e1 = LoadUnsafe(ref Add(ref e, t * Hp + i)), h1 = LoadUnsafe(ref Add(ref h0, Hp + i));");
                code.Line("b += e1;");
                Terms(code, "wx", n, "x1", 1, "e1");
                Terms(code, "wh", h, "h0", 1, "e1");
                Terms(code, "wy", k, "d1", _plan.Layout.Tp, "h1");
            }

            code.Line();
            code.Line($"{Vocabulary.Store("b", "gradient", "Bx", "i")} {Vocabulary.Store("b", "gradient", "Bh", "i")}");
            Rows(code, "wx", n, "gradient", "WxT");
            Rows(code, "wh", h, "gradient", "WhT");
            Rows(code, "wy", k, "dwy", "");
        }
    }

    private static void Terms(CodeWriter code, string sums, int count, string source, int stride, string row)
    {
        for (int j = 0; j < count; j++)
        {
            code.Line($"{sums}{j} = {Vocabulary.MultiplyAdd(Vocabulary.Broadcast(source, (j * stride).ToString()), row, $"{sums}{j}")};");
        }
    }

    private void Rows(CodeWriter code, string sums, int count, string target, string origin)
    {
        for (int j = 0; j < count; j++)
        {
            code.Line(Vocabulary.Store($"{sums}{j}", target, origin, j == 0 ? "" : $"{j * _plan.Layout.Hp}", "i"));
        }
    }
}
