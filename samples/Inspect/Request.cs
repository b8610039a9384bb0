using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator;
using RnnGen.Generator.Model;

namespace Inspect;

/// <summary>What one run of the generator gave.</summary>
/// <param name="Spec">The request as the generator understood it; null where it refused.</param>
/// <param name="Source">The generated text; empty where there is none.</param>
/// <param name="Diagnostics">The generator's diagnostics.</param>
/// <param name="Elapsed">Time of the generator's run.</param>
/// <param name="Compilation">The code with the generated text, not yet compiled.</param>
internal sealed record Generation(NetworkSpec? Spec, string Source, IReadOnlyList<Diagnostic> Diagnostics, TimeSpan Elapsed, Compilation Compilation)
{
    /// <summary>The generator's diagnostics and the compiler's errors, in the order of the code.</summary>
    public IReadOnlyList<Diagnostic> Errors() =>
        [.. Diagnostics
            .Concat(Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
}

/// <summary>An attribute on a class of its own, put before the real generator inside this process.</summary>
internal sealed class Request(string attribute)
{
    // The framework's assemblies and this program's, among them the runtime library.
    private static readonly MetadataReference[] s_references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
        .ToArray();

    private const string Before = "using RnnGen;\n[";

    private readonly string _code = $"{Before}{attribute}]\npublic sealed partial class Network;\n";

    public string Attribute => attribute;

    /// <summary>Where a span of the code lies in the attribute's text; null where it lies outside.</summary>
    public (int Start, int Length)? Find(Location location)
    {
        int start = location.SourceSpan.Start - Before.Length;
        return start >= 0 && start + location.SourceSpan.Length <= attribute.Length ? (start, location.SourceSpan.Length) : null;
    }

    /// <summary>Runs the generator from scratch: nothing is kept from an earlier run.</summary>
    public Generation Generate()
    {
        CSharpCompilation compilation = Compile();
        GeneratorDriver driver = NewDriver();
        TimeSpan elapsed = Run(ref driver, compilation, out Compilation complete);
        GeneratorRunResult run = driver.GetRunResult().Results.Single();
        return new(SpecOf(run), string.Concat(run.GeneratedSources.Select(source => source.SourceText)), run.Diagnostics, elapsed, complete);
    }

    /// <summary>Times of runs that each follow an edit elsewhere in the code, which is no concern of the generator's.</summary>
    /// <param name="edits">How many.</param>
    public IEnumerable<TimeSpan> Edit(int edits)
    {
        CSharpCompilation compilation = Compile();
        GeneratorDriver driver = NewDriver();
        Run(ref driver, compilation, out _);
        SyntaxTree other = CSharpSyntaxTree.ParseText("static class Other { }");
        compilation = compilation.AddSyntaxTrees(other);
        for (int i = 0; i < edits; i++)
        {
            SyntaxTree edited = CSharpSyntaxTree.ParseText($"static class Other {{ const int Edit = {i}; }}");
            compilation = compilation.ReplaceSyntaxTree(other, edited);
            other = edited;
            yield return Run(ref driver, compilation, out _);
        }
    }

    private CSharpCompilation Compile() => CSharpCompilation.Create(
        "Inspected",
        [CSharpSyntaxTree.ParseText(_code)],
        s_references,
        new(OutputKind.DynamicallyLinkedLibrary));

    private static GeneratorDriver NewDriver() => CSharpGeneratorDriver.Create(
        [new ElmanRnnGenerator().AsSourceGenerator()],
        driverOptions: new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static TimeSpan Run(ref GeneratorDriver driver, Compilation compilation, out Compilation complete)
    {
        long start = Stopwatch.GetTimestamp();
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out complete, out _);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>The step that reads the attribute leaves its result behind: no second reader is needed here.</summary>
    private static NetworkSpec? SpecOf(GeneratorRunResult run) =>
        run.TrackedSteps.TryGetValue(TrackingNames.Spec, out var steps)
            ? steps.SelectMany(step => step.Outputs).Select(output => (NetworkSpec)output.Value).FirstOrDefault()
            : null;
}
