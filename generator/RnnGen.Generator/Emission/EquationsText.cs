using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints the equations of a window that are products of two matrices, each as a call of the product.</summary>
internal sealed class EquationsText(Vocabulary words)
{
    private readonly NetworkPlan _plan = words.Plan;
    private readonly string _number = words.Number;

    public void Write(CodeWriter code)
    {
        string none = $"ref NullRef<{_number}>()";
        Equation(code, "The part of (1) that does not wait for h: Z = X Wxᵀ + (bx + bh), all t at once.", "Project", "net", "x", "z",
            "Product(ref x, N, 1, ref Add(ref net, WxT), ref z, steps, N, ref Add(ref net, Bx), ref Add(ref net, Bh));");
        if (!_plan.TimeAcrossLanes)
        {
            Equation(code, "(2): Y = Hs Wyᵀ + by, all t at once, in the order of sums of a step.", "ReadOut", "net", "h", "y",
                $"ScoreProduct(ref h, Hp, 1, ref Add(ref net, WyT), ref y, steps, H, ref Add(ref net, By), {_plan.ReadOutTerms.Chains.Count});");
        }

        Equation(code, "The part of (5) that does not wait for e: G = D Wy, all t at once.", "ThroughReadOut", "d", "wy", "g",
            $"Product(ref d, {(_plan.TimeAcrossLanes ? "1, Tp" : "Kp, 1")}, ref wy, ref g, steps, K, {none}, {none});");
        Equation(code, "dWx = Σ e[t] x[t]ᵀ, all t at once.", "InputGradient", "e", "x", "dwx",
            $"Product(ref x, 1, N, ref e, ref dwx, N, steps, {none}, {none});");
        Equation(code, "dWh = Σ e[t] h[t-1]ᵀ, all t at once.", "HiddenGradient", "e", "h", "dwh",
            $"Product(ref h, 1, Hp, ref e, ref dwh, H, steps, {none}, {none});");
        Equation(code, "dWy = Σ D[t] h[t]ᵀ, all t at once.", "ReadOutGradient", "d", "h", "dwy", _plan.TimeAcrossLanes
            ? $"Product(ref d, Tp, 1, ref h, ref dwy, K, steps, {none}, {none});"
            : $"ScoreProduct(ref h, 1, Hp, ref d, ref dwy, H, steps, {none}, 1);");
    }

    private void Equation(CodeWriter code, string summary, string name, string first, string second, string result, string call)
    {
        code.Line();
        code.Line($"/// <summary>{summary}</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        code.Line($"private static void {name}(ref {_number} {first}, ref {_number} {second}, ref {_number} {result}, int steps) =>");
        code.Line("    " + call);
    }
}
