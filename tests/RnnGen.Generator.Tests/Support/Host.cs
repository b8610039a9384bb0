using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnGen.Generator.Tests.Support;

/// <summary>Compilations for the generator to run in. References are made once: most of the time of a test goes into them.</summary>
internal static class Host
{
    /// <summary>The newest language, with documentation comments checked.</summary>
    public static readonly CSharpParseOptions Latest = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    /// <summary>A library with nullable references, no unsafe code, and every warning there is.</summary>
    public static readonly CSharpCompilationOptions Documented = new(
        OutputKind.DynamicallyLinkedLibrary,
        warningLevel: 9999,
        nullableContextOptions: NullableContextOptions.Enable,
        allowUnsafe: false);

    /// <summary>The same for sources without comments: what a test leaves undocumented is not the generator's matter.</summary>
    public static readonly CSharpCompilationOptions Library = Documented.WithSpecificDiagnosticOptions([new("CS1591", ReportDiagnostic.Suppress)]);

    /// <summary>net10.0 and the runtime library.</summary>
    public static readonly ImmutableArray<MetadataReference> References =
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(ElmanRnnAttribute).Assembly.Location)];

    // Compilations made from this one share its bound references.
    private static readonly CSharpCompilation s_empty = CSharpCompilation.Create("Tests", null, References, Library);

    /// <summary>A compilation of sources that count as files Source0.cs, Source1.cs, …</summary>
    public static CSharpCompilation Compile(IEnumerable<string> sources, CSharpParseOptions? parse = null, CSharpCompilationOptions? options = null) =>
        s_empty
            .WithOptions(options ?? Library)
            .AddSyntaxTrees(sources.Select((source, index) => CSharpSyntaxTree.ParseText(source, parse ?? Latest, $"Source{index}.cs")));

    public static CSharpCompilation Compile(params string[] sources) => Compile(sources.AsEnumerable());

    /// <summary>A driver with the generator, not yet run.</summary>
    public static GeneratorDriver Driver(CSharpParseOptions? parse = null, bool track = false) => CSharpGeneratorDriver.Create(
        [new ElmanRnnGenerator().AsSourceGenerator()],
        parseOptions: parse ?? Latest,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: track));

    /// <summary>The driver after a run over the sources.</summary>
    public static GeneratorDriver Run(params string[] sources) => Driver().RunGenerators(Compile(sources));

    /// <summary>What a run over the sources gave.</summary>
    public static GeneratorRunResult Result(params string[] sources) => Run(sources).GetRunResult().Results.Single();
}
