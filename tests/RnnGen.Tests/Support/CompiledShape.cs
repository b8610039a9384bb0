using System.Numerics;
using System.Runtime.Loader;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator;
using RnnGen.Tests.Generated.Guarded;

namespace RnnGen.Tests.Support;

/// <summary>Sizes and mode of unrolling of a network that is compiled while the tests run.</summary>
public sealed record CompiledShape(int N, int H, int K, int T, Unroll Unroll = Unroll.Auto, int B = 0)
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
        using MemoryStream image = Emit(Generate<TNumber>());
        return Load<TNumber>(image);
    }

    /// <summary>The same network on checked memory, with the kernels on 512 bits or with the usual ones.</summary>
    public Type CompileGuarded<TNumber>(bool wide)
        where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
    {
        using MemoryStream image = Emit(GuardedCompilation.Guard(Generate<TNumber>(), wide));
        return Load<TNumber>(image);
    }

    private static string Name<TNumber>() => $"Random{PrecisionOf<TNumber>()}";

    private static Precision PrecisionOf<TNumber>() => typeof(TNumber) == typeof(float) ? Precision.Single : Precision.Double;

    private Compilation Generate<TNumber>()
    {
        SyntaxTree source = CSharpSyntaxTree.ParseText(
            $"[RnnGen.ElmanRnn(N: {N}, H: {H}, K: {K}, T: {T}, Precision = RnnGen.Precision.{PrecisionOf<TNumber>()}, Unroll = RnnGen.Unroll.{Unroll}{(B > 0 ? $", B = {B}" : "")})] public sealed partial class {Name<TNumber>()};");
        CSharpGeneratorDriver.Create(new ElmanRnnGenerator())
            .RunGeneratorsAndUpdateCompilation(s_empty.AddSyntaxTrees(source), out Compilation compilation, out var reported);
        Assert.Empty(reported);
        return compilation;
    }

    private static MemoryStream Emit(Compilation compilation)
    {
        var image = new MemoryStream();
        Assert.DoesNotContain(compilation.Emit(image).Diagnostics, diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden);
        image.Position = 0;
        return image;
    }

    private Type Load<TNumber>(Stream image) =>
        new AssemblyLoadContext(ToString(), isCollectible: true).LoadFromStream(image).GetType(Name<TNumber>(), throwOnError: true)!;
}
