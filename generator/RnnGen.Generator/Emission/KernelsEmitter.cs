using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints the kernels: one method per equation.</summary>
internal sealed class KernelsEmitter(Vocabulary words)
{
    private readonly NetworkPlan _plan = words.Plan;
    private readonly string _number = words.Number;

    private int N => _plan.Shape.N;

    private int H => _plan.Shape.H;

    private int K => _plan.Shape.K;

    private int Hp => _plan.Layout.Hp;

    private int Kp => _plan.Layout.Kp;

    public void Write(CodeWriter code)
    {
        new CallsEmitter(words).Write(code);
        Step(code);
        Project(code);
        Recur(code);
        ReadOuts(code, score: true);
        ThroughReadOut(code);
        ThroughTime(code);
        OuterProducts(code);
        ReadOutGradients(code);
        Update(code);
    }

    /// <summary>(2) and (3) over a window, and (4) where it is wanted.</summary>
    public void ReadOuts(CodeWriter code, bool score)
    {
        if (_plan.TimeAcrossLanes)
        {
            new TimeLanesText(words).Write(code, score);
        }
        else
        {
            ReadOut(code);
            new SoftmaxText(words).Write(code, score);
        }
    }

    private void Step(CodeWriter code)
    {
        using (Kernel(code, "One step, (1) to (3): h ← tanh(Wx x + bx + Wh h + bh), p ← softmax(Wy h + by).", "StepOnce", $"ref {_number} net, ref {_number} h, ref {_number} y, ref {_number} x, ref {_number} p"))
        {
            int[] several = _plan.Lanes.All.Where(width => _plan.HiddenStrips.Tiles(width, _plan.Lanes) > 1).ToArray();
            if (several.Length > 0)
            {
                code.Line("// h[t-1] is read to the last strip: where there are several, h[t] waits in the next row.");
                code.Line($"int next = {Vocabulary.Choose(several, _plan.Lanes, "Hp", "0")};");
            }

            words.Strips(code, _plan.HiddenStrips, (vectors, at) =>
            {
                code.Line($"ref {_number} source = ref x; ref {_number} row = {Vocabulary.Place("net", Vocabulary.Sum("WxT", at))};");
                for (int v = 0; v < vectors; v++)
                {
                    code.Line($"V z{v} = {BiasSum(Vocabulary.Sum(at, Vocabulary.Vectors(v)))};");
                }

                MatVecText.Accumulate(code, _plan.InputTerms, "z", vectors, "source", "row");
                code.Line($"source = ref h; row = {Vocabulary.Place("net", Vocabulary.Sum("WhT", at))};");
                MatVecText.Accumulate(code, _plan.HiddenTerms, "z", vectors, "source", "row", declareBroadcast: false);
                Activate(code, vectors, "h", several.Length > 0 ? "next" : "", at);
            });
            if (_plan.ActivatesApart)
            {
                using (code.Block($"for (int i = 0; i < {_plan.HiddenStrips.Columns}; i += V.Count)"))
                {
                    string z = Vocabulary.Load("h", several.Length > 0 ? "next" : "", "i");
                    code.Line(Vocabulary.Store($"VectorMath.Tanh({z})", "h", "i"));
                }
            }
            else if (several.Length > 0)
            {
                using (code.Block("if (next > 0)"))
                using (code.Block($"for (int i = 0; i < Hp; i += V.Count)"))
                {
                    code.Line($"{Vocabulary.Store(Vocabulary.Load("h", "next", "i"), "h", "i")}");
                }
            }

            code.Line();
            StepReadOut(code);
            code.Line($"CopyBlockUnaligned(ref As<{_number}, byte>(ref p), ref As<{_number}, byte>(ref y), K * sizeof({_number}));");
        }
    }

    /// <summary>Ends a tile of z: with tanh, or without where tanh has a loop of its own.</summary>
    private void Activate(CodeWriter code, int vectors, string row, string offset, string at)
    {
        for (int v = 0; v < vectors; v++)
        {
            string value = _plan.ActivatesApart ? $"z{v}" : $"VectorMath.Tanh(z{v})";
            code.Line(Vocabulary.Store(value, row, offset, at, Vocabulary.Vectors(v)));
        }
    }

