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

    private int K => plan.Shape.K;

    private int Hp => plan.Rows.Layout.Hp;

    private int Kp => plan.Rows.Layout.Kp;

    public void Write(CodeWriter code)
    {
        Recur(code);
        _window.ReadOuts(code, score: plan.Shape.HasBatch);
        if (plan.Shape.HasBatch)
        {
            ThroughTime(code);
            _window.OuterProducts(code);
            ReadOutGradient(code);
            BiasGradients(code);
            Average(code);
            _window.Update(code);
        }
    }

    private void Recur(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "(1): h[t] = tanh(Wx x[t] + bx + Wh h[t-1] + bh), t = 1..steps, count rows in each. The first count rows of h are h[0].", "Recur", $"ref {_number} net, ref {_number} h, ref {_number} x, int count, int steps"))
        using (code.Block("for (int t = 0; t < steps; t++)"))
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
                MatMulText.Finish(code, vectors, rows, new("c", Hp), (_, _, sum) => sum);
            });
            code.Line();
            code.Line("// tanh has a loop of its own: its constants would not fit the registers beside the sums.");
            using (code.Block("for (int i = 0; i < count * Hp; i += V.Count)"))
            {
                code.Line(Vocabulary.Store($"VectorMath.Tanh({Vocabulary.Load("next", "i")})", "next", "i"));
            }

            code.Line();
            code.Line("h = ref next;");
            code.Line($"x = ref Add(ref x, count * N);");
        }
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

    private void ThroughTime(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "(5): e[t] = (1 - h[t]²) ∘ (Wyᵀ D[t] + Whᵀ e[t+1]), t = T..1, count rows in each. The first count rows of h are h[0].", "ThroughTime", $"ref {_number} wh, ref {_number} wy, ref {_number} h, ref {_number} d, ref {_number} e, int count"))
        {
            code.Line("h = ref Add(ref h, T * count * Hp); // h[T]");
            code.Line("d = ref Add(ref d, (T - 1) * count * Kp);");
            code.Line("e = ref Add(ref e, (T - 1) * count * Hp);");
            using (code.Block("for (int t = T; t > 0; t--)"))
            {
                code.Line($"ref {_number} later = ref Add(ref e, count * Hp);");
                code.Line("int laterTerms = t < T ? H : 0;");
                MatMulText.Tiles(code, words, plan.Rows.ThroughReadOut, "count", padded: false, (vectors, rows, first, at) =>
                {
                    code.Line($"ref {_number} a = {Vocabulary.Place("d", MatMulText.Times(first, Kp))};");
                    code.Line($"ref {_number} b = {Vocabulary.Place("wy", at)};");
                    MatMulText.Start(code, vectors, rows, (_, _) => "V.Zero");
                    MatMulText.Terms(code, vectors, rows, K.ToString(), new("d", Kp), new("wy", Hp), 1);
                    code.Line($"a = {Vocabulary.Place("later", MatMulText.Times(first, Hp))};");
                    code.Line($"b = {Vocabulary.Place("wh", at)};");
                    MatMulText.Terms(code, vectors, rows, "laterTerms", new("e", Hp), new("wh", Hp), 1);
                    code.Line($"a = {Vocabulary.Place("h", Vocabulary.Sum(MatMulText.Times(first, Hp), at))};");
                    code.Line($"ref {_number} c = {Vocabulary.Place("e", Vocabulary.Sum(MatMulText.Times(first, Hp), at))};");
                    MatMulText.Finish(code, vectors, rows, new("c", Hp), (row, vector, sum) =>
                    {
                        string h = Vocabulary.Load("a", (row * Hp).ToString(), Vocabulary.Vectors(vector));
                        return $"({sum} * {Vocabulary.MultiplyAdd("-" + h, h, $"Create({words.Literal(1)})")})";
                    });
                });
                code.Line("h = ref Subtract(ref h, count * Hp);");
                code.Line("d = ref Subtract(ref d, count * Kp);");
                code.Line("e = ref Subtract(ref e, count * Hp);");
            }
        }
    }

    private void ReadOutGradient(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "dWy = Σ D[t] h[t]ᵀ, all rows at once.", "ReadOutGradient", $"ref {_number} d, ref {_number} h, ref {_number} dwy, int steps"))
        {
            if (plan.Rows.TimeAcrossLanes)
            {
                MatMulText.Write(code, words, plan.Rows.ReadOutGradient, K.ToString(), "steps", new("d", 1, Kp), new("h", Hp), new("dwy", Hp), KernelsEmitter.Zero);
            }
            else
            {
                _window.ReadOutGradientByClass(code);
            }
        }
    }

    private void BiasGradients(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "dbx = dbh = Σ e[t] and dby = Σ D[t].", "BiasGradients", $"ref {_number} e, ref {_number} d, ref {_number} gradient, int steps"))
        {
            _window.ColumnSums(code, "e", Hp, "Bx", "Bh");
            _window.ColumnSums(code, "d", Kp, "By");
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
