using RnnGen.Generator.Tests.Support;

namespace RnnGen.Generator.Tests.Compiles;

/// <summary>The output compiles beside what a user writes into his own part of the class.</summary>
public sealed class MemberTests
{
    private const string Attribute = "[RnnGen.ElmanRnn(N: 2, H: 3, K: 2, T: 2, B = 2)]";

    [Fact]
    public void Base_class_with_members_of_the_same_names() => Compiled.Cleanly(
        $$"""
        public class Base
        {
            public int N, H, K, T, B, ParameterCount, _parameters;
            public virtual float[] Wx => [];
            public virtual float[] Bx() => [];
            public float[]? Wh { get; set; }
            public class Runner { }
            public class BatchRunner { }
            public struct Trainer { }
            public interface Gradients { }
        }

        {{Attribute}} public partial class Net : Base { }
        """);

    [Fact]
    public void Base_class_with_abstract_and_virtual_members_of_other_names() => Compiled.Cleanly(
        $$"""
        public abstract class Base<T> where T : Base<T>
        {
            protected Base() { }
            public abstract string Name { get; }
        }

        {{Attribute}} public partial class Net : Base<Net> { public override string Name => nameof(Net); }
        """);

    [Fact]
    public void Constructors_with_other_parameters() => Compiled.Cleanly(
        $$"""
        {{Attribute}} public partial class Net
        {
            public Net(string path) : this() => Path = path;
            public Net(int seed, string path) : this(seed) => Path = path;
            public Net(double seed) { }
            public Net(long seed) { }
            public Net(Net other) { }
            static Net() { }
            public string? Path { get; }
        }

        public static class Use
        {
            public static Net[] All => [new(), new(1), new(1L), new("a"), new(1, "b"), new(1d)];
        }
        """);

    [Fact]
    public void Members_with_names_of_generated_locals() => Compiled.Cleanly(
        $$"""
        {{Attribute}} public partial class Net
        {
            private int net = 1, x = 2, p = 3, draw = 4, seed = 5;
            public int Hidden => net + x + p + draw + seed;
            public void Step() { }
            public static int Slice => 0;
            public class Nested { }
            public class Span { }
            public class ArgumentNullException { }
            public class UniformInitializer { }
        }
        """);

    [Fact]
    public void Required_and_initialized_members() => Compiled.Cleanly(
        $$"""
        {{Attribute}} public partial class Net
        {
            public required string Title { get; init; }
            public string Language { get; } = "en";
        }

        public static class Use
        {
            public static Net Create() => new(3) { Title = "t" };
        }
        """);

    [Fact]
    public void The_whole_surface_in_use() => Compiled.Cleanly(
        $$"""
        using System;
        using RnnGen;

        {{Attribute}} public sealed partial class Net;

        public static class Use
        {
            public const int Sizes = Net.N + Net.H + Net.K + Net.T + Net.B + Net.ParameterCount;

            public static float Run(Net net, ReadOnlySpan<float> x, Span<float> p, ReadOnlySpan<int> labels)
            {
                MatrixView<float> wx = net.Wx, wh = net.Wh, wy = net.Wy;
                Span<float> bx = net.Bx, bh = net.Bh, by = net.By;
                wx.CopyTo(bx);
                wh.CopyFrom(bh);
                by[0] = wy[0, 0];
                var runner = new Net.Runner(net);
                runner.Step(x, p);
                runner.Forward(x, p);
                Span<float> h = runner.Hidden;
                runner.Reset();
                var streams = new Net.BatchRunner(net, count: 3);
                streams.Step(x, p);
                streams.Hidden(stream: streams.Count - 1)[0] = h[0];
                streams.Reset();
                streams.Reset(stream: 0);
                var trainer = new Net.Trainer(net);
                float e = trainer.Backward(x, labels) + trainer.Train(x, labels, 0.1f) + h[0];
                e += trainer.BackwardBatch(x, labels) + trainer.TrainBatch(x, labels, learningRate: 0.1f);
                MatrixView<float> dwx = trainer.Gradient.Wx, dwh = trainer.Gradient.Wh, dwy = trainer.Gradient.Wy;
                Span<float> dbx = trainer.Gradient.Bx, dbh = trainer.Gradient.Bh, dby = trainer.Gradient.By;
                return e + dwx[0, 0] + dwh[0, 0] + dwy[0, 0] + dbx[0] + dbh[0] + dby[0];
            }
        }
        """);
}