    /// <summary>The read-out and softmax of a step: in registers from end to end where the scores are one tile.</summary>
    private void StepReadOut(CodeWriter code)
    {
        var softmax = new SoftmaxText(words);
        if (K <= _plan.Lanes.Middle)
        {
            softmax.ByWidth(code, (vectors, width) =>
            {
                Scores(vectors, "0");
                softmax.Registers(code, vectors, width, loss: false);
            });
            return;
        }

        words.Strips(code, _plan.ReadOutStrips, (vectors, at) =>
        {
            Scores(vectors, at);
            for (int v = 0; v < vectors; v++)
            {
                code.Line(Vocabulary.Store($"y{v}", "y", at, Vocabulary.Vectors(v)));
            }
        });
        if (_plan.TimeAcrossLanes)
        {
            softmax.Row(code, loss: false); // Normalize works on columns here
        }
        else
        {
            code.Line("Normalize(ref y, 1);");
        }

        void Scores(int vectors, string at)
        {
            code.Line($"ref {_number} source = ref h; ref {_number} row = {Vocabulary.Place("net", Vocabulary.Sum("WyT", at))};");
            code.Line(Vocabulary.Declare(Enumerable.Range(0, vectors).Select(v => ($"y{v}", Vocabulary.Load("net", "By", at, Vocabulary.Vectors(v))))));
            MatVecText.Accumulate(code, _plan.ReadOutTerms, "y", vectors, "source", "row");
        }
    }

    private void Project(CodeWriter code)
    {
        using (Kernel(code, "The part of (1) that does not wait for h: Z = X Wxᵀ + (bx + bh), all t at once.", "Project", $"ref {_number} net, ref {_number} x, ref {_number} z, int steps"))
        {
            code.Line($"ref {_number} wx = {Vocabulary.Place("net", "WxT")};");
            MatMulText.Write(code, words, _plan.Project, "steps", N.ToString(), new("x", N), new("wx", Hp), new("z", Hp), (_, at) => BiasSum(at));
        }
    }

    private void Recur(CodeWriter code)
    {
        using (Kernel(code, "The rest of (1): h[t] = tanh(z[t] + Wh h[t-1]), t = 1..steps. Row t of h holds z[t] on entry and h[t] on exit; row 0 is h[0].", "Recur", $"ref {_number} net, ref {_number} h, int steps"))
        using (code.Block("for (int t = 0; t < steps; t++)"))
        {
            code.Line($"ref {_number} next = ref Add(ref h, Hp);");
            words.Strips(code, _plan.HiddenStrips, (vectors, at) =>
            {
                code.Line($"ref {_number} source = ref h; ref {_number} row = {Vocabulary.Place("net", Vocabulary.Sum("WhT", at))};");
                code.Line(Vocabulary.Declare(Enumerable.Range(0, vectors).Select(v => ($"z{v}", Vocabulary.Load("next", at, Vocabulary.Vectors(v))))));
                MatVecText.Accumulate(code, _plan.HiddenTerms, "z", vectors, "source", "row");
                Activate(code, vectors, "next", "", at);
            });
            if (_plan.ActivatesApart)
            {
                using (code.Block($"for (int i = 0; i < {_plan.HiddenStrips.Columns}; i += V.Count)"))
                {
                    code.Line(Vocabulary.Store($"VectorMath.Tanh({Vocabulary.Load("next", "i")})", "next", "i"));
                }
            }

            code.Line("h = ref next;");
        }
    }

