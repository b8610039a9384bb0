using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>
/// Prints the memory layout and the calls of many sequences at once, each a sequence of kernels. Step and Backward are
/// kernels themselves: inlined into the user's call they would use up the JIT's budget for inlining before their last lines.
/// As methods of their own they take 6 to 10 % off a training step of a mini-batch at H = 8 and 16, and 3 % off a step of
/// 16 streams at H = 128 (measured).
/// </summary>
internal sealed class BatchCallsEmitter(Vocabulary words, BatchPlan plan)
{
    private readonly string _number = words.Number;

    private bool SequencesAcrossLanes => BatchLayout.SequencesAcrossLanes(plan.Shape);

    private bool AcrossLanes => plan.Rows.TimeAcrossLanes;

    private bool ByRows => plan.Rows.ReadOutByRows;

    private bool Few => plan.Rows.FewClasses;

    /// <summary>Whether scores come with rows across the lanes, and are not transposed.</summary>
    private bool ByClass => ByRows || Few;

    public void Write(CodeWriter code)
    {
        Constants(code);
        code.Line();
        if (plan.StreamsHaveTwin)
        {
            CallsEmitter.WideChoice(code, plan.Rows, plan.Rows.WidePays || plan.StreamsAcrossLanes);
            code.Line();
        }

        code.Line("/// <summary>The memory of a batch runner.</summary>");
        code.Line($"internal static AlignedBuffer<{_number}> NewStreams(int count) => new(States + count * {plan.Streams.PerStream});");
        Step(code);
        if (plan.Shape.HasBatch)
        {
            NewBatch(code);
            Backward(code);
            Train(code);
        }
    }

    private void NewBatch(CodeWriter code)
    {
        code.Line();
        if (!SequencesAcrossLanes)
        {
            code.Line("/// <summary>A trainer's memory for mini-batches.</summary>");
            code.Line($"internal static AlignedBuffer<{_number}> NewBatch() => new(BatchLength);");
            return;
        }

        code.Line("/// <summary>A trainer's memory for mini-batches: zero, and a 1 behind every x and every h.</summary>");
        using (code.Block($"internal static AlignedBuffer<{_number}> NewBatch()"))
        {
            code.Line($"AlignedBuffer<{_number}> batch = new(BatchLength);");
            new BatchLanesEmitter(words).Ones(code);
            code.Line("return batch;");
        }
    }

    private void Step(CodeWriter code)
    {
        code.Line();
        code.Line("/// <summary>Equations (1) to (3), one step of every stream.</summary>");
        code.Line("[MethodImpl(Kernel)]");
        using (code.Block($"internal static void Step(AlignedBuffer<{_number}> net, AlignedBuffer<{_number}> memory, int count, ReadOnlySpan<{_number}> x, Span<{_number}> p)"))
        {
            code.Lines(
                $"""
                Check.Streams(count, x.Length, N, p.Length, K);
                ref {_number} input = ref MemoryMarshal.GetReference(Check.Finite(x, memory, States + 2 * count * Hp));
                ref {_number} h0 = ref memory.At(States);
                ref {_number} h1 = ref memory.At(States + count * Hp);
                ref {_number} y = ref memory.At(Scores);
                """);
            using (Blocks(code, "count"))
            {
                if (plan.StreamsAcrossLanes)
                {
                    AcrossLanesThenRows(code);
                }
                else
                {
                    Rows(code, "r", "rows", "y");
                }

                if (!AcrossLanes)
                {
                    code.Line("RowSoftmax.Normalize(ref y, Kp, ref p[r * K], K, rows, wide: true); // (3)");
                }
                else
                {
                    code.Line("LaneSoftmax.Normalize(ref y, Tp, K, rows); // (3)");
                    code.Line("Transposition.Run(ref y, Tp, ref p[r * K], K, K, rows);");
                }
            }
        }
    }

