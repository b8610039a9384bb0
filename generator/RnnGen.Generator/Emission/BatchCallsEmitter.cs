using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints the memory layout and the calls of many sequences at once, each a sequence of kernels.</summary>
internal sealed class BatchCallsEmitter(Vocabulary words, BatchPlan plan)
{
    private readonly string _number = words.Number;

    private bool AcrossLanes => plan.Rows.TimeAcrossLanes;

    public void Write(CodeWriter code)
    {
        Constants(code);
        code.Line();
        code.Line("/// <summary>The memory of a batch runner.</summary>");
        code.Line($"internal static AlignedBuffer<{_number}> NewStreams(int count) => new(States + count * {plan.Streams.PerStream} + {plan.Streams.Spare});");
        Step(code);
        if (plan.Shape.HasBatch)
        {
            Backward(code);
            Train(code);
        }
    }

    private void Step(CodeWriter code)
    {
        code.Line();
        code.Line("/// <summary>Equations (1) to (3), one step of every stream.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        using (code.Block($"internal static void Step(AlignedBuffer<{_number}> net, AlignedBuffer<{_number}> memory, int count, ReadOnlySpan<{_number}> x, Span<{_number}> p)"))
        {
            code.Lines(
                $"""
                Check.Streams(count, x.Length, N, p.Length, K);
                ref {_number} input = ref MemoryMarshal.GetReference(Check.Finite(x, memory, States + 2 * count * Hp));
                ref {_number} h0 = ref memory.At(States);
                ref {_number} h1 = ref memory.At(States + count * Hp);
                ref {_number} y = ref memory.At(Scores);
                Recur(ref net.At(0), ref h0, ref input, count, 1);
                memory.Slice(States + count * Hp, count * Hp).CopyTo(memory.Slice(States, count * Hp));
                """);
            using (Blocks(code, "count"))
            {
                if (AcrossLanes)
                {
                    code.Lines(
                        """
                        Transposition.Run(ref Add(ref h1, r * Hp), Hp, ref memory.At(StatesT), Tp, rows, H);
                        ReadOut(ref net.At(0), ref memory.At(StatesT), ref y, rows);
                        Normalize(ref y, rows);
                        Transposition.Run(ref y, Tp, ref p[r * K], K, K, rows);
                        """);
                }
                else
                {
                    code.Line("ReadOut(ref net.At(0), ref Add(ref h1, r * Hp), ref y, rows);");
                    code.Line("Normalize(ref y, rows);");
                    using (code.Block("for (int row = 0; row < rows; row++)"))
                    {
                        code.Line("memory.Slice(Scores + row * Kp, K).CopyTo(p.Slice((r + row) * K, K));");
                    }
                }
            }
        }
    }

    private void Backward(CodeWriter code)
    {
        code.Line();
        code.Line("/// <summary>The mean of loss (4) over the sequences, and its gradient by all six parameters, by the recursion (5).</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        using (code.Block($"internal static {_number} Backward(AlignedBuffer<{_number}> net, AlignedBuffer<{_number}> memory, AlignedBuffer<{_number}> batch, int[] order, ReadOnlySpan<{_number}> x, ReadOnlySpan<int> labels)"))
        {
            code.Lines(
                $"""
                int count = Check.Batch(x.Length, N, labels, K, T, B);
                int all = count * T;
                ref {_number} h0 = ref batch.At(BatchStates);
                ref {_number} h1 = ref batch.At(BatchStates + count * Hp);
                ref {_number} d = ref batch.At(Differences); // y, then p, then D = p - l
                ref {_number} e = ref batch.At(Errors);
                ref {_number} input = ref batch.At(Inputs);
                ref int label = ref MemoryMarshal.GetArrayDataReference(order);
                TimeMajor.Run(x, batch.Slice(Inputs, x.Length), count, T, N);
                Check.Finite(batch.Slice(Inputs, x.Length), batch, Inputs);
                TimeMajor.Run(labels, order, count, T, 1);
                batch.Slice(BatchStates, count * Hp).Clear();
                Recur(ref net.At(0), ref h0, ref input, count, T);

                double loss = 0d;
                """);
            using (Blocks(code, "all"))
            {
                code.Lines(AcrossLanes
                    ? """
                    Transposition.Run(ref Add(ref h1, r * Hp), Hp, ref batch.At(StatesT), Tp, rows, H);
                    ReadOut(ref net.At(0), ref batch.At(StatesT), ref batch.At(Scores), rows);
                    loss += Score(ref batch.At(Scores), ref Add(ref label, r), ref batch.At(Normalizers), rows);
                    Transposition.Run(ref batch.At(Scores), Tp, ref Add(ref d, r * Kp), Kp, K, rows);
                    """
                    : """
                    ReadOut(ref net.At(0), ref Add(ref h1, r * Hp), ref Add(ref d, r * Kp), rows);
                    loss += Score(ref Add(ref d, r * Kp), ref Add(ref label, r), rows);
                    """);
            }

            string readOutGradient = AcrossLanes
                ? "ReadOutGradient(ref d, ref h1, ref batch.At(WyGradient), all);\nTransposition.Run(ref batch.At(WyGradient), Hp, ref memory.At(Gradient + WyT), Kp, K, H);"
                : "ReadOutGradient(ref d, ref h1, ref memory.At(Gradient + WyT), all);";
            code.Line();
            code.Lines(
                $"""
                Transposition.Run(ref net.At(WhT), Hp, ref memory.At(Wh), Hp, H, H);
                Transposition.Run(ref net.At(WyT), Kp, ref memory.At(Wy), Hp, H, K);
                ThroughTime(ref memory.At(Wh), ref memory.At(Wy), ref h0, ref d, ref e, count);

                InputGradient(ref e, ref input, ref memory.At(Gradient + WxT), all);
                HiddenGradient(ref e, ref h0, ref memory.At(Gradient + WhT), all);
                {readOutGradient}
                BiasGradients(ref e, ref d, ref memory.At(Gradient), all);
                Average(ref memory.At(Gradient), count);
                return ({_number})(loss / count);
                """);
        }
    }

    private void Train(CodeWriter code)
    {
        code.Line();
        code.Line("/// <summary>Backward, then θ ← θ - γ dθ.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        using (code.Block($"internal static {_number} Train(AlignedBuffer<{_number}> net, AlignedBuffer<{_number}> memory, AlignedBuffer<{_number}> batch, int[] order, ReadOnlySpan<{_number}> x, ReadOnlySpan<int> labels, {_number} learningRate)"))
        {
            code.Line($"{_number} loss = Backward(net, memory, batch, order, x, labels);");
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
        code.Line($"private const int N = {shape.N}, H = {shape.H}, K = {shape.K}{(shape.HasBatch ? $", T = {shape.T}, B = {shape.B}" : "")};");
        code.Line();
        code.Line($"// Rows of everything indexed by hidden unit, {(AcrossLanes ? "by class and by row of a block" : "and by class")}, padded to 64 bytes.");
        code.Line($"private const int Hp = {rows.Hp}, Kp = {rows.Kp}{Lanes($", Tp = {rows.Tp}")};");
        code.Line();
        new CallsEmitter(words).NetworkConstants(code, "private");
        code.Line();
        code.Line($"// A batch runner: y of a block {(AcrossLanes ? "K×Tp, its h transposed H×Tp" : $"{plan.BlockRows}×Kp")}, h count×Hp, the next h count×Hp, and x where it had to be made finite.");
        code.Line($"internal const int Scores = {streams.Scores}, {Lanes($"StatesT = {streams.StatesT}, ")}States = {streams.States}, MostStreams = {streams.MostStreams};");
        if (shape.HasBatch)
        {
            BatchLayout batch = plan.Trainer;
            TrainerLayout trainer = plan.Window.Layout.Trainer;
            code.Line();
            code.Line("// Of the trainer's own memory: Wh H×Hp and Wy K×Hp as the paper has them, and the gradient.");
            code.Line($"private const int Wh = {trainer.Wh}, Wy = {trainer.Wy}, Gradient = {trainer.Gradient};");
            code.Line();
            code.Line($"// Its memory for mini-batches{Lanes(" starts like a batch runner's and")} has {Lanes("the sums of softmax 3×Tp, dWy K×Hp, ")}b sequences of h[0..T], y T×Kp and e T×Hp, and x, time-major.");
            code.Line($"internal const int {Lanes($"Normalizers = {batch.Normalizers}, WyGradient = {batch.WyGradient}, ")}BatchStates = {batch.States}, Differences = {batch.Differences}, Errors = {batch.Errors}, Inputs = {batch.Inputs}, BatchLength = {batch.Length};");
        }

        string Lanes(string text) => AcrossLanes ? text : "";
    }
}
