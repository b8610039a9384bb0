using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints the kernels of many sequences at once. Those of a window serve where rows do not wait for each other.</summary>
internal sealed class BatchKernelsEmitter(Vocabulary words, BatchPlan plan)
{
    private readonly KernelsEmitter _window = new(words);
    private readonly string _number = words.Number;

    private int N => plan.Shape.N;

    private int H => plan.Shape.H;

    private int Hp => plan.Rows.Layout.Hp;

    public void Write(CodeWriter code)
    {
        Recur(code);
        ReadOut(code);
        if (plan.Shape.HasBatch)
        {
            if (BatchLayout.SequencesAcrossLanes(plan.Shape))
            {
                new BatchLanesEmitter(words).Kernels(code);
            }
            else
            {
                RecurBatch(code);
                ThroughTime(code);
            }

            Average(code);
            _window.Update(code);
        }
    }

    private void ReadOut(CodeWriter code)
    {
        bool score = plan.Shape.HasBatch;
        if (plan.Rows.TimeAcrossLanes || plan.Rows.ReadOutTerms.Chains > 1)
        {
            _window.ReadOuts(code, score);
            return;
        }

        using (KernelsEmitter.Kernel(code, "(2): Y = Hs Wyᵀ + by, all rows at once.", "ReadOut", $"ref {_number} net, ref {_number} h, ref {_number} y, int rows"))
        {
            code.Line("MatrixProduct.Run(ref h, Hp, 1, ref Add(ref net, WyT), Kp, ref Add(ref net, By), 0, ref y, Kp, rows, K, H);");
        }

        new SoftmaxText(words).Write(code, score);
    }

    /// <summary>One step of all rows: a single chain is a product from the library, several are a tile of their own.</summary>
    private void Recur(CodeWriter code)
    {
        const string Summary = "(1), one step: h = tanh(Wx x + bx + Wh h[t-1] + bh), count rows. The first count rows of h are h[t-1], the next become h.";
        if (plan.Chains.Count > 1)
        {
            using (KernelsEmitter.Kernel(code, Summary, "Recur", $"ref {_number} net, ref {_number} h, ref {_number} x, int count"))
            {
                RecurInChains(code);
            }

            return;
        }

        using (KernelsEmitter.Kernel(code, Summary, "Recur", $"ref {_number} net, ref {_number} h, ref {_number} x, ref {_number} bias, int count"))
        {
            using (code.Block("for (int i = 0; i < Hp; i += V.Count)"))
            {
                code.Line(Vocabulary.Store($"({_window.BiasSum("i")})", "bias", "i"));
            }

            code.Line();
            code.Line($"ref {_number} next = ref Add(ref h, count * Hp);");
            code.Line("MatrixProduct.Run(ref x, N, 1, ref Add(ref net, WxT), Hp, ref bias, 0, ref next, Hp, count, H, N);");
            code.Line("MatrixProduct.Run(ref h, Hp, 1, ref Add(ref net, WhT), Hp, ref next, Hp, ref next, Hp, count, H, H);");
            code.Line("Activation.Tanh(ref next, count * Hp);");
        }
    }

    private void RecurInChains(CodeWriter code)
    {
            code.Line($"ref {_number} next = ref Add(ref h, count * Hp);");
            MatMulText.Tiles(code, words, plan.Recur, "count", padded: false, (vectors, rows, first, at) =>
            {
                Operand x = new("x", N), wx = new("net", Hp), h = new("h", Hp), wh = new("net", Hp);
                code.Line($"ref {_number} a = {Vocabulary.Place("x", MatMulText.Times(first, N))};");
                code.Line($"ref {_number} b = {Vocabulary.Place("net", Vocabulary.Sum("WxT", at))};");
                MatMulText.Start(code, vectors, rows, (_, v) => _window.BiasSum(Vocabulary.Sum(at, Vocabulary.Vectors(v))));
                MatMulText.Terms(code, vectors, rows, N.ToString(), x, wx, 1);
                code.Line($"a = {Vocabulary.Place("h", MatMulText.Times(first, Hp))};");
                code.Line($"b = {Vocabulary.Place("net", Vocabulary.Sum("WhT", at))};");
                Chains(code, vectors, rows, h, wh);
                code.Line($"ref {_number} c = {Vocabulary.Place("next", Vocabulary.Sum(MatMulText.Times(first, Hp), at))};");
                MatMulText.Finish(code, vectors, rows, new("c", Hp), add: false);
            });
            code.Line();
            code.Line("Activation.Tanh(ref next, count * Hp);");
    }