    /// <summary>(1) and (2) for a block of streams across the lanes, as far as they fill them.</summary>
    private void AcrossLanesThenRows(CodeWriter code)
    {
        bool usual = StreamLanes.OnUsualVectors(plan.Shape);
        int line = words.Plan.Lanes.Wide, units = StreamLanes.Rows(plan.Shape);
        code.Line();
        code.Line($"// Streams lie across the lanes where they fill a vector{(usual ? "" : " of 512 bits")}, or more than three quarters of the last; what is left are rows.");
        code.Line(usual
            ? $"int width = Wide ? {line} : V.Count, rest = rows % width, across = 4 * rest <= 3 * width ? rows - rest : rows;"
            : $"int rest = rows % {line}, across = !Wide ? 0 : rest <= {line * 3 / 4} ? rows - rest : rows;");
        using (code.Block("if (across > 0)"))
        {
            code.Lines(
                $"""
                Transposition.Run(ref Add(ref input, r * N), N, ref memory.At(LaneInputs), Tp, across, N);
                Transposition.Run(ref Add(ref h0, r * Hp), Hp, ref memory.At(LaneStates), Tp, across, {units});
                {(usual ? "" : words.WideKernels + ".")}{StreamLanesText.Name}(ref net.At(0), ref memory.At(LaneInputs), ref memory.At(LaneStates), ref memory.At(LaneNext), ref y, across);
                Transposition.Run(ref memory.At(LaneNext), Tp, ref Add(ref h0, r * Hp), Hp, {units}, across);
                """);
        }

        using (code.Block("if (across < rows)"))
        {
            code.Line("int first = r + across, left = rows - across;");
            Rows(code, "first", "left", "Add(ref y, across)");
        }

        code.Line();
    }

    /// <summary>The same for so many streams, each a row.</summary>
    private void Rows(CodeWriter code, string first, string count, string y)
    {
        Hidden(code, first, count);
        code.Line($"memory.Slice(States + (count + {first}) * Hp, {count} * Hp).CopyTo(memory.Slice(States + {first} * Hp, {count} * Hp));");
        code.Line($"ReadOut(ref net.At(0), ref Add(ref h1, {first} * Hp), {(AcrossLanes && !ByClass ? "ref memory.At(ScoreRows)" : "ref " + y)}, {count});");
        if (AcrossLanes && !ByClass)
        {
            code.Line($"Transposition.Run(ref memory.At(ScoreRows), Kp, ref {y}, Tp, {count}, {TimeLanes.Rows(plan.Shape)});");
        }
    }

    /// <summary>(1) for these.</summary>
    private void Hidden(CodeWriter code, string first, string count)
    {
        string x = $"ref Add(ref input, {first} * N)", h = $"ref Add(ref h0, {first} * Hp)", next = $"ref Add(ref h1, {first} * Hp)";
        const string bias = "ref memory.At(Bias)";
        if (plan.ProjectsInputs)
        {
            code.Line($"Project(ref net.At(0), {bias}, {x}, {next}, {count});");
            code.Line($"Recur(ref net.At(0), {h}, {next}, {count});");
            return;
        }

        code.Line($"Recur(ref net.At(0), {x}, {h}, {next}, {(plan.StreamByStream ? "" : bias + ", ")}{count});");
    }

    private void Backward(CodeWriter code)
    {
        code.Line();
        code.Line("/// <summary>The mean of loss (4) over the sequences, and its gradient by all six parameters, by the recursion (5).</summary>");
        code.Line("[MethodImpl(Kernel)]");
        using (code.Block($"internal static {_number} Backward(AlignedBuffer<{_number}> net, AlignedBuffer<{_number}> memory, AlignedBuffer<{_number}> batch, {(SequencesAcrossLanes ? "" : "int[] order, ")}ReadOnlySpan<{_number}> x, ReadOnlySpan<int> labels)"))
        {
            code.Line("int count = Check.Batch(x.Length, N, labels, K, T, B);");
            if (SequencesAcrossLanes)
            {
                new BatchLanesEmitter(words).Pass(code);
            }
            else
            {
                PassInRows(code);
                GradientOfRows(code);
            }

            code.Line($"return ({_number})(loss / count);");
        }
    }

