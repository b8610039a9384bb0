using System;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints one step: (1) to (3) for a single x.</summary>
internal sealed class StepText(Vocabulary words)
{
    private readonly NetworkPlan _plan = words.Plan;
    private readonly KernelPlan _kernels = words.Kernels;
    private readonly CellText _cell = new(words, inStep: true);
    private readonly string _number = words.Number;

    private int K => _plan.Shape.K;

    public void Write(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "One step, (1) to (3): h ← tanh(Wx x + bx + Wh h + bh), p ← softmax(Wy h + by).", "StepOnce", $"ref {_number} net, ref {_number} h, {(SoftmaxText.OverMemory(_plan, _kernels) ? $"ref {_number} y, " : "")}ref {_number} x, ref {_number} p{(BlocksText.KeepsSums(_plan, _kernels) ? $", ref {_number} sums" : "")}"))
        {
            string next = Next(code);
            if (Copy is not null)
            {
                code.Line("V state0 = V.Zero; // h in a register too, for the read-out");
            }
            else if (FewFromRegisters && !_kernels.Wide)
            {
                code.Line($"{Vocabulary.Declare(Enumerable.Range(0, _kernels.HiddenAlone.Vectors).Select(v => ($"state{v}", "V.Zero")))} // h in registers too, for the read-out");
            }

            if (WholeRowsText.InSteps(words))
            {
                WholeRows(code, next);
            }
            else
            {
                Strips(code, next);
            }

            Activate(code, next);
            code.Line();
            ReadOut(code);
        }
    }

    /// <summary>z strip by strip, and h where nothing else has to be added.</summary>
    private void Strips(CodeWriter code, string next)
    {
        words.Strips(code, _kernels.HiddenAlone, at =>
        {
            _cell.Hidden(code, at, hidden: !InBlocks);
            for (int v = 0; v < _kernels.HiddenAlone.Vectors; v++)
            {
                string value = ActivatesApart ? $"z{v}" : $"VectorMath.Tanh(z{v})";
                if (Copy is not null || RowsFromRegisters || FewFromRegisters)
                {
                    code.Line($"{(DeclaresStates ? "V " : "")}state{v} = {value};");
                    value = $"state{v}";
                }

                code.Line(Vocabulary.Store(value, "h", next, at, Vocabulary.Vectors(v)));
            }
        }, braces: !DeclaresStates);
    }

    /// <summary>h in its register on the way to the read-out, where it is a single one.</summary>
    private RegisterCopy? Copy => !_kernels.Wide && !_plan.FewClasses && _kernels is { TermsInRegisters: > 0, HiddenAlone.Vectors: 1 } && K <= _kernels.Width
        ? new("state", _kernels.Width, _plan.ReadOutTerms.Chains.Common, "LaneForReadOut")
        : null;

    /// <summary>
    /// Whether the read-out by rows takes h from its registers, and not back from memory: 8 % of a step at H = 32, 3 % at H = 64
    /// (measured on Zen 5).
    /// </summary>
    private bool RowsFromRegisters => _kernels.Wide && _plan.ReadOutByRows && !ActivatesApart && _kernels.HiddenAlone.Strips == 1;

    /// <summary>Whether that of few classes does: always where a strip has all of it.</summary>
    private bool FewFromRegisters => _plan.FewClasses && _kernels.HiddenAlone.Strips == 1;

    /// <summary>Whether these registers are declared where they are computed: in a single strip without a block of its own.</summary>
    private bool DeclaresStates => _kernels.Wide && (RowsFromRegisters || FewFromRegisters);

    private bool InBlocks => BlocksText.InBlocks(_plan, _kernels);

    private bool ActivatesApart => _kernels.ActivatesApart(_kernels.HiddenAlone) || InBlocks;

    /// <summary>
    /// Where z waits: in the row after h where h is still being read, or in h itself where one strip has all of it. The
    /// narrow vectors of the usual kernels take two strips at least.
    /// </summary>
    private string Next(CodeWriter code)
    {
        if (ActivatesApart || _kernels.HiddenAlone.Strips > 1)
        {
            return "Hp";
        }

        if (_kernels.Wide)
        {
            return "";
        }

        code.Line("// h[t-1] is read to the last strip: where there are several, h[t] waits in the next row.");
        code.Line($"int next = V.Count == {_plan.Lanes.Narrow} ? Hp : 0;");
        return "next";
    }

    /// <summary>z from end to end of Wx; the sums of blocks of Wh too where those of windows go by strips.</summary>
    private void WholeRows(CodeWriter code, string next)
    {
        var rows = new WholeRowsText(words);
        using (code.Block(rows.Test))
        {
            using (code.Block(Vocabulary.Columns($"{_kernels.HiddenAlone.Columns(_kernels.Width)}")))
            {
                code.Line(Vocabulary.Store($"({Vocabulary.BiasSum("i")})", "h", next, "i"));
            }

            code.Line();
            code.Line("AddRows(ref Add(ref net, WxT), ref x, ref Add(ref h, Hp), N);");
            if (BlocksInStep)
            {
                Chains chains = _plan.HiddenTerms.Chains;
                using (code.Block($"for (int block = 0; block < {chains.Count}; block++)"))
                {
                    code.Line(BlocksText.From(chains));
                    rows.Block(code, "ref Add(ref net, WhT + from * Hp)", "ref Add(ref h, from)");
                }
            }
        }

        using (code.Block("else"))
        {
            Strips(code, next);
            if (BlocksInStep)
            {
                Blocks(code);
            }
        }

        code.Line();
    }

    /// <summary>Whether a step goes through Wh in another way than windows.</summary>
    private bool BlocksInStep => WholeRowsText.InSteps(words) && !WholeRowsText.InWindows(words);

    private void Activate(CodeWriter code, string next)
    {
        int columns = _kernels.HiddenAlone.Columns(_kernels.Width);
        if (ActivatesApart)
        {
            string z = Vocabulary.Load("h", "Hp", "i");
            if (InBlocks)
            {
                if (!BlocksInStep)
                {
                    Blocks(code);
                }

                z = BlocksText.Total(_plan, z, "sums");
            }

            using (code.Block(Vocabulary.Columns($"{columns}")))
            {
                // Not TanhInLoop: a step gains little from it, and its first call takes 1 ms more to compile.
                code.Line(Vocabulary.Store($"VectorMath.Tanh({z})", "h", "i"));
            }

            return;
        }

        if (next.Length > 0)
        {
            using (next == "next" ? code.Block("if (next > 0)") : null)
            using (code.Block(words.Columns(columns)))
            {
                code.Line(Vocabulary.Store(Vocabulary.Load("h", next, "i"), "h", "i"));
            }
        }
    }

    /// <summary>Wh h in blocks, which the runner's steps visit in alternate order where that pays.</summary>
    private void Blocks(CodeWriter code)
    {
        string Call(string odd) => BlocksText.Call(_plan, "Add(ref net, WhT)", "h", "Add(ref h, Hp)", odd);
        if (!NetworkPlan.AlternatesInSteps(_plan.Shape))
        {
            code.Line(Call("0"));
            return;
        }

        code.Lines(
            $"""
            // A step begins with the blocks of Wh that the one before ended with: they are still in the cache.
            ref int odd = ref As<{_number}, int>(ref Add(ref sums, {_plan.HiddenTerms.Chains.Count} * Hp));
            {Call("odd")}
            odd ^= 1;
            """);
    }

    /// <summary>The read-out and softmax of a step: in registers from end to end where the scores are one tile.</summary>
    private void ReadOut(CodeWriter code)
    {
        var softmax = new SoftmaxText(words);
        if (_plan.ReadOutByRows)
        {
            ReadOutByRows(code, softmax);
            return;
        }

        if (_plan.FewClasses)
        {
            string[] registers = !FewFromRegisters ? [] : _kernels.Wide ? ["state0"] : ["state0", _kernels.HiddenAlone.Vectors > 1 ? "state1" : "V.Zero"];
            _cell.FewScores(code, registers);
            softmax.Registers(code, 1, _kernels.Width);
            return;
        }

        if (SoftmaxText.InRegisters(_plan, _kernels))
        {
            softmax.ByWidth(code, (vectors, width) =>
            {
                _cell.Scores(code, _kernels.ReadOut with { Vectors = vectors }, "0", Copy);
                softmax.Registers(code, vectors, width);
            });
            return;
        }

        _cell.Scores(code);
        softmax.Row(code);
    }

    /// <summary>
    /// The same with sums along the rows of Wy: written out for vectors of eight lanes, whose sums over lanes are the scores
    /// in registers; on narrower ones by the library.
    /// </summary>
    private void ReadOutByRows(CodeWriter code, SoftmaxText softmax)
    {
        using (code.Block(_kernels.Wide ? "" : $"if (V.Count == {RowReadOut.Lanes})"))
        {
            RowSums(code);
            softmax.Registers(code, Vectors(_kernels.Width), _kernels.Width);
        }

        if (_kernels.Wide)
        {
            return;
        }

        using (code.Block("else"))
        {
            int narrow = _plan.Lanes.Narrow;
            code.Line("RowProducts.Run(ref h, Hp, ref Add(ref net, Wy), Hp, ref Add(ref net, By), ref y, Kp, 1, K, H);");
            code.Line(Vocabulary.Declare(Enumerable.Range(0, Vectors(narrow)).Select(v => ($"y{v}", Vocabulary.Load("y", Vocabulary.Vectors(v))))));
            softmax.Registers(code, Vectors(narrow), narrow);
        }

        int Vectors(int width) => Arithmetic.CeilingDivide(K, width);
    }

    /// <summary>
    /// The scores y0 and y1, of eight classes each, or all of them in one vector of 512 bits, whose halves are summed apart: in
    /// sixteen lanes the order of a sum would be another. Such networks are never unrolled fully, so there is a loop.
    /// </summary>
    private void RowSums(CodeWriter code)
    {
        (string type, string of, string zero) = _kernels.Wide ? ("Vector256<float>", "Vector256.", "default") : ("V", "", "V.Zero");
        string Load(string place) => $"{of}LoadUnsafe({place})";
        string Term(int k, int at) => $"r{k} = {of}{Vocabulary.MultiplyAdd("a", Load(Vocabulary.Place("row", $"{k * _plan.Layout.Hp + at}")), $"r{k}")};";
        void Terms(string lanes, int at)
        {
            code.Line($"a = {lanes};");
            for (int k = 0; k < K; k += 2)
            {
                code.Line(string.Join(" ", Enumerable.Range(k, Math.Min(2, K - k)).Select(row => Term(row, at))));
            }
        }

        code.Line("// (2): y = Wy h + by, each sum along a row of Wy in eight lanes, which are added up in the end.");
        code.Line($"ref {_number} {(RowsFromRegisters ? "" : "source = ref h, ")}row = ref Add(ref net, Wy);");
        code.Line($"{type} a, {string.Join(", ", Enumerable.Range(0, K).Select(k => $"r{k} = {zero}"))};");
        if (RowsFromRegisters)
        {
            for (int i = 0; i < _plan.Shape.H; i += RowReadOut.Lanes)
            {
                Terms($"state{i / _kernels.Width}.Get{(i % _kernels.Width == 0 ? "Lower" : "Upper")}()", i);
            }
        }
        else
        {
            using (code.Block($"for (int i = 0; i < H; i += {RowReadOut.Lanes})"))
            {
                Terms(Load("ref source"), 0);
                code.Line($"source = ref Add(ref source, {RowReadOut.Lanes}); row = ref Add(ref row, {RowReadOut.Lanes});");
            }
        }

        string[] sums = [.. Enumerable.Range(0, Arithmetic.CeilingDivide(K, RowReadOut.Lanes)).Select(v =>
            $"VectorMath.SumEach({string.Join(", ", Enumerable.Range(v * RowReadOut.Lanes, RowReadOut.Lanes).Select(k => k < K ? $"r{k}" : zero))})")];
        if (_kernels.Wide)
        {
            code.Line($"V y0 = {(sums.Length > 1 ? $"Create({sums[0]}, {sums[1]})" : $"{sums[0]}.ToVector512()")} + {Vocabulary.Load("net", "By")};");
            return;
        }

        for (int v = 0; v < sums.Length; v++)
        {
            code.Line($"V y{v} = {sums[v]} + {Vocabulary.Load("net", "By", Vocabulary.Vectors(v))};");
        }
    }
}
