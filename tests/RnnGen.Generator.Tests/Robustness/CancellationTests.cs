using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Tests.Support;

namespace RnnGen.Generator.Tests.Robustness;

/// <summary>An editor cancels a run with the next key stroke.</summary>
public sealed class CancellationTests
{
    private static readonly CSharpCompilation s_compilation = Host.Compile("[RnnGen.ElmanRnn(N: 1, H: 2, K: 2, T: 2)] public sealed partial class Net;");

    [Fact]
    public void Cancelled_token_stops_a_run() =>
        Assert.ThrowsAny<OperationCanceledException>(() => Host.Driver().RunGenerators(s_compilation, new CancellationToken(canceled: true)));

    [Fact]
    public void Driver_works_again_after_a_cancelled_run()
    {
        GeneratorDriver driver = Host.Driver();
        Assert.ThrowsAny<OperationCanceledException>(() => driver.RunGenerators(s_compilation, new CancellationToken(canceled: true)));
        Assert.Equal(2, driver.RunGenerators(s_compilation).GetRunResult().GeneratedTrees.Length);
    }

    [Fact]
    public void Parser_stops_by_itself()
    {
        // The driver looks at the token between steps; a step must do so on its own.
        var parser = new ParserGenerator();
        GeneratorDriver driver = CSharpGeneratorDriver.Create(parser).WithUpdatedParseOptions(Host.Latest).RunGenerators(s_compilation);
        Assert.Null(driver.GetRunResult().Results.Single().Exception);
        Assert.True(parser.Stopped);
    }

    private sealed class ParserGenerator : IIncrementalGenerator
    {
        public bool Stopped { get; private set; }

        public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName(NetworkParser.AttributeName, NetworkParser.IsCandidate, (attribute, _) =>
            {
                Assert.ThrowsAny<OperationCanceledException>(() => NetworkParser.Parse(attribute, new CancellationToken(canceled: true)));
                return Stopped = true;
            }),
            (_, _) => { });
    }
}