    private void GradientOfRows(CodeWriter code)
    {
        code.Line();
        code.Lines(
            $"""
            // dWx = Σ e[t] x[t]ᵀ, dWh = Σ e[t] h[t-1]ᵀ from t = 2 on, for h[0] = 0; dbh = dbx.
            MatrixProduct.Run(ref input, 1, N, ref e, Hb, ref none, 0, ref memory.At(Gradient + WxT), Hp, N, H, all);
            MatrixProduct.Run(ref h, 1, Hb, ref Add(ref e, count * Hb), Hb, ref none, 0, ref memory.At(Gradient + WhT), Hp, H, H, all - count);
            {ElementsText.CopyOfBatchBiases}

            // dWy = Σ D[t] h[t]ᵀ; dby = Σ D[t].
            """);
        code.Lines(ByRows
            ? $"MatrixProduct.Run(ref d, Ap, 1, ref h, Hb, ref none, 0, ref memory.At(Gradient + Wy), Hp, {EquationsText.GradientRows(plan.Rows)}, H, all);{EquationsText.GradientNote(plan.Rows)}"
            : BatchLayout.TransposesGradient(plan.Shape)
            ? $"""
            MatrixProduct.Run(ref d, 1, Kp, ref h, Hb, ref none, 0, ref batch.At(WyGradient), Hb, K, H, all);
            Transposition.Run(ref batch.At(WyGradient), Hb, ref memory.At(Gradient + WyT), {words.Ky}, K, H);
            """
            : "MatrixProduct.Run(ref h, 1, Hb, ref d, Kp, ref none, 0, ref memory.At(Gradient + WyT), Kp, H, K, all);");
        code.Line(ByRows ? "RowSums.Run(ref d, Ap, K, all, ref memory.At(Gradient + By));" : "ColumnSums.Run(ref d, Kp, all, ref memory.At(Gradient + By), K);");
        if (!AcrossLanes)
        {
            code.Line("Average(ref memory.At(Gradient), count);");
        }
    }

