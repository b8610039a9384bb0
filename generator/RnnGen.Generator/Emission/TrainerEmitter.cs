using RnnGen.Generator.Model;

namespace RnnGen.Generator.Emission;

/// <summary>Prints the nested class <c>Trainer</c>: back-propagation through time and gradient descent.</summary>
internal sealed class TrainerEmitter(Vocabulary words, NetworkSpec spec, string kernels)
{
    public void Write(CodeWriter code)
    {
        string number = words.Number;
        string buffer = $"global::RnnGen.Numerics.AlignedBuffer<{number}>";
        string optimize = Vocabulary.Optimize;
        string window = $"global::System.ReadOnlySpan<{number}> x, global::System.ReadOnlySpan<int> labels";
        code.Lines(
            """
            /// <summary>
            /// Trains a network by full back-propagation through time. A trainer belongs to one thread, and nothing else may
            /// use the network while <see cref="Train"/> changes it. Nothing here allocates after construction.
            /// </summary>
            """);
        using (code.Block(words.Plan.Shape.HasBatch ? "public sealed partial class Trainer" : "public sealed class Trainer"))
        {
            code.Lines(
                $"""
                private readonly {buffer} _net;
                private readonly {buffer} _memory = new({kernels}.TrainerLength);

                /// <summary>Creates a trainer.</summary>
                /// <param name="net">The network to train.</param>
                /// <exception cref="global::System.ArgumentNullException"><paramref name="net"/> is null.</exception>
                public Trainer({spec.Name} net)
                """);
            using (code.Block())
            {
                code.Line("global::System.ArgumentNullException.ThrowIfNull(net);");
                code.Line("_net = net._parameters;");
            }

            code.Line();
            code.Lines(
                $"""
                /// <summary>The gradient that the last call left. It may be read and written.</summary>
                public Gradients Gradient => new(_memory);

                /// <summary>The loss of a window and its gradient by all six parameters; the parameters stay as they are.</summary>
                /// <param name="x">The inputs, t×N, step after step, 1 ≤ t ≤ T.</param>
                /// <param name="labels">The t classes to predict, each from 0 to K - 1.</param>
                /// <returns>E, the sum over t of -log p[t][label[t]], from h[0] = 0.</returns>
                /// <exception cref="global::System.ArgumentException">A length is wrong; nothing has changed then.</exception>
                /// <exception cref="global::System.ArgumentOutOfRangeException">A label is outside 0..K - 1; nothing has changed then.</exception>
                {optimize}
                public {number} Backward({window}) => {kernels}.Backward(_net, _memory, x, labels);

                /// <summary><see cref="Backward"/>, then one step of gradient descent: θ ← θ - γ dθ for all six parameters.</summary>
                /// <param name="x">The inputs, t×N, step after step, 1 ≤ t ≤ T.</param>
                /// <param name="labels">The t classes to predict, each from 0 to K - 1.</param>
                /// <param name="learningRate">γ.</param>
                /// <returns>E before the update.</returns>
                /// <exception cref="global::System.ArgumentException">A length is wrong; nothing has changed then.</exception>
                /// <exception cref="global::System.ArgumentOutOfRangeException">A label is outside 0..K - 1; nothing has changed then.</exception>
                {optimize}
                public {number} Train({window}, {number} learningRate) => {kernels}.Train(_net, _memory, x, labels, learningRate);
                """);
        }
    }
}
