using System.Numerics;
using System.Runtime.Loader;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator;

namespace RnnGen.Tests.Support;

/// <summary>Sizes of a network that is compiled while the tests run.</summary>
public sealed record CompiledShape(int N, int H, int K, int T)
{
    // Compilations made from this one share its bound references, which take longer than the rest.
    private static readonly CSharpCompilation s_empty = CSharpCompilation.Create(
        "RandomShape",
        references: [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(ElmanRnnAttribute).Assembly.Location)],
        options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));

    /// <summary>Generates, compiles and loads the network; fails where the generator or the compiler has something to say.</summary>
    public Type Compile<TNumber>()
        where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
    {
        Precision precision = typeof(TNumber) == typeof(float) ? Precision.Single : Precision.Double;
        SyntaxTree source = CSharpSyntaxTree.ParseText(
            $"[RnnGen.ElmanRnn(N: {N}, H: {H}, K: {K}, T: {T}, Precision = RnnGen.Precision.{precision})] public sealed partial class Random{precision};");
        CSharpGeneratorDriver.Create(new ElmanRnnGenerator())
            .RunGeneratorsAndUpdateCompilation(s_empty.AddSyntaxTrees(source), out Compilation compilation, out var reported);
        Assert.Empty(reported);

        using var image = new MemoryStream();
        Assert.DoesNotContain(compilation.Emit(image).Diagnostics, diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden);
        image.Position = 0;
        return new AssemblyLoadContext(ToString(), isCollectible: true).LoadFromStream(image).GetType($"Random{precision}", throwOnError: true)!;
    }
}
