namespace RnnGen.Generator.Emission;

/// <summary>
/// Prints forward and backward pass of a mini-batch with the sequences across the lanes: a row for each hidden unit, class or
/// input, in it the steps one after the other, and for each a lane for each sequence.
/// </summary>
internal sealed class BatchLanesEmitter(Vocabulary words, Planning.BatchLayout layout)
{
    private readonly string _number = words.Number;

    /// <summary>The ones that turn a bias into one more column of its matrix.</summary>
    public void Ones(CodeWriter code)
    {
        code.Line($"batch.Slice(Inputs + N * Rp, Rp).Fill({words.Literal(1)});");
        code.Line($"batch.Slice(BatchStates + H * Rp, Rp).Fill({words.Literal(1)});");
    }

    /// <summary>All of it, up to the gradient.</summary>
    public void Pass(CodeWriter code)
    {
        code.Lines(
            $"""
            ref {_number} h0 = ref batch.At(BatchStates); // and never written: it is zero
            ref {_number} h1 = ref batch.At(BatchStates + Bp);
            ref {_number} d = ref batch.At(Differences); // y, then p, then D = p - l
            ref {_number} e = ref batch.At(Errors);
            ref {_number} input = ref batch.At(Inputs);
            ref {_number} none = ref NullRef<{_number}>();
            """);
        Transpose(code);
        code.Line();
        code.Lines(
            $"""
            SequenceLanes.Forward(ref net.At(WxT), ref net.At(WhT), Hp, ref input, ref h0, Rp, Bp, T, Bp, N + 1, H, H + 1);

            // (2): Y = Wy Hsᵀ + by, all steps at once; (3) and (4).
            MatrixProduct.Run(ref net.At(WyT), 1, Kp, ref h1, Rp, ref none, 0, ref d, Rp, K, T * Bp, H + 1);
            double loss = 0d;
            int scored = count == Bp ? T * Bp : count; // at once: what lies between the steps belongs to no sequence
            for (int t = 0; t < T * Bp; t += count == Bp ? T * Bp : Bp)
            """);
        using (code.Block())
        {
            code.Line("loss += ScoreSequences(ref Add(ref d, t), ref order[t / Bp * count], ref batch.At(Normalizers), scored);");
            using (code.Block("for (int k = 0; count < Bp && k < K; k++)"))
            {
                code.Line("batch.Slice(Differences + k * Rp + t + count, Bp - count).Clear();");
            }
        }

        code.Line();
        code.Lines(
            """
            SequenceLanes.Backward(ref net.At(WyT), Kp, ref net.At(WhT), Hp, ref Add(ref d, (T - 1) * Bp), ref Add(ref h0, T * Bp), ref Add(ref e, T * Bp), Rp, Bp, T, Bp, H, K);
            """);
        code.Line();
        code.Lines(
            $"""
            // dWx = Σ e[t] x[t]ᵀ, and dbx by the 1 behind x; so dWh and dbh, dWy and dby by the 1 behind h.
            {_number} share = {words.Literal(1)} / count;
            DotProducts.Run(ref e, Rp, ref input, Rp, ref memory.At(Gradient + WxT), Hp, H, N + 1, T * Bp, share);
            DotProducts.Run(ref e, Rp, ref h0, Rp, ref memory.At(Gradient + WhT), Hp, H, H + 1, T * Bp, share);
            DotProducts.Run(ref d, Rp, ref h1, Rp, ref memory.At(Gradient + WyT), Kp, K, H + 1, T * Bp, share);
            """);
    }

    /// <summary>Softmax and loss of the sequences.</summary>
    public void Kernels(CodeWriter code) => new TimeLanesText(words, "ScoreSequences", "Rp", layout.Rp).Score(code);

    /// <summary>Inputs and labels, from sequence after sequence.</summary>
    private void Transpose(CodeWriter code)
    {
        using (code.Block("if (count < Bp)"))
        {
            code.Line("batch.Slice(Inputs, N * Rp).Clear(); // an earlier batch may have left a NaN between the steps");
        }

        code.Line();
        if (words.Plan.Shape.N == 1)
        {
            code.Line("Transposition.Run(ref MemoryMarshal.GetReference(x), T, ref input, Bp, count, T);");
        }
        else
        {
            using (code.Block("for (int t = 0; t < T; t++)"))
            {
                code.Line($"Transposition.Run(ref Add(ref MemoryMarshal.GetReference(x), t * N), T * N, ref Add(ref input, t * Bp), Rp, count, N);");
            }

            code.Line();
        }

        code.Lines(
            """
            Transposition.Run(ref As<int, float>(ref MemoryMarshal.GetReference(labels)), T, ref As<int, float>(ref order[0]), count, count, T);
            Check.Finite(batch.Slice(Inputs, N * Rp), batch, Inputs);
            """);
    }
}
