using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints the nested class <c>BatchRunner</c>: single steps of many independent streams.</summary>
internal sealed class BatchRunnerEmitter(Vocabulary words, NetworkSpec spec, string kernels)
{
    public void Write(CodeWriter code)
    {
        string number = words.Number;
        string buffer = $"global::RnnGen.Numerics.AlignedBuffer<{number}>";
        code.Lines(
            $"""
            /// <summary>
            /// Runs a network over many independent streams of inputs, all of them a step further in one call: bit for bit what a
            /// <see cref="Runner"/> for each gives, but {(NetworkPlan.WaitsForItself(spec.Shape) ? "several streams are under way at once" : "a weight is loaded once for several streams")}. It belongs to one thread.
            /// Nothing here allocates after construction.
            /// </summary>
            """);
        using (code.Block("public sealed class BatchRunner"))
        {
            code.Lines(
                $"""
                private readonly {buffer} _net;
                private readonly {buffer} _memory;

                /// <summary>Creates a runner for <paramref name="count"/> streams whose hidden states are zero.</summary>
                /// <param name="net">The network to run; what is written to its parameters later counts from the next call on.</param>
                /// <param name="count">Number of streams, at least 1.</param>
                /// <exception cref="global::System.ArgumentNullException"><paramref name="net"/> is null.</exception>
                /// <exception cref="global::System.ArgumentOutOfRangeException"><paramref name="count"/> is below 1, or so large that the memory would pass the limit of 268,435,456 numbers.</exception>
                public BatchRunner({spec.Name} net, int count)
                """);
            using (code.Block())
            {
                code.Lines(
                    $"""
                    global::System.ArgumentNullException.ThrowIfNull(net);
                    global::System.ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
                    global::System.ArgumentOutOfRangeException.ThrowIfGreaterThan(count, {kernels}.MostStreams);
                    _net = net._parameters;
                    _memory = {kernels}.NewStreams(count);
                    Count = count;
                    """);
            }

            code.Line();
            code.Lines(
                $$"""
                /// <summary>Number of streams.</summary>
                public int Count { get; }

                /// <summary>The hidden state h of one stream, H numbers: what its next step starts from. It may be read, kept and written.</summary>
                /// <param name="stream">From 0 to Count - 1.</param>
                /// <exception cref="global::System.ArgumentOutOfRangeException">There is no such stream.</exception>
                public global::System.Span<{{number}}> Hidden(int stream)
                """);
            using (code.Block())
            {
                code.Lines(
                    $"""
                    global::System.ArgumentOutOfRangeException.ThrowIfNegative(stream);
                    global::System.ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(stream, Count);
                    return _memory.Slice({kernels}.States + stream * {words.Plan.Layout.Hp}, H);
                    """);
            }

            code.Line();
            code.Lines(
                $$"""
                /// <summary>Sets the hidden states of all streams to zero.</summary>
                public void Reset() => _memory.Slice({{kernels}}.States, Count * {{words.Plan.Layout.Hp}}).Clear();

                /// <summary>Sets the hidden state of one stream to zero.</summary>
                /// <param name="stream">From 0 to Count - 1.</param>
                /// <exception cref="global::System.ArgumentOutOfRangeException">There is no such stream.</exception>
                public void Reset(int stream) => Hidden(stream).Clear();

                /// <summary>One step of every stream: h ← tanh(Wx x + bx + Wh h + bh), p = softmax(Wy h + by).</summary>
                /// <param name="x">The inputs, Count×N, stream after stream.</param>
                /// <param name="p">Receives the distributions over classes, Count×K.</param>
                /// <exception cref="global::System.ArgumentException">A length is wrong; the hidden states are unchanged then.</exception>
                {{Vocabulary.Optimize}}
                public void Step(global::System.ReadOnlySpan<{{number}}> x, global::System.Span<{{number}}> p) => {{kernels}}.Step(_net, _memory, Count, x, p);
                """);
        }
    }
}
