using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>
/// Prints forward and backward pass of a mini-batch with the sequences across the lanes: a row for each hidden unit, class or
/// input, in it the steps one after the other, and for each a lane for each sequence.
/// </summary>
internal sealed class BatchLanesEmitter(Vocabulary words)
{
    private readonly string _number = words.Number;

    /// <summary>The ones that turn by, and the gradients of the biases, into one more column of a matrix.</summary>
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
            ref {_number} sums = ref batch.At(Sums);
            ref {_number} none = ref NullRef<{_number}>();
            """);
        Transpose(code);
        code.Line();
        code.Lines(
            $"""
            // (1); every sum starts from bx + bh, which lie in the place of e[1] meanwhile.
            SequenceLanes.Forward(ref net.At(WxT), ref net.At(WhT), Hp, ref net.At(Bx), ref net.At(Bh), ref input, ref h0, ref e, Rp, Bp, T, Bp, N, H);

            // (2): Y = Wy Hsᵀ + by, all steps at once; (3) and (4).
            MatrixProduct.Run(ref net.At(WyT), 1, {words.Ky}, ref h1, Rp, ref none, 0, ref d, Rp, K, T * Bp, H + 1);
            double loss = LaneSoftmax.Score(ref d, Rp, K, ref batch.At(Labels), T * Bp, ref sums, {words.Literal(1)} / count); // so D is that of the mean

            SequenceLanes.Backward(ref net.At(WyT), {words.Ky}, ref net.At(WhT), Hp, ref Add(ref d, (T - 1) * Bp), ref Add(ref h0, T * Bp), ref Add(ref e, T * Bp), Rp, Bp, T, Bp, H, K);

            // dWx = Σ e[t] x[t]ᵀ, and dbx by the 1 behind x; dbh = dbx; dWh = Σ e[t] h[t-1]ᵀ; dWy = Σ D[t] h[t]ᵀ, and dby by the 1 behind h.
            DotProducts.Run(ref e, Rp, ref input, Rp, ref memory.At(Gradient + WxT), Hp, H, N + 1, T * Bp, ref sums);
            {ElementsText.CopyOfBatchBiases}
            DotProducts.Run(ref e, Rp, ref h0, Rp, ref memory.At(Gradient + WhT), Hp, H, H, T * Bp, ref sums);
            DotProducts.Run(ref d, Rp, ref h1, Rp, ref memory.At(Gradient + WyT), {words.Ky}, K, H + 1, T * Bp, ref sums);
            """);
    }

    /// <summary>Inputs and labels, from sequence after sequence.</summary>
    private void Transpose(CodeWriter code)
    {
        using (code.Block("if (count < Bp)"))
        {
            code.Line("batch.Slice(Inputs, N * Rp).Clear(); // an earlier batch may have left a NaN between the steps");
        }

        code.Line();
        code.Lines(
            $"""
            TimeMajor.Inputs(x, batch.Slice(Inputs, N * Rp), {(BatchLayout.SparesInputs(words.Plan.Shape) ? "batch.Slice(Spare, T * N * Bp)" : "default")}, count, T, N, Rp, Bp);
            TimeMajor.Labels(labels, batch.Slice(Labels, T * Bp), count, T, Bp);
            Check.Finite(batch.Slice(Inputs, N * Rp), batch, Inputs);
            """);
    }
}
