using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints the part of the nested class <c>Trainer</c> that works on mini-batches.</summary>
internal sealed class BatchTrainerEmitter(Vocabulary words, BatchPlan plan, string kernels)
{
    public void Write(CodeWriter code)
    {
        string number = words.Number;
        string batch = $"global::System.ReadOnlySpan<{number}> x, global::System.ReadOnlySpan<int> labels";
        const string Arguments = """
            /// <param name="x">The inputs, b×T×N for 1 ≤ b ≤ B: sequence after sequence, each T steps from h[0] = 0.</param>
            /// <param name="labels">The b×T classes to predict, sequence after sequence, each from 0 to K - 1.</param>
            """;
        const string Exceptions = """
            /// <exception cref="global::System.ArgumentException">A length is wrong; nothing has changed then.</exception>
            /// <exception cref="global::System.ArgumentOutOfRangeException">A label is outside 0..K - 1; nothing has changed then.</exception>
            """;
        using (code.Block("public sealed partial class Trainer"))
        {
            code.Line($"private readonly global::RnnGen.Numerics.AlignedBuffer<{number}> _batch = {kernels}.NewBatch();");
            string order = BatchLayout.SequencesAcrossLanes(plan.Shape) ? "" : "_labels, ";
            if (order.Length > 0)
            {
                code.Line("private readonly int[] _labels = new int[B * T];");
            }

            code.Line();
            code.Line("/// <summary>The mean loss of a mini-batch and its gradient by all six parameters; the parameters stay as they are.</summary>");
            code.Lines(Arguments);
            code.Line("/// <returns>The mean over the b sequences of E, the sum over t of -log p[t][label[t]]. The gradient is that of this mean.</returns>");
            code.Lines(Exceptions);
            code.Line(Vocabulary.Optimize);
            code.Line($"public {number} BackwardBatch({batch}) => {kernels}.Backward(_net, _memory, _batch, {order}x, labels);");
            code.Line();
            code.Line("/// <summary><see cref=\"BackwardBatch\"/>, then one step of gradient descent: θ ← θ - γ dθ for all six parameters.</summary>");
            code.Lines(Arguments);
            code.Line("/// <param name=\"learningRate\">γ.</param>");
            code.Line("/// <returns>The mean of E before the update.</returns>");
            code.Lines(Exceptions);
            code.Line(Vocabulary.Optimize);
            code.Line($"public {number} TrainBatch({batch}, {number} learningRate) => {kernels}.Train(_net, _memory, _batch, {order}x, labels, learningRate);");
        }
    }
}
