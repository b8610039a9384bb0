using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints the equations of a window that are products of two matrices, each as a call of the library's product.</summary>
internal sealed class EquationsText(Vocabulary words)
{
    private readonly NetworkPlan _plan = words.Plan;
    private readonly string _number = words.Number;

    public void Write(CodeWriter code)
    {
        string none = $"ref NullRef<{_number}>(), 0";
        if (!_plan.InputInStep)
        {
            Project(code, "t", "steps");
        }

        if (!_plan.ReadOutInStep)
        {
            Equation(code, "(2): Y = Hs Wyᵀ + by, all t at once, in the order of sums of a step.", "ReadOut", "h", "y", $"ref {_number} net, ", ReadOut(_plan, "steps"), apart: true);
        }

        if (!_plan.ClassesInStep)
        {
            Equation(code, "The part of (5) that does not wait for e: G = D Wy, all t at once.", "ThroughReadOut", "wy", "g", $"ref {_number} d, ",
                $"MatrixProduct.Run(ref d, {(_plan.TimeAcrossLanes ? "1, Tp" : "Kp, 1")}, ref wy, Hp, {none}, ref g, Hp, steps, H, K);");
        }

        if (_plan.GradientsInRegisters)
        {
            new GradientsText(words, GradientSums.All).Write(code);
            return;
        }

        bool Backwards(GradientSums gradient) => (_plan.LastStepFirst & gradient) != 0;
        string Order(GradientSums gradient) => Backwards(gradient) ? "all t at once, but summed last step first" : "all t at once";
        string Rows(GradientSums gradient, string name, string stride) => Backwards(gradient) ? $"ref Add(ref {name}, (steps - 1) * {stride}), 1, -{stride}" : $"ref {name}, 1, {stride}";
        string Errors(GradientSums gradient) => Backwards(gradient) ? "ref Add(ref e, (steps - 1) * Hp), -Hp" : "ref e, Hp";
        string Classes(string last, string row, string column) => Backwards(GradientSums.ReadOut) ? $"ref Add(ref d, {last}), {row}, -{column}" : $"ref d, {row}, {column}";
        string states = Backwards(GradientSums.ReadOut) ? "ref Add(ref h, (steps - 1) * Hp), -Hp" : "ref h, Hp";
        Equation(code, $"dWx = Σ e[t] x[t]ᵀ, {Order(GradientSums.Input)}.", "InputGradient", "x", "dwx", $"ref {_number} e, ",
            $"MatrixProduct.Run({Rows(GradientSums.Input, "x", "N")}, {Errors(GradientSums.Input)}, {none}, ref dwx, Hp, N, H, steps);");
        Equation(code, $"dWh = Σ e[t] h[t-1]ᵀ, {Order(GradientSums.Hidden)}.", "HiddenGradient", "h", "dwh", $"ref {_number} e, ",
            $"MatrixProduct.Run({Rows(GradientSums.Hidden, "h", "Hp")}, {Errors(GradientSums.Hidden)}, {none}, ref dwh, Hp, H, H, steps);");
        Equation(code, $"dWy = Σ D[t] h[t]ᵀ, {Order(GradientSums.ReadOut)}{(_plan.TimeAcrossLanes && RowReadOut.GradientHasRowOfZeros(_plan.Shape) ? ", with a row of zeros that makes a whole tile of it" : "")}.", "ReadOutGradient", "h", "dwy", $"ref {_number} d, ", (_plan.TimeAcrossLanes, _plan.ReadOutByRows || _plan.FewClasses) switch
        {
            (true, _) => $"MatrixProduct.Run({Classes("steps - 1", "Tp", "1")}, {states}, {none}, ref dwy, Hp, {GradientRows(_plan)}, H, steps);{GradientNote(_plan)}",
            (false, true) => $"MatrixProduct.Run({Classes("(steps - 1) * Kp", "1", "Kp")}, {states}, {none}, ref dwy, Hp, K, H, steps);",
            (false, false) => $"MatrixProduct.Run(ref h, 1, Hp, ref d, Kp, {none}, ref dwy, Kp, H, K, steps);",
        });
    }

    /// <summary>Wx x + bx + bh for many rows of x.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="row">What a row is one of.</param>
    /// <param name="count">The number of rows.</param>
    public void Project(CodeWriter code, string row, string count)
    {
        string chains = _plan.InputTerms.Chains.Count > 1 ? $", {_plan.InputTerms.Chains.Count}" : "";
        Equation(code, $"The part of (1) that does not wait for h: Z = X Wxᵀ + (bx + bh), all {row} at once.", "Project", "x", "z", $"ref {_number} net, ref {_number} bias, ",
            $"MatrixProduct.Run(ref x, N, 1, ref Add(ref net, WxT), Hp, ref bias, 0, ref z, Hp, {count}, H, N{chains});", biased: true, apart: true, count);
    }

    /// <summary>Rows of dWy that a product of D and h computes, both with time across the lanes and zeros behind the last class.</summary>
    public static string GradientRows(NetworkPlan plan) => RowReadOut.GradientHasRowOfZeros(plan.Shape) ? "Vector512.IsHardwareAccelerated ? K : K + 1" : "K";

    /// <summary>Why they may be more than K.</summary>
    public static string GradientNote(NetworkPlan plan) => RowReadOut.GradientHasRowOfZeros(plan.Shape) ? " // tiles have six rows, but on 512 bits five" : "";

    /// <summary>(2) for so many rows of h.</summary>
    public static string ReadOut(NetworkPlan plan, string rows) => (plan.ReadOutByRows, plan.TimeAcrossLanes) switch
    {
        (false, _) => $"MatrixProduct.Run(ref h, Hp, 1, ref Add(ref net, WyT), Kp, ref Add(ref net, By), 0, ref y, Kp, {rows}, K, H, {plan.ReadOutTerms.Chains.Count});",
        (true, false) => $"RowProducts.Run(ref h, Hp, ref Add(ref net, Wy), Hp, ref Add(ref net, By), ref y, Kp, {rows}, K, H);",
        (true, true) => $"RowProducts.RunTransposed(ref h, Hp, ref Add(ref net, Wy), Hp, ref Add(ref net, By), ref y, Tp, {rows}, K, H);",
    };

    /// <param name="code">Where to.</param>
    /// <param name="summary">The equation.</param>
    /// <param name="name">Of the method.</param>
    /// <param name="operand">The factor that is its own.</param>
    /// <param name="result">The product.</param>
    /// <param name="before">Parameters before these.</param>
    /// <param name="call">What it does.</param>
    /// <param name="biased">Whether the row of bx + bh is computed first.</param>
    /// <param name="apart">
    /// Whether it is never inlined: those of the way forward would use up the JIT's budget for inlining in Forward. The way
    /// back is a method of its own and takes all it needs.
    /// </param>
    /// <param name="count">The number of rows.</param>
    private void Equation(CodeWriter code, string summary, string name, string operand, string result, string before, string call, bool biased = false, bool apart = false, string count = "steps")
    {
        code.Line();
        code.Line($"/// <summary>{summary}</summary>");
        string options = apart ? "Kernel" : "MethodImplOptions.AggressiveOptimization";
        using (code.Block($"[MethodImpl({options})]\nprivate static void {name}({before}ref {_number} {operand}, ref {_number} {result}, int {count})"))
        {
            if (biased)
            {
                Vocabulary.BiasRow(code);
            }

            code.Line(call);
        }
    }
}
