using System.Globalization;

namespace RnnGen.Package.Tests;

/// <summary>A project of a strict user that has nothing but the package: it builds without a warning and learns.</summary>
[Collection(PackageCollection.Name)]
public sealed class ConsumerTests(ConsumerTests.BuiltConsumer consumer) : IClassFixture<ConsumerTests.BuiltConsumer>
{
    // The label is the input of one step ago: no network without a memory can learn it.
    private const string Program = """
        using System.Globalization;
        using RnnGen;

        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var net = new Sample.Echo(seed: 7);
        var trainer = new Sample.Echo.Trainer(net);
        float[] x = [1, 0, 0, 1, 1, 0, 1, 0];
        int[] labels = [0, 1, 0, 0, 1, 1, 0, 1];
        for (int step = 0; step < 200; step++)
        {
            float loss = trainer.Train(x, labels, 0.1f);
            if (step % 50 == 0 || step == 199)
            {
                Console.WriteLine($"loss {loss}");
            }
        }

        var runner = new Sample.Echo.Runner(net);
        var p = new float[Sample.Echo.K];
        for (int t = 0; t < x.Length; t++)
        {
            runner.Step(x.AsSpan(t, 1), p);
            Console.WriteLine($"step {p[0] + p[1]} {(p[1] > p[0] ? 1 : 0)}");
        }

        namespace Sample
        {
            /// <summary>Repeats the last input but one.</summary>
            [ElmanRnn(N: 1, H: 12, K: 2, T: 8)]
            internal sealed partial class Echo;
        }
        """;

    [Fact]
    public void BuildsWithoutAWarning()
    {
        consumer.Built.MustSucceed();
        Assert.Contains("0 Warning(s)", consumer.Built.Output);
    }

    [Fact]
    public void LearnsWhatNeedsAMemory()
    {
        string[] lines = consumer.Project.Execute().MustSucceed().Lines;

        double[] losses = [.. lines.Where(line => line.StartsWith("loss ", StringComparison.Ordinal)).Select(line => Number(line.Split(' ')[1]))];
        Assert.Equal(5, losses.Length);
        Assert.InRange(losses[0], 4, 8); // near 8 ln 2, the loss of an even guess
        Assert.All(losses.Zip(losses.Skip(1)), pair => Assert.True(pair.Second < pair.First, string.Join(' ', losses)));
        Assert.InRange(losses[^1], 0, 0.5);

        string[][] steps = [.. lines.Where(line => line.StartsWith("step ", StringComparison.Ordinal)).Select(line => line.Split(' '))];
        Assert.All(steps, step => Assert.Equal(1, Number(step[1]), 1e-6));
        Assert.Equal("01001101", string.Concat(steps.Select(step => step[2])));
    }

    [Fact]
    public void GeneratedTextCanBeRead()
    {
        string[] files = [.. consumer.Project.GeneratedFiles().Order(StringComparer.Ordinal)];
        Assert.Equal(["Sample.Echo-batch.g.cs", "Sample.Echo.g.cs"], files.Select(Path.GetFileName));
        Assert.All(files, file => Assert.Contains("partial class Echo", File.ReadAllText(file)));
    }

    [Fact]
    public void OnlyTheLibraryIsDeployed()
    {
        string[] assemblies = [.. Directory.GetFiles(consumer.Project.OutputFolder, "*.dll").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
        Assert.Equal(["Consumer.dll", "RnnGen.dll"], assemblies);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The project, built once for the tests above.</summary>
    public sealed class BuiltConsumer
    {
        public BuiltConsumer(PackedPackage package)
        {
            Project = package.NewConsumer(Program);
            Built = Project.Build();
        }

        internal ScratchProject Project { get; }

        internal CommandResult Built { get; }
    }
}
