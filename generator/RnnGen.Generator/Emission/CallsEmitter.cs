using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints the memory layout and the four calls, each a sequence of kernels.</summary>
internal sealed class CallsEmitter(Vocabulary words)
{
    private readonly NetworkPlan _plan = words.Plan;
    private readonly string _number = words.Number;

    public void Write(CodeWriter code)
    {
        Constants(code);
        string buffers = $"AlignedBuffer<{_number}> net, AlignedBuffer<{_number}> memory";
        string window = $"ReadOnlySpan<{_number}> x, ReadOnlySpan<int> labels";

        NewNetwork(code);
        code.Line();
        WideChoice(code, _plan, _plan.WidePays);
        code.Line();
        code.Line("/// <summary>Equations (1) to (3), one step.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        using (code.Block($"internal static void Step({buffers}, ReadOnlySpan<{_number}> x, Span<{_number}> p)"))
        {
            using (code.Block("if (x.Length != N || p.Length != K)"))
            {
                code.Line("Check.ThrowStep(x.Length, N, p.Length, K);");
            }

            code.Line();
            using (code.Block($"if ({HasInfinity})"))
            {
                code.Line("StepFinite(net, memory, x, p);");
                code.Line("return;");
            }

            code.Line();
            string Arguments(KernelPlan kernels) =>
                $"ref net.At(0), ref memory.At(0), {(SoftmaxText.OverMemory(_plan, kernels) ? "ref memory.At(Scores), " : "")}ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(p)";
            using (code.Block("if (Wide)"))
            {
                code.Line($"{words.WideKernels}.StepOnce({Arguments(_plan.Wide)}{(BlocksText.KeepsSums(_plan, _plan.Wide) ? ", ref memory.At(Sums)" : "")});");
                code.Line("return;");
            }

            code.Line();
            code.Line($"StepOnce({Arguments(_plan.Usual)}{Sums(", ", "Sums", "")});");
        }

        code.Line();
        code.Line("/// <summary>A step whose input holds an infinity, out of the way of all others.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.NoInlining)]");
        using (code.Block($"private static void StepFinite({buffers}, ReadOnlySpan<{_number}> x, Span<{_number}> p)"))
        {
            code.Line("Step(net, memory, Check.Finite(x, memory, Inputs), p);");
        }

        code.Line();
        code.Line("/// <summary>Equations (1) to (3) over a window, from the hidden state on.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        using (code.Block($"internal static void Forward({buffers}, ReadOnlySpan<{_number}> x, Span<{_number}> p)"))
        {
            code.Lines(
                $"""
                int steps = Check.Steps(x.Length, N, p.Length, K, T);
                ref {_number} input = ref MemoryMarshal.GetReference(Check.Finite(x, memory, Inputs));
                ref {_number} h0 = ref memory.At(0);
                """);
            FirstState(code, !_plan.InputInStep || !_plan.ReadOutInStep);
            code.Line($"ref {_number} y = ref memory.At(Scores);");
            States(code, "y", "Bias", "Sums");
            code.Line(Copy("h0", "memory.At(steps * Hp)", "Hp"));
            if (_plan.TimeAcrossLanes)
            {
                code.Line("LaneSoftmax.Normalize(ref y, Tp, K, steps); // (3)");
                code.Line("Transposition.Run(ref y, Tp, ref MemoryMarshal.GetReference(p), K, K, steps);");
            }
            else
            {
                code.Line("RowSoftmax.Normalize(ref y, Kp, ref MemoryMarshal.GetReference(p), K, steps, Wide); // (3)");
            }
        }

        code.Line();
        code.Line("/// <summary>Loss (4) and its gradient by all six parameters, by the recursion (5).</summary>");
        code.Line($"[MethodImpl({BackwardOptions})]");
        using (code.Block($"internal static {_number} Backward({buffers}, {window})"))
        {
            code.Lines(
                $"""
                int steps = Check.Window(x.Length, N, labels, K, T);
                ref {_number} input = ref MemoryMarshal.GetReference(Check.Finite(x, memory, TrainInputs));
                ref {_number} h0 = ref memory.At(0); // always zero
                """);
            FirstState(code, !_plan.InputInStep || !_plan.ReadOutInStep || !_plan.GradientsInRegisters);
            code.Lines(
                $"""
                ref {_number} d = ref memory.At(Scores); // y, then p, then D = p - l
                ref {_number} e = ref memory.At(Errors);{(_plan.ClassesInStep ? "" : " // G, then e")}
                """);
            if (_plan.TimeAcrossLanes)
            {
                code.Line("LaneSoftmax.Numbers(ref MemoryMarshal.GetReference(labels), ref memory.At(Labels), steps);");
            }

            States(code, "d", "TrainBias", "TrainSums");
            code.Line(_plan.TimeAcrossLanes
                ? $"{_number} loss = ({_number})LaneSoftmax.Score(ref d, Tp, K, ref memory.At(Labels), steps, ref memory.At(Labels + Tp)); // (3) and (4)"
                : $"{_number} loss = ({_number})RowSoftmax.Score(ref d, Kp, K, ref MemoryMarshal.GetReference(labels), steps, Wide); // (3) and (4)");
            code.Line();
            string wy = $"ref {(_plan.ReadOutByRows ? "net" : "memory")}.At(Wy)";
            code.Lines($"Transposition.Run(ref net.At(WhT), Hp, ref memory.At(Wh), Hp, H, H);{(_plan.ReadOutByRows ? "" : $"\nTransposition.Run(ref net.At(WyT), {words.Ky}, ref memory.At(Wy), Hp, H, {StoredClasses});")}");
            if (!_plan.ClassesInStep)
            {
                code.Line($"ThroughReadOut(ref d, {wy}, ref e, steps);");
            }

            string through = $"ref memory.At(Wh), {(_plan.ClassesInStep ? $"{wy}, ref d, " : "")}ref h0, ref e, ";
            GradientSums together = _plan.OnTheWayBack;
            if (together != GradientSums.None)
            {
                // With AVX-512 there are thirty-two registers; Vector<T> may be told to be narrower than a row all the same.
                bool wide = _plan.Wide.OnTheWayBack != GradientSums.None;
                using (code.Block($"if ({(wide ? "Wide" : $"Vector512.IsHardwareAccelerated && V.Count >= {_plan.Lanes.Middle}")})"))
                {
                    string input = (together & GradientSums.Input) != 0 ? "ref input, " : "", dwy = (together & GradientSums.ReadOut) != 0 ? $"{WyGradient}, " : "";
                    code.Line($"{(wide ? words.WideKernels + "." : "")}{WayBackText.OnePass}({through}{input}{dwy}ref memory.At(Gradient), steps);");
                }
            }

            using (together != GradientSums.None ? code.Block("else") : null)
            {
                string gradient = _plan.BiasesOnTheWayBack ? "ref memory.At(Gradient), " : "";
                code.Line($"ThroughTime({through}{gradient}{Sums("", "TrainSums", ", ")}steps);");
                code.Line();
                Gradients(code, together == GradientSums.None ? GradientSums.All : together);
            }

            if (together is not (GradientSums.None or GradientSums.All))
            {
                code.Line();
                Gradients(code, GradientSums.All & ~together);
            }

            code.Line(_plan.LastStepFirst == GradientSums.None
                ? "BiasGradients(ref e, ref d, ref memory.At(Gradient), steps);"
                : $"{ElementsText.ScoreBiases(_plan, "ref d", "ref memory.At(Gradient + By)")} // dby = Σ D[t]");

            if (Transposes)
            {
                code.Line($"Transposition.Run(ref memory.At(WyGradient), Hp, ref memory.At(Gradient + WyT), {words.Ky}, {StoredClasses}, H);");
            }

            code.Line("return loss;");
        }

        code.Line();
        code.Line("/// <summary>Backward, then θ ← θ - γ dθ.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        using (code.Block($"internal static {_number} Train({buffers}, {window}, {_number} learningRate)"))
        {
            code.Line($"{_number} loss = Backward(net, memory, x, labels);");
            Descend(code);
        }

        Padding(code);
    }

    /// <summary>The property that chooses the kernels.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="pays">Whether those on 512 bits pay in this file.</param>
    public static void WideChoice(CodeWriter code, NetworkPlan plan, bool pays)
    {
        code.Line(pays
            ? "/// <summary>Whether the kernels on 512 bits run: where the processor has such vectors.</summary>"
            : "/// <summary>Whether the kernels on 512 bits run: only where .NET was told to make Vector&lt;T&gt; that wide; for so few hidden units and classes narrower ones are as fast.</summary>");
        code.Line($"private static bool Wide => {(pays ? "Vector512.IsHardwareAccelerated" : $"V.Count == {plan.Lanes.Wide}")};");
    }

    /// <summary>
    /// Inlined into the user's call, the way back would use up the JIT's budget for inlining, so that its last lines call what
    /// is one instruction, unoptimised at first: a method of its own takes 1 to 3 % off a training step from H = 16 to 128.
    /// It costs 2 % at H = 8, where one pass sums all gradients and there is less to inline (measured).
    /// </summary>
    private string BackwardOptions => _plan.GradientsInRegisters ? "MethodImplOptions.AggressiveInlining" : "Kernel";

    /// <summary>Whether dWy comes with the other index across the lanes: where time runs there in softmax, or rows are shorter than vectors, and classes do in the read-out.</summary>
    private bool Transposes => (_plan.TimeAcrossLanes || _plan.FewClasses) && !_plan.ReadOutByRows;

    private bool MovesScores => NetworkPlan.MovesScores(_plan.Shape);

    /// <summary>Rows that are moved where there is one for each class.</summary>
    private string ClassRows => _plan.TimeAcrossLanes ? $"{TimeLanes.Rows(_plan.Shape)}" : "K";

    /// <summary>The same of Wyᵀ, whose rows may be shorter.</summary>
    private string StoredClasses => _plan.Layout.Ky < TimeLanes.Rows(_plan.Shape) ? "K" : ClassRows;

    /// <summary>h[1], where a product starts there.</summary>
    private void FirstState(CodeWriter code, bool needed)
    {
        if (needed)
        {
            code.Line($"ref {_number} h1 = ref memory.At(Hp);");
        }
    }

    /// <summary>h and y of a window: what one kernel does not do step by step is a product before or after it.</summary>
    private void States(CodeWriter code, string scores, string bias, string sums)
    {
        string rows = MovesScores ? "ref memory.At(ScoreRows)" : $"ref {scores}";
        if (!_plan.InputInStep)
        {
            code.Line($"Project(ref net.At(0), ref memory.At({bias}), ref input, ref h1, steps);");
        }

        code.Line($"Recur(ref net.At(0), ref h0, {(_plan.InputInStep ? "ref input, " : "")}{(_plan.ReadOutInStep ? rows + ", " : "")}{Sums("", sums, ", ")}steps);");
        if (!_plan.ReadOutInStep)
        {
            code.Line($"ReadOut(ref net.At(0), ref h1, {rows}, steps);");
        }

        if (MovesScores)
        {
            code.Line($"Transposition.Run({rows}, Kp, ref {scores}, Tp, steps, {ClassRows});");
        }
    }

    /// <summary>Where dWy goes: where time runs across the lanes, it comes as the paper has it.</summary>
    private string WyGradient => Transposes ? "ref memory.At(WyGradient)" : $"ref memory.At(Gradient + {(_plan.ReadOutByRows ? "Wy" : "WyT")})";

    /// <summary>Gradients from D and e: a call for each, or one where a pass in sixteen registers sums all.</summary>
    private void Gradients(CodeWriter code, GradientSums gradients)
    {
        if (_plan.GradientsInRegisters)
        {
            code.Line($"Gradients(ref input, ref h0, ref d, ref e, {WyGradient}, ref memory.At(Gradient), steps);");
            return;
        }

        Call(GradientSums.Input, "InputGradient(ref e, ref input, ref memory.At(Gradient + WxT), steps);");
        Call(GradientSums.Hidden, "HiddenGradient(ref e, ref h0, ref memory.At(Gradient + WhT), steps);");
        Call(GradientSums.ReadOut, $"ReadOutGradient(ref d, ref h1, {WyGradient}, steps);");

        void Call(GradientSums gradient, string call)
        {
            if ((gradients & gradient) != 0)
            {
                code.Line(call);
            }
        }
    }

    /// <summary>The end of a call that trains, after its loss.</summary>
    public void Descend(CodeWriter code)
    {
        code.Line("Update(ref net.At(0), ref memory.At(Gradient), learningRate);");
        if (HasPadding)
        {
            using (code.Block($"if (!{_number}.IsFinite(loss * learningRate))"))
            {
                code.Line("Pad(net); // NaN times its zeros was NaN, and would outlast parameters put right through the views");
            }

            code.Line();
        }

        code.Line("return loss;");
    }

    /// <summary>Whether x holds an infinity: number by number where it is shorter than any vector.</summary>
    private string HasInfinity => _plan.Shape.N < _plan.Lanes.Middle / 2
        ? string.Join(" || ", Enumerable.Range(0, _plan.Shape.N).Select(j => $"Check.IsInfinite(x[{j}])"))
        : "Check.HasInfinity(MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetReference(x), N))";

    /// <summary>The argument for the sums of blocks, where they are kept.</summary>
    private string Sums(string before, string offset, string after) => BlocksText.KeepsSums(_plan, _plan.Usual) ? $"{before}ref memory.At({offset}){after}" : "";

    private bool HasPadding => _plan.Layout.Kp > _plan.Shape.K;

    /// <summary>The method that sets the padding, where there is any.</summary>
    public void Padding(CodeWriter code)
    {
        if (!HasPadding)
        {
            return;
        }

        code.Line();
        code.Line("/// <summary>Classes that do not exist: they add nothing to a score and never win the maximum of a softmax.</summary>");
        using (code.Block($"internal static void Pad(AlignedBuffer<{_number}> net)"))
        {
            if (_plan.ReadOutByRows)
            {
                code.Line($"net.Slice(By + K, Kp - K).Fill({_number}.MinValue);");
                if (RowReadOut.Rows(_plan.Shape) > _plan.Shape.K)
                {
                    code.Line("net.Slice(Wy + K * Hp, By - Wy - K * Hp).Clear();");
                }

                if (_plan.Shape.H % RowReadOut.Lanes > 0)
                {
                    // Everything before by is rows of Hp.
                    using (code.Block("for (int row = 0; row < By; row += Hp) // units that do not exist"))
                    {
                        code.Line("net.Slice(row + H, Hp - H).Clear();");
                    }
                }

                return;
            }

            using (code.Block("for (int k = K; k < Kp; k++)"))
            {
                code.Line($"net.At(By + k) = {_number}.MinValue;");
                if (!_plan.FewClasses)
                {
                    Column();
                }
            }

            if (_plan.FewClasses && _plan.Layout.Ky > _plan.Shape.K)
            {
                code.Line();
                using (code.Block("for (int k = K; k < Ky; k++)"))
                {
                    Column();
                }
            }
        }

        void Column()
        {
            using (code.Block("for (int i = 0; i < H; i++)"))
            {
                code.Line($"net.At(WyT + i * {words.Ky} + k) = {words.Literal(0)};");
            }
        }
    }

    private void Constants(CodeWriter code)
    {
        NetworkShape shape = _plan.Shape;
        Layout layout = _plan.Layout;
        RunnerLayout runner = layout.Runner;
        TrainerLayout trainer = layout.Trainer;
        code.Line($"internal const int N = {shape.N}, H = {shape.H}, K = {shape.K}, T = {shape.T};");
        code.Line();
        code.Line($"// Rows of everything indexed by hidden unit, {(_plan.TimeAcrossLanes ? "by class and by step" : "and by class")}, {words.Padding}.");
        code.Line($"internal const int Hp = {layout.Hp}, Kp = {layout.Kp}{words.DeclareKy}{(_plan.TimeAcrossLanes ? $", Tp = {layout.Tp}" : "")};");
        code.Line();
        NetworkConstants(code);
        code.Line();
        string scores = (_plan.TimeAcrossLanes ? "y K×Tp" : "y T×Kp") + (MovesScores ? ", y as it is read out Tp×Kp" : "");
        code.Line($"// A runner: h[0..T] (T + 1)×Hp from 0 on, {scores}, {Bias("bx + bh, ")}{Blocks($"the sums of blocks of Wh h, {(NetworkPlan.AlternatesInSteps(shape) ? "which of them a step begins with, " : "")}")}and x where it had to be made finite.");
        code.Line($"internal const int Scores = {runner.Scores}, {(MovesScores ? $"ScoreRows = {runner.ScoreRows}, " : "")}{Bias($"Bias = {runner.Bias}, ")}{Blocks($"Sums = {runner.Sums}, ")}Inputs = {runner.Inputs}, RunnerLength = {runner.Length};");
        code.Line();
        code.Line($"// A trainer starts alike and goes on with {Time("labels and sums of the loss 3×Tp, ")}{Moved("dWy K×Hp, ")}e T×Hp, Wh H×Hp {(_plan.ReadOutByRows ? "as the paper has it" : "and Wy K×Hp as the paper has them")}, the gradient, {Bias("bx + bh, ")}{Blocks("the sums of blocks, ")}and x.");
        code.Line($"internal const int {Time($"Labels = {trainer.Labels}, ")}{Moved($"WyGradient = {trainer.WyGradient}, ")}Errors = {trainer.Errors}, Wh = {trainer.Wh}, {(_plan.ReadOutByRows ? "" : $"Wy = {trainer.Wy}, ")}Gradient = {trainer.Gradient}, {Bias($"TrainBias = {trainer.Bias}, ")}{Blocks($"TrainSums = {trainer.Sums}, ")}TrainInputs = {trainer.Inputs}, TrainerLength = {trainer.Length};");

        string Blocks(string text) => BlocksText.KeepsSums(_plan, _plan.Usual) ? text : "";
        string Bias(string text) => _plan.InputInStep ? "" : text;
        string Time(string text) => _plan.TimeAcrossLanes ? text : "";
        string Moved(string text) => Transposes ? text : "";
    }

    public void NetworkConstants(CodeWriter code)
    {
        ParameterLayout net = _plan.Layout.Parameters;
        code.Line($"// A network, and a gradient: Wxᵀ N×Hp, bx, Whᵀ H×Hp, bh, {(_plan.ReadOutByRows ? "Wy K×Hp and zeros up to a multiple of 4 rows" : $"Wyᵀ H×{words.Ky}")}, by.");
        code.Line($"internal const int WxT = {net.WxT}, Bx = {net.Bx}, WhT = {net.WhT}, Bh = {net.Bh}, {(_plan.ReadOutByRows ? "Wy" : "WyT")} = {net.Wy}, By = {net.By}, NetLength = {net.Length};");
    }

    /// <summary>The memory of a network comes from here and not from its constructors: the user may write more of them.</summary>
    private void NewNetwork(CodeWriter code)
    {
        code.Line();
        code.Line("/// <summary>The memory of a network: parameters and padding.</summary>");
        using (code.Block($"internal static AlignedBuffer<{_number}> NewNetwork()"))
        {
            code.Line($"AlignedBuffer<{_number}> net = new(NetLength);");
            if (HasPadding)
            {
                code.Line("Pad(net);");
            }

            code.Line("return net;");
        }
    }

    private string Copy(string target, string source, string count) =>
        $"CopyBlockUnaligned(ref As<{_number}, byte>(ref {target}), ref As<{_number}, byte>(ref {source}), {count} * sizeof({_number}));";
}