    private void PassInRows(CodeWriter code)
    {
        code.Lines(
            $"""
            int all = count * T;
            ref {_number} h = ref batch.At(BatchStates);
            ref {_number} d = ref batch.At(Differences); // y, then p, then D = p - l
            ref {_number} e = ref batch.At(Errors);
            ref {_number} input = ref batch.At(Inputs);
            ref {_number} none = ref NullRef<{_number}>();
            TimeMajor.Inputs(x, batch.Slice(Inputs, all * N), count, T, N);
            TimeMajor.Labels(labels, order, count, T);
            RecurBatch(ref net.At(0), ref h, ref input, ref batch.At(BatchBias), {PackedArgument}count);

            // (2): Y = Hs Wyᵀ + by; (3) and (4).{(ByClass ? "" : "\nMatrixProduct.Run(ref h, Hb, 1, ref net.At(WyT), Kp, ref net.At(By), 0, ref d, Kp, all, K, H);")}
            """);
        if (ByRows)
        {
            code.Lines(
                $"""
                LaneSoftmax.Numbers(ref order[0], ref batch.At(Labels), all);
                RowProducts.RunTransposed(ref h, Hb, ref net.At(Wy), Hp, ref net.At(By), ref d, Ap, all, K, H);
                double loss = LaneSoftmax.Score(ref d, Ap, K, ref batch.At(Labels), all, ref batch.At(Sums), {words.Literal(1)} / count); // so D is that of the mean

                """);
        }
        else if (AcrossLanes)
        {
            code.Line($"{_number} share = {words.Literal(1)} / count; // of a sequence, so that D is that of the mean");
            code.Line("double loss = 0d;");
            using (Blocks(code, "all"))
            {
                code.Lines(
                    $$"""
                    LaneSoftmax.Numbers(ref order[r], ref batch.At(Labels), rows);
                    {{(Few
                        ? "ReadOut(ref net.At(0), ref Add(ref h, r * Hb), ref batch.At(Scores), rows);"
                        : $"Transposition.Run(ref Add(ref d, r * Kp), Kp, ref batch.At(Scores), Tp, rows, {TimeLanes.Rows(plan.Shape)});")}}
                    loss += LaneSoftmax.Score(ref batch.At(Scores), Tp, K, ref batch.At(Labels), rows, ref batch.At(Sums), share);
                    Transposition.Run(ref batch.At(Scores), Tp, ref Add(ref d, r * Kp), Kp, K, rows);
                    """);
            }

            code.Line();
        }
        else
        {
            code.Line("double loss = RowSoftmax.Score(ref d, Kp, K, ref order[0], all, wide: true);");
            code.Line();
        }

        code.Lines(
            $"""
            Transposition.Run(ref net.At(WhT), Hp, ref memory.At(Wh), Hp, H, H);{(ByRows ? "" : $"\nTransposition.Run(ref net.At(WyT), {words.Ky}, ref memory.At(Wy), Hp, H, K);")}
            ThroughTime(ref memory.At(Wh), ref {(ByRows ? "net" : "memory")}.At(Wy), ref h, ref d, ref e, ref memory.At(Gradient + Bx), {PackedArgument}count);
            """);
    }

    private string PackedArgument => BatchLayout.PacksWeights(plan.Shape) ? "ref batch.At(Packed), " : "";