    private void ReadOut(CodeWriter code)
    {
        using (Kernel(code, "(2): Y = Hs Wyᵀ + by, all t at once, in the order of sums of a step.", "ReadOut", $"ref {_number} net, ref {_number} h, ref {_number} y, int steps"))
        {
            string Bias(int row, string at) => Vocabulary.Load("net", "By", at);
            code.Line($"ref {_number} wy = {Vocabulary.Place("net", "WyT")};");
            if (_plan.ReadOutTerms.Chains > 1)
            {
                MatMulText.WriteInChains(code, words, _plan.ReadOut, _plan.ReadOutTerms.Chains, "steps", H, new("h", Hp, Padded: true), new("wy", Kp), new("y", Kp), Bias);
            }
            else
            {
                MatMulText.Write(code, words, _plan.ReadOut, "steps", H.ToString(), new("h", Hp, Padded: true), new("wy", Kp), new("y", Kp), Bias);
            }
        }
    }

    private void ThroughReadOut(CodeWriter code)
    {
        using (Kernel(code, "The part of (5) that does not wait for e: G = D Wy, all t at once.", "ThroughReadOut", $"ref {_number} d, ref {_number} wy, ref {_number} g, int steps"))
        {
            MatMulText.Write(code, words, _plan.ThroughReadOut, "steps", K.ToString(), _plan.TimeAcrossLanes ? new("d", 1, _plan.Layout.Tp, Padded: true) : new("d", Kp, Padded: true), new("wy", Hp), new("g", Hp), Zero);
        }
    }

    private void ThroughTime(CodeWriter code)
    {
        using (Kernel(code, "The rest of (5): e[t] = (1 - h[t]²) ∘ (g[t] + Whᵀ e[t+1]), t = steps..1. Row t of e holds g[t] on entry and e[t] on exit.", "ThroughTime", $"ref {_number} wh, ref {_number} h, ref {_number} e, int steps"))
        {
            code.Line($"h = ref Add(ref h, steps * Hp); // h[steps]; row 0 is h[0]");
            code.Line($"e = ref Add(ref e, (steps - 1) * Hp);");
            using (code.Block("for (int t = steps; t > 0; t--)"))
            {
                words.Strips(code, _plan.HiddenStrips, (vectors, at) =>
                {
                    code.Line(Vocabulary.Declare(Enumerable.Range(0, vectors).Select(v => ($"g{v}", Vocabulary.Load("e", at, Vocabulary.Vectors(v))))));
                    using (code.Block("if (t < steps)"))
                    {
                        code.Line($"ref {_number} source = ref Add(ref e, Hp); ref {_number} row = {Vocabulary.Place("wh", at)};");
                        MatVecText.Accumulate(code, _plan.HiddenTerms, "g", vectors, "source", "row");
                    }

                    for (int v = 0; v < vectors; v++)
                    {
                        code.Line($"V h{v} = {Vocabulary.Load("h", at, Vocabulary.Vectors(v))};");
                        code.Line(Vocabulary.Store($"(g{v} * {Vocabulary.MultiplyAdd($"-h{v}", $"h{v}", $"Create({words.Literal(1)})")})", "e", at, Vocabulary.Vectors(v)));
                    }
                });
                code.Line("h = ref Subtract(ref h, Hp);");
                code.Line("e = ref Subtract(ref e, Hp);");
            }
        }
    }

    /// <summary>dWx and dWh.</summary>
    public void OuterProducts(CodeWriter code)
    {
        using (Kernel(code, "dWx = Σ e[t] x[t]ᵀ, all t at once.", "InputGradient", $"ref {_number} e, ref {_number} x, ref {_number} dwx, int steps"))
        {
            MatMulText.Write(code, words, _plan.InputGradient, N.ToString(), "steps", new("x", 1, N), new("e", Hp), new("dwx", Hp), Zero);
        }

        using (Kernel(code, "dWh = Σ e[t] h[t-1]ᵀ, all t at once.", "HiddenGradient", $"ref {_number} e, ref {_number} h, ref {_number} dwh, int steps"))
        {
            MatMulText.Write(code, words, _plan.HiddenGradient, H.ToString(), "steps", new("h", 1, Hp), new("e", Hp), new("dwh", Hp), Zero);
        }
    }