    /// <summary>The sums over h in the chains of a single step, added up in the same pairs.</summary>
    private void Chains(CodeWriter code, int vectors, int rows, Operand a, Operand b)
    {
        if (plan.Chains.Count == 1)
        {
            MatMulText.Terms(code, vectors, rows, H.ToString(), a, b, 1);
            return;
        }

        string[] names = [.. plan.Chains.Select((_, chain) => chain == 0 ? "" : ((char)('a' + chain)).ToString())];
        (int Row, int Vector)[] cells = [.. from row in Enumerable.Range(0, rows) from vector in Enumerable.Range(0, vectors) select (row, vector)];
        code.Line(Vocabulary.Declare(names.Skip(1).SelectMany(name => cells.Select(cell => (MatMulText.Cell(cell.Row, cell.Vector, name), "V.Zero")))));
        int common = plan.Chains.Min(chain => chain.Count);
        using (code.Block($"for (int k = {common}; k > 0; k--)"))
        {
            for (int chain = 0; chain < plan.Chains.Count; chain++)
            {
                Term(chain, plan.Chains[chain].First);
            }

            code.Line($"a = ref Add(ref a, {plan.ChainStep * a.ColumnStride});");
            code.Line($"b = ref Add(ref b, {plan.ChainStep * b.RowStride});");
        }

        for (int chain = 0; chain < plan.Chains.Count; chain++)
        {
            for (int rest = 0; rest < plan.Chains[chain].Count - common; rest++)
            {
                Term(chain, plan.Chains[chain].First + rest * plan.ChainStep);
            }
        }

        for (int apart = 1; apart < names.Length; apart *= 2)
        {
            for (int chain = 0; chain < names.Length; chain += 2 * apart)
            {
                code.Line(string.Join(" ", cells.Select(cell => $"{MatMulText.Cell(cell.Row, cell.Vector, names[chain])} += {MatMulText.Cell(cell.Row, cell.Vector, names[chain + apart])};")));
            }
        }

        void Term(int chain, int term)
        {
            using (code.Block())
            {
                MatMulText.Term(code, vectors, rows, a, b, term, 1, names[chain]);
            }
        }
    }

    private void RecurBatch(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "(1): h[t] = tanh(Wx x[t] + bx + Wh h[t-1] + bh), t = 1..T, count rows in each. The first count rows of h become h[0] = 0.", "RecurBatch", $"ref {_number} net, ref {_number} h, ref {_number} x, int count"))
        {
            code.Lines(
                $"""
                InitBlockUnaligned(ref As<{_number}, byte>(ref h), 0, (uint)(count * Hb * sizeof({_number})));
                for (int t = 0; ; t++)
                """);
            using (code.Block())
            {
                using (code.Block("for (int row = 0; row < count; row++)"))
                {
                    code.Line($"Add(ref h, row * Hb + H) = {words.Literal(1)};");
                }

                code.Line();
                using (code.Block("if (t == T)"))
                {
                    code.Line("return;");
                }

                code.Line();
                code.Lines(
                    $"""
                    ref {_number} next = ref Add(ref h, count * Hb);
                    MatrixProduct.Run(ref x, Nb, 1, ref Add(ref net, WxT), Hp, ref NullRef<{_number}>(), 0, ref next, Hb, count, H, N + 1);
                    MatrixProduct.Run(ref h, Hb, 1, ref Add(ref net, WhT), Hp, ref next, Hb, ref next, Hb, count, H, H + 1);
                    Activation.Tanh(ref next, count * Hb);
                    h = ref next;
                    x = ref Add(ref x, count * Nb);
                    """);
            }
        }
    }

    private void ThroughTime(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "(5): e[t] = (1 - h[t]²) ∘ (Wyᵀ D[t] + Whᵀ e[t+1]), t = T..1, count rows in each. The first count rows of h are h[0].", "ThroughTime", $"ref {_number} wh, ref {_number} wy, ref {_number} h, ref {_number} d, ref {_number} e, int count"))
        {
            code.Line("h = ref Add(ref h, T * count * Hb); // h[T]");
            code.Line("d = ref Add(ref d, (T - 1) * count * Kp);");
            code.Line("e = ref Add(ref e, (T - 1) * count * Hb);");
            using (code.Block("for (int t = T; t > 0; t--)"))
            {
                code.Line($"MatrixProduct.Run(ref d, Kp, 1, ref wy, Hp, ref NullRef<{_number}>(), 0, ref e, Hb, count, H, K);");
                using (code.Block("if (t < T)"))
                {
                    code.Line("MatrixProduct.Run(ref Add(ref e, count * Hb), Hb, 1, ref wh, Hp, ref e, Hb, ref e, Hb, count, H, H);");
                }

                code.Line();
                code.Line("Activation.ThroughTanh(ref e, ref h, count * Hb);");
                code.Line("h = ref Subtract(ref h, count * Hb);");
                code.Line("d = ref Subtract(ref d, count * Kp);");
                code.Line("e = ref Subtract(ref e, count * Hb);");
            }
        }
    }

    private void Average(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "The gradient of the mean over count sequences from that of the sum.", "Average", $"ref {_number} gradient, int count"))
        {
            code.Line($"V share = Create({words.Literal(1)} / count);");
            using (code.Block("for (int i = 0; i < NetLength; i += V.Count)"))
            {
                code.Line(Vocabulary.Store($"({Vocabulary.Load("gradient", "i")} * share)", "gradient", "i"));
            }
        }
    }
}
