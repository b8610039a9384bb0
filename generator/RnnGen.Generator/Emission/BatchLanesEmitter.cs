namespace RnnGen.Generator.Emission;

/// <summary>
/// Prints forward and backward pass of a mini-batch with the sequences across the lanes: a row for each hidden unit, class
/// or input of a step, in it a lane for each sequence. What the gradients need goes back into rows.
/// </summary>
internal sealed class BatchLanesEmitter(Vocabulary words)
{
    private readonly string _number = words.Number;

    /// <summary>The pass itself, up to e and D in rows.</summary>
    public void Pass(CodeWriter code)
    {
        code.Lines(
            $"""
            ref {_number} lanesX = ref batch.At(LanesX);
            ref {_number} lanesH = ref batch.At(LanesH); // h[0] = 0, and never written
            ref {_number} lanesY = ref batch.At(LanesY); // y, then p, then D = p - l
            ref {_number} lanesE = ref batch.At(LanesE);
            for (int t = 0; t < T; t++)
            """);
        using (code.Block())
        {
            code.Line("Transposition.Run(ref Add(ref input, t * count * Nb), Nb, ref Add(ref lanesX, t * Nb * Bp), Bp, count, Nb);");
        }

        code.Line();
        code.Line("RecurBatch(ref net.At(0), ref lanesH, ref lanesX, count);");
        code.Line("double loss = 0d;");
        using (code.Block("for (int t = 0; t < T; t++)"))
        {
            code.Lines(
                $"""
                ref {_number} y = ref Add(ref lanesY, t * K * Tp);
                MatrixProduct.Run(ref net.At(WyT), 1, Kp, ref Add(ref lanesH, (t + 1) * (H + 1) * Bp), Bp, ref none, 0, ref y, Tp, K, count, H + 1);
                loss += Score(ref y, ref order[t * count], ref batch.At(Normalizers), count);
                """);
        }

        code.Line();
        code.Line("ThroughTime(ref net.At(0), ref lanesH, ref lanesY, ref lanesE, count);");
        code.Line("Transposition.Run(ref lanesH, Bp, ref h0, Hb, H + 1, count);");
        using (code.Block("for (int t = 0; t < T; t++)"))
        {
            code.Lines(
                """
                Transposition.Run(ref Add(ref lanesH, (t + 1) * (H + 1) * Bp), Bp, ref Add(ref h1, t * count * Hb), Hb, H + 1, count);
                Transposition.Run(ref Add(ref lanesE, t * H * Bp), Bp, ref Add(ref e, t * count * Hb), Hb, H, count);
                Transposition.Run(ref Add(ref lanesY, t * K * Tp), Tp, ref Add(ref d, t * count * Kp), Kp, K, count);
                """);
        }
    }

    public void Kernels(CodeWriter code)
    {
        using (KernelsEmitter.Kernel(code, "(1): h[t] = tanh(Wx x[t] + bx + Wh h[t-1] + bh), t = 1..T, a lane a sequence. Row H of every h is 1, and so is row N of every x.", "RecurBatch", $"ref {_number} net, ref {_number} h, ref {_number} x, int count"))
        using (code.Block("for (int t = 0; t < T; t++)"))
        {
            code.Lines(
                $"""
                ref {_number} next = ref Add(ref h, (H + 1) * Bp);
                MatrixProduct.Run(ref Add(ref net, WxT), 1, Hp, ref x, Bp, ref NullRef<{_number}>(), 0, ref next, Bp, H, count, N + 1);
                MatrixProduct.Run(ref Add(ref net, WhT), 1, Hp, ref h, Bp, ref next, Bp, ref next, Bp, H, count, H + 1);
                Activation.Tanh(ref next, H * Bp);
                h = ref next;
                x = ref Add(ref x, Nb * Bp);
                """);
        }

        using (KernelsEmitter.Kernel(code, "(5): e[t] = (1 - h[t]²) ∘ (Wyᵀ D[t] + Whᵀ e[t+1]), t = T..1, a lane a sequence.", "ThroughTime", $"ref {_number} net, ref {_number} h, ref {_number} d, ref {_number} e, int count"))
        {
            code.Line("h = ref Add(ref h, T * (H + 1) * Bp); // h[T]");
            code.Line("d = ref Add(ref d, (T - 1) * K * Tp);");
            code.Line("e = ref Add(ref e, (T - 1) * H * Bp);");
            using (code.Block("for (int t = T; t > 0; t--)"))
            {
                code.Line($"MatrixProduct.Run(ref Add(ref net, WyT), Kp, 1, ref d, Tp, ref NullRef<{_number}>(), 0, ref e, Bp, H, count, K);");
                using (code.Block("if (t < T)"))
                {
                    code.Line("MatrixProduct.Run(ref Add(ref net, WhT), Hp, 1, ref Add(ref e, H * Bp), Bp, ref e, Bp, ref e, Bp, H, count, H);");
                }

                code.Line();
                code.Lines(
                    """
                    Activation.ThroughTanh(ref e, ref h, H * Bp);
                    h = ref Subtract(ref h, (H + 1) * Bp);
                    d = ref Subtract(ref d, K * Tp);
                    e = ref Subtract(ref e, H * Bp);
                    """);
            }
        }
    }
}