    private void ReadOutGradients(CodeWriter code)
    {
        using (Kernel(code, "dWy = Σ D[t] h[t]ᵀ, all t at once.", "ReadOutGradient", $"ref {_number} d, ref {_number} h, ref {_number} dwy, int steps"))
        {
            if (_plan.TimeAcrossLanes)
            {
                MatMulText.Write(code, words, _plan.ReadOutGradient, K.ToString(), "steps", new("d", _plan.Layout.Tp), new("h", Hp), new("dwy", Hp), Zero);
            }
            else
            {
                ReadOutGradientByClass(code);
            }
        }

        using (Kernel(code, "dbx = dbh = Σ e[t] and dby = Σ D[t].", "BiasGradients", $"ref {_number} e, ref {_number} d, ref {_number} gradient, int steps"))
        {
            ColumnSums(code, "e", Hp, "Bx", "Bh");
            if (_plan.TimeAcrossLanes)
            {
                RowSums(code);
            }
            else
            {
                ColumnSums(code, "d", Kp, "By");
            }
        }
    }

    /// <summary>dWy, a lane a class.</summary>
    public void ReadOutGradientByClass(CodeWriter code) =>
        MatMulText.Write(code, words, _plan.ReadOutGradient, H.ToString(), "steps", new("h", 1, Hp), new("d", Kp), new("dwy", Kp), Zero);

    /// <summary>dby where D lies with time across the lanes: one number at a time, so that the order of the sum stays the same on every width.</summary>
    private void RowSums(CodeWriter code)
    {
        string[] sums = Enumerable.Range(0, K).Select(k => $"d{k}").ToArray();
        code.Line($"{_number} {string.Join(", ", sums.Select(sum => $"{sum} = {words.Literal(0)}"))};");
        using (code.Block("for (int t = 0; t < steps; t++)"))
        {
            code.Line(string.Join(" ", sums.Select((sum, k) => $"{sum} += {(k == 0 ? "Add(ref d, t)" : $"Add(ref d, t + {k * _plan.Layout.Tp})")};")));
        }

        code.Line(string.Join(" ", sums.Select((sum, k) => $"Add(ref gradient, By + {k}) = {sum};")));
    }

    public void ColumnSums(CodeWriter code, string source, int length, params string[] targets)
    {
        using (code.Block($"for (int i = 0; i < {length}; i += V.Count)"))
        {
            code.Line($"ref {_number} row = ref Add(ref {source}, i);");
            code.Line("V sum = V.Zero;");
            using (code.Block("for (int t = 0; t < steps; t++)"))
            {
                code.Line("sum += LoadUnsafe(ref row);");
                code.Line($"row = ref Add(ref row, {length});");
            }

            code.Line(string.Join(" ", targets.Select(target => Vocabulary.Store("sum", "gradient", target, "i"))));
        }
    }

    public void Update(CodeWriter code)
    {
        using (Kernel(code, "θ ← θ - γ dθ, all six parameters at once: the gradient is laid out like them.", "Update", $"ref {_number} net, ref {_number} gradient, {_number} learningRate"))
        {
            code.Line("V rate = Create(-learningRate);");
            using (code.Block($"for (int i = 0; i < NetLength; i += V.Count)"))
            {
                code.Line(Vocabulary.Store(Vocabulary.MultiplyAdd(Vocabulary.Load("gradient", "i"), "rate", Vocabulary.Load("net", "i")), "net", "i"));
            }
        }
    }

    public static string Zero(int row, string at) => "V.Zero";

    /// <summary>bx + bh at an offset of the row: what every z starts from.</summary>
    public string BiasSum(string at) =>
        $"{Vocabulary.Load("net", "Bx", at)} + {Vocabulary.Load("net", "Bh", at)}";

    internal static System.IDisposable Kernel(CodeWriter code, string summary, string name, string parameters)
    {
        code.Line();
        code.Line($"/// <summary>{summary}</summary>");
        return code.Block($"[MethodImpl(MethodImplOptions.AggressiveOptimization)]\nprivate static void {name}({parameters})");
    }
}
