using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints the kernels of many sequences at once. Those of a window serve where rows do not wait for each other.</summary>
/// <param name="words">The words of a block of rows.</param>
/// <param name="streams">The same for the streams' step, which may have a twin on 512 bits.</param>
/// <param name="plan">The plan.</param>
internal sealed class BatchKernelsEmitter(Vocabulary words, Vocabulary streams, BatchPlan plan)
{
    private readonly string _number = words.Number;

    public void Write(CodeWriter code)
    {
        Recur(code);
        if (StreamLanes.OnUsualVectors(plan.Shape))
        {
            new StreamLanesText(new Vocabulary(words.Plan, words.Kernels, words.UsualKernels)).Write(code);
        }

        using (KernelsEmitter.Kernel(code, "(2): Y = Hs Wyᵀ + by, all rows at once, in the order of sums of a step.", "ReadOut", $"ref {_number} net, ref {_number} h, ref {_number} y, int rows"))
        {
            if (plan.Rows.FewClasses)
            {
                using (code.Block("for (; rows > 0; rows--)"))
                {
                    new CellText(words).ScoresByClass(code);
                    code.Line("h = ref Add(ref h, Hp); y = ref Add(ref y, 1);");
                }
            }
            else
            {
                code.Line(EquationsText.ReadOut(plan.Rows, "rows"));
            }
        }

        if (plan.Shape.HasBatch)
        {
            if (!BatchLayout.SequencesAcrossLanes(plan.Shape))
            {
                RecurBatch(code);
                ThroughTime(code);
                if (!plan.Rows.TimeAcrossLanes)
                {
                    Average(code);
                }
            }

            new ElementsText(words).Update(code);
        }
    }

    /// <summary>One step of rows, every sum in the order of a single step.</summary>
    private void Recur(CodeWriter code)
    {
        if (plan.ProjectsInputs)
        {
            new EquationsText(words).Project(code, "rows", "rows");
        }

        if (plan.StreamByStream)
        {
            new RecurrenceText(streams).Streams(code);
            return;
        }

        string hidden = "new(ref h, Hp, 1, ref Add(ref net, WhT), Hp, H)";
        string count = plan.Chains switch { { Count: 1 } => "", { Count: int chains, Interleaved: true } => $", {chains}, inTurn: true", { Count: int chains } => $", {chains}" };
        if (plan.ProjectsInputs)
        {
            using (KernelsEmitter.Kernel(code, "The rest of (1), one step of rows of h: next = tanh(z + Wh h), where next holds z on entry.", "Recur", $"ref {_number} net, ref {_number} h, ref {_number} next, int rows"))
            {
                code.Line($"MatrixProduct.Tanh(default, {hidden}, ref next, Hp, ref next, Hp, rows, H{count});");
            }

            return;
        }

        using (KernelsEmitter.Kernel(code, "(1), one step of rows of x and h: next = tanh(Wx x + bx + Wh h + bh).", "Recur", $"ref {_number} net, ref {_number} x, ref {_number} h, ref {_number} next, ref {_number} bias, int rows"))
        {
            Vocabulary.BiasRow(code);
            code.Line($"MatrixProduct.Tanh(new(ref x, N, 1, ref Add(ref net, WxT), Hp, N), {hidden}, ref bias, 0, ref next, Hp, rows, H{count});");
        }
    }

    private void RecurBatch(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "(1): h[t] = tanh(Wx x[t] + bx + Wh h[t-1] + bh), t = 1..T, count rows in each.", "RecurBatch", $"ref {_number} net, ref {_number} h, ref {_number} x, ref {_number} bias, {PackedParameter}int count"))
        {
            Vocabulary.BiasRow(code);
            (string wx, string wh) = Pack(code, ("wx", "ref Add(ref net, WxT)", "N"), ("wh", "ref Add(ref net, WhT)", "H"));
            code.Line($"ref {_number} last = ref h; // not read in the first step, for h[0] = 0");
            using (code.Block("for (int t = 0; t < T; t++)"))
            {
                code.Line($"MatrixProduct.Tanh(new(ref x, N, 1, {wx}, N), new(ref last, Hb, 1, {wh}, t > 0 ? H : 0), ref bias, 0, ref h, Hb, count, H);");
                code.Lines(
                    """
                    last = ref h;
                    h = ref Add(ref h, count * Hb);
                    x = ref Add(ref x, count * N);
                    """);
            }
        }
    }

    private void ThroughTime(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "(5): e[t] = (1 - h[t]²) ∘ (Wyᵀ D[t] + Whᵀ e[t+1]), t = T..1, count rows in each; dbx = Σ e[t].", "ThroughTime", $"ref {_number} wh, ref {_number} wy, ref {_number} h, ref {_number} d, ref {_number} e, ref {_number} dbx, {PackedParameter}int count"))
        {
            (string wy, string wh) = Pack(code, ("packedWy", "ref wy", "K"), ("packedWh", "ref wh", "H"));
            code.Line("h = ref Add(ref h, (T - 1) * count * Hb); // h[T]");
            (string row, string strides) = plan.Rows.ReadOutByRows ? ("count", "1, Ap") : ("count * Kp", "Kp, 1");
            code.Line($"d = ref Add(ref d, (T - 1) * {row});");
            code.Line("e = ref Add(ref e, (T - 1) * count * Hb);");
            using (code.Block("for (int t = T; t > 0; t--)"))
            {
                code.Line($"MatrixProduct.ThroughTanh(new(ref d, {strides}, {wy}, K), new(ref Add(ref e, count * Hb), Hb, 1, {wh}, t < T ? H : 0), ref h, ref e, Hb, count, H);");
                code.Line("ColumnSums.Run(ref e, Hb, count, ref dbx, H, more: t < T); // while e[t] is in the first cache");
                code.Line("h = ref Subtract(ref h, count * Hb);");
                code.Line($"d = ref Subtract(ref d, {row});");
                code.Line("e = ref Subtract(ref e, count * Hb);");
            }
        }
    }

    private bool Packs => BatchLayout.PacksWeights(plan.Shape);

    private string PackedParameter => Packs ? $"ref {_number} packed, " : "";

    /// <summary>The two factors of a step as arguments: packed first, one behind the other, where that pays.</summary>
    private (string First, string Second) Pack(CodeWriter code, (string Name, string Factor, string Rows) first, (string Name, string Factor, string Rows) second)
    {
        if (!Packs)
        {
            return ($"{first.Factor}, Hp", $"{second.Factor}, Hp");
        }

        code.Line("// All rows of all steps pass over these: their strips one behind the other come from the cache without gaps.");
        code.Line($"ref {_number} {first.Name} = ref packed, {second.Name} = ref Add(ref packed, {first.Rows} * Hp);");
        foreach ((string name, string factor, string rows) in new[] { first, second })
        {
            code.Line($"MatrixProduct.Pack({factor}, Hp, ref {name}, {rows}, H);");
        }

        return ($"ref {first.Name}", $"ref {second.Name}");
    }

    private void Average(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "The gradient of the mean over count sequences from that of the sum.", "Average", $"ref {_number} gradient, int count"))
        {
            code.Line($"V share = Create({words.Literal(1)} / count);");
            using (code.Block(Vocabulary.Columns("NetLength")))
            {
                code.Line(Vocabulary.Store($"({Vocabulary.Load("gradient", "i")} * share)", "gradient", "i"));
            }
        }
    }
}