    private void Train(CodeWriter code)
    {
        code.Line();
        code.Line("/// <summary>Backward, then θ ← θ - γ dθ.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        using (code.Block($"internal static {_number} Train(AlignedBuffer<{_number}> net, AlignedBuffer<{_number}> memory, AlignedBuffer<{_number}> batch, {(SequencesAcrossLanes ? "" : "int[] order, ")}ReadOnlySpan<{_number}> x, ReadOnlySpan<int> labels, {_number} learningRate)"))
        {
            code.Line($"{_number} loss = Backward(net, memory, batch, {(SequencesAcrossLanes ? "" : "order, ")}x, labels);");
            new CallsEmitter(words).Descend(code);
        }

        new CallsEmitter(words).Padding(code);
    }

    private System.IDisposable Blocks(CodeWriter code, string count)
    {
        System.IDisposable block = code.Block($"for (int r = 0; r < {count}; r += {plan.BlockRows})");
        code.Line($"int rows = Math.Min({plan.BlockRows}, {count} - r);");
        return block;
    }

    private void Constants(CodeWriter code)
    {
        Model.NetworkShape shape = plan.Shape;
        Layout rows = plan.Rows.Layout;
        StreamsLayout streams = plan.Streams;
        code.Line($"internal const int N = {shape.N}, H = {shape.H}, K = {shape.K}{(shape.HasBatch ? $", T = {shape.T}, B = {shape.B}" : "")};");
        code.Line();
        code.Line($"// Rows of everything indexed by hidden unit, {(AcrossLanes ? "by class and by row of a block" : "and by class")}, {words.Padding}.");
        code.Line($"internal const int Hp = {rows.Hp}, Kp = {rows.Kp}{words.DeclareKy}{Lanes($", Tp = {rows.Tp}")};");
        code.Line();
        new CallsEmitter(words).NetworkConstants(code);
        code.Line();
        code.Line($"// A batch runner: y of a block {(AcrossLanes ? "K×Tp" + (ByClass ? "" : ", the same as it is read out Tp×Kp") : $"{plan.BlockRows}×Kp")}, {(plan.Rows.InputInStep ? "" : "bx + bh, ")}{(plan.StreamsAcrossLanes ? "x N×Tp, h and the next h of a block across the lanes, a row of Tp for each unit; " : "")}h count×Hp, the next h count×Hp, and x where it had to be made finite.");
        code.Line($"internal const int Scores = {streams.Scores}, {Lanes(ByClass ? "" : $"ScoreRows = {streams.ScoreRows}, ")}{(plan.Rows.InputInStep ? "" : $"Bias = {streams.Bias}, ")}{(plan.StreamsAcrossLanes ? $"LaneInputs = {streams.LaneInputs}, LaneStates = {streams.LaneStates}, LaneNext = {streams.LaneNext}, " : "")}States = {streams.States}, MostStreams = {streams.MostStreams};");
        if (shape.HasBatch)
        {
            BatchLayout batch = plan.Trainer;
            TrainerLayout trainer = plan.Window.Layout.Trainer;
            code.Line();
            code.Line($"// Of the trainer's own memory: Wh H×Hp {(ByRows ? "as the paper has it" : "and Wy K×Hp as the paper has them")}, and the gradient.");
            code.Line($"private const int Wh = {trainer.Wh}, {(ByRows ? "" : $"Wy = {trainer.Wy}, ")}Gradient = {trainer.Gradient};");
            code.Line();
            MemoryOfBatches(code, plan.Trainer);
        }
    }

    private void MemoryOfBatches(CodeWriter code, BatchLayout batch)
    {
        if (SequencesAcrossLanes)
        {
            code.Line("// Its memory for mini-batches. Behind h and behind x stands a 1, so that a bias is one more column of its matrix.");
            code.Line("// Sequences run across the lanes: a step has Bp of them, and a row of Rp holds all steps, of h and e one more.");
            code.Line($"private const int Bp = {batch.Bp}, Rp = {batch.Rp};");
            code.Line();
            bool spare = BatchLayout.SparesInputs(plan.Shape);
            code.Line($"// N + 1 rows of x, H + 1 of h[0..T], K of y, H of e, one of labels, 12 lines of 64 bytes for partial sums{(spare ? ", and x once more on its way, T×N×Bp" : "")}.");
            code.Line($"private const int Inputs = {batch.Inputs}, BatchStates = {batch.States}, Differences = {batch.Differences}, Errors = {batch.Errors}, Labels = {batch.Labels}, Sums = {batch.Sums}, {(spare ? $"Spare = {batch.Spare}, " : "")}BatchLength = {batch.Length};");
            return;
        }

        code.Line($"// Its memory for mini-batches: {Lanes($"{(ByRows ? "" : "y of a block K×Tp, ")}{(ByRows ? "labels of all steps" : "labels Tp")}, two lines of sums of the loss, ")}{(BatchLayout.TransposesGradient(plan.Shape) ? "dWy K×Hb, " : "")}bx + bh, then b sequences of h, y, e and x, time-major in rows of Hb, {(ByRows ? "all steps, Ap for each class," : "Kp,")} Hb and N{(BatchLayout.PacksWeights(plan.Shape) ? ", and packed weights" : "")}.");
        code.Line($"private const int Hb = {batch.Hb}, {(ByRows ? $"Ap = {batch.Ap}, " : "")}{Lanes($"Labels = {batch.Labels}, Sums = {batch.Sums}, ")}{(BatchLayout.TransposesGradient(plan.Shape) ? $"WyGradient = {batch.WyGradient}, " : "")}BatchBias = {batch.Bias}, BatchStates = {batch.States}, Differences = {batch.Differences}, Errors = {batch.Errors}, Inputs = {batch.Inputs}, {(BatchLayout.PacksWeights(plan.Shape) ? $"Packed = {batch.Packed}, " : "")}BatchLength = {batch.Length};");
    }

    private string Lanes(string text) => AcrossLanes ? text : "";
}
