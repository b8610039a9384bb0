using RnnGen.Generator.Model;

namespace RnnGen.Generator.Emission;

/// <summary>Prints the nested class <c>Runner</c>: inference over one stream of inputs.</summary>
internal sealed class RunnerEmitter(Vocabulary words, NetworkSpec spec, string kernels)
{
    public void Write(CodeWriter code)
    {
        string number = words.Number;
        string buffer = $"global::RnnGen.Numerics.AlignedBuffer<{number}>";
        string optimize = Vocabulary.Optimize;
        string input = $"global::System.ReadOnlySpan<{number}>";
        string output = $"global::System.Span<{number}>";
        code.Lines(
            """
            /// <summary>
            /// Runs a network over one stream of inputs: holds its hidden state. Many runners may share one network, on many
            /// threads; a runner belongs to one thread. Nothing here allocates after construction.
            /// </summary>
            """);
        using (code.Block("public sealed class Runner"))
        {
            code.Lines(
                $"""
                private readonly {buffer} _net;
                private readonly {buffer} _memory = new({kernels}.RunnerLength);

                /// <summary>Creates a runner whose hidden state is zero.</summary>
                /// <param name="net">The network to run; what is written to its parameters later counts from the next call on.</param>
                /// <exception cref="global::System.ArgumentNullException"><paramref name="net"/> is null.</exception>
                public Runner({spec.Name} net)
                """);
            using (code.Block())
            {
                code.Line("global::System.ArgumentNullException.ThrowIfNull(net);");
                code.Line("_net = net._parameters;");
            }

            code.Line();
            code.Lines(
                $"""
                /// <summary>The hidden state h, H numbers: what the next call starts from. It may be read, kept and written.</summary>
                public {output} Hidden => _memory.Slice(0, H);

                /// <summary>Sets the hidden state to zero.</summary>
                public void Reset() => Hidden.Clear();

                /// <summary>One step: h ← tanh(Wx x + bx + Wh h + bh), p = softmax(Wy h + by).</summary>
                /// <param name="x">The input, N numbers.</param>
                /// <param name="p">Receives the distribution over classes, K numbers.</param>
                /// <exception cref="global::System.ArgumentException">A length is wrong; the hidden state is unchanged then.</exception>
                {optimize}
                public void Step({input} x, {output} p) => {kernels}.Step(_net, _memory, x, p);

                /// <summary>
                /// A window of t steps, 1 ≤ t ≤ T, from the hidden state on: bit for bit the same as t calls of <see cref="Step"/>.
                /// </summary>
                /// <param name="x">The inputs, t×N, step after step.</param>
                /// <param name="p">Receives the distributions, t×K.</param>
                /// <exception cref="global::System.ArgumentException">A length is wrong; the hidden state is unchanged then.</exception>
                {optimize}
                public void Forward({input} x, {output} p) => {kernels}.Forward(_net, _memory, x, p);
                """);
        }
    }
}
