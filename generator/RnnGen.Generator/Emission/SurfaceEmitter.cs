using System;
using System.Collections.Generic;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints the members of the user's type: sizes, constructors, the six parameters, Runner and Trainer.</summary>
internal sealed class SurfaceEmitter(Vocabulary words, NetworkSpec spec, string kernels)
{
    /// <summary>Every member the generator adds to the user's type; the parser keeps the user's own away from these names.</summary>
    public static IReadOnlyList<string> MemberNames(bool hasBatch) =>
    [
        "N", "H", "K", "T", .. hasBatch ? ["B"] : Array.Empty<string>(), "ParameterCount", "Wx", "Bx", "Wh", "Bh", "Wy", "By", "Gradients", "Runner", "BatchRunner", "Trainer", "_parameters",
    ];

    private readonly NetworkPlan _plan = words.Plan;
    private readonly string _number = words.Number;

    public void Write(CodeWriter code)
    {
        NetworkShape shape = _plan.Shape;
        string kernelClass = $"global::RnnGen.Generated.{kernels}";
        code.Lines(
            $"""
            /// <summary>Length of an input x[t].</summary>
            public const int N = {shape.N};

            /// <summary>Length of the hidden state h[t].</summary>
            public const int H = {shape.H};

            /// <summary>Number of classes, the length of p[t].</summary>
            public const int K = {shape.K};

            /// <summary>Longest window of steps in one call.</summary>
            public const int T = {shape.T};
            {(shape.HasBatch ? $"\n/// <summary>Most sequences in one mini-batch.</summary>\npublic const int B = {shape.B};\n" : "")}
            /// <summary>Number of parameters: HN + H + HH + H + KH + K.</summary>
            public const int ParameterCount = {_plan.Cost.Parameters};

            private readonly global::RnnGen.Numerics.AlignedBuffer<{_number}> _parameters = {kernelClass}.NewNetwork();

            /// <summary>Creates a network whose parameters are all zero.</summary>
            public {spec.Name}()
            """);
        using (code.Block())
        {
        }

        code.Line();
        code.Line("/// <summary>Creates a network whose parameters are drawn from U(-1/√H, 1/√H): the same for a seed on every machine.</summary>");
        code.Line("/// <param name=\"seed\">Any number.</param>");
        using (code.Block($"public {spec.Name}(int seed)"))
        {
            code.Lines(
                """
                global::RnnGen.Numerics.UniformInitializer draw = new(seed, H);
                draw.Fill(Wx);
                draw.Fill(Bx);
                draw.Fill(Wh);
                draw.Fill(Bh);
                draw.Fill(Wy);
                draw.Fill(By);
                """);
        }

        code.Line();
        Views(code, "_parameters", kernelClass, "");
        code.Line();
        new RunnerEmitter(words, spec, kernelClass).Write(code);
        code.Line();
        new TrainerEmitter(words, spec, kernelClass).Write(code);
        code.Line();
        WriteGradients(code, kernelClass);
    }

    /// <summary>The six parameters, or the six gradients, as views over <paramref name="buffer"/>.</summary>
    private void Views(CodeWriter code, string buffer, string kernelClass, string prefix)
    {
        Layout layout = _plan.Layout;
        string origin = prefix.Length > 0 ? $"{kernelClass}.Gradient + {kernelClass}" : kernelClass;
        Matrix("Wx", "H×N: from input to hidden", "H", "N", "WxT", "N", layout.Hp);
        Vector("Bx", "bx, H: bias of the input", "H", "Bx");
        Matrix("Wh", "H×H: from the last hidden state to this one", "H", "H", "WhT", "H", layout.Hp);
        Vector("Bh", "bh, H: bias of the hidden state", "H", "Bh");
        (string offset, string storedRows, int rowLength) = _plan.ReadOutByRows ? ("Wy", "K", layout.Hp) : ("WyT", "H", layout.Ky);
        Matrix("Wy", "K×H: from hidden to scores", "K", "H", offset, storedRows, rowLength, transposed: !_plan.ReadOutByRows);
        Vector("By", "by, K: bias of the scores", "K", "By", last: true);

        void Matrix(string name, string what, string rows, string columns, string offset, string storedRows, int rowLength, bool transposed = true)
        {
            code.Line($"/// <summary>{prefix}{name}, {what}.</summary>");
            code.Line($"public global::RnnGen.MatrixView<{_number}> {name} => new({buffer}.Slice({origin}.{offset}, {storedRows} * {rowLength}), {rows}, {columns}, {(transposed ? $"1, {rowLength}" : $"{rowLength}, 1")});");
            code.Line();
        }

        void Vector(string name, string what, string length, string offset, bool last = false)
        {
            code.Line($"/// <summary>{prefix}{what}.</summary>");
            code.Line($"public global::System.Span<{_number}> {name} => {buffer}.Slice({origin}.{offset}, {length});");
            if (!last)
            {
                code.Line();
            }
        }
    }

    private void WriteGradients(CodeWriter code, string kernelClass)
    {
        code.Line("/// <summary>The gradient of the loss E by each of the six parameters, in a trainer's memory.</summary>");
        using (code.Block("public readonly struct Gradients"))
        {
            code.Line($"private readonly global::RnnGen.Numerics.AlignedBuffer<{_number}> _memory;");
            code.Line();
            code.Line($"internal Gradients(global::RnnGen.Numerics.AlignedBuffer<{_number}> memory) => _memory = memory;");
            code.Line();
            Views(code, "_memory", kernelClass, "d");
        }
    }
}
