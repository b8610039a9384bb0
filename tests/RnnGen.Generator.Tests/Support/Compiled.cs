using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnGen.Generator.Tests.Support;

/// <summary>Runs the generator and then the compiler, as a build with TreatWarningsAsErrors does.</summary>
internal static class Compiled
{
    /// <summary>Fails where the generator or the compiler reports anything at all.</summary>
    public static void Cleanly(params string[] sources) => Cleanly(sources, networks: 1);

    /// <inheritdoc cref="Cleanly(string[])"/>
    /// <param name="sources">The user's files.</param>
    /// <param name="networks">How many networks must come out.</param>
    /// <param name="parse">Language version and documentation mode.</param>
    /// <param name="options">Compiler options.</param>
    /// <param name="emit">Whether to write the image too: that finds what binding does not, and takes half as long again.</param>
    public static void Cleanly(string[] sources, int networks, CSharpParseOptions? parse = null, CSharpCompilationOptions? options = null, bool emit = false)
    {
        CSharpCompilation after = Generated(sources, networks, parse, options);
        using var image = new MemoryStream();
        AssertNone(emit ? after.Emit(image).Diagnostics : after.GetDiagnostics());
    }

    /// <summary>Like <see cref="Cleanly(string[])"/>, but leaves out the bodies of methods: for many networks at once.</summary>
    public static void DeclarationsCleanly(string[] sources, int networks, CSharpCompilationOptions? options = null) =>
        AssertNone(Generated(sources, networks, null, options).GetDeclarationDiagnostics());

    private static CSharpCompilation Generated(string[] sources, int networks, CSharpParseOptions? parse, CSharpCompilationOptions? options)
    {
        GeneratorDriver driver = Host.Driver(parse)
            .RunGeneratorsAndUpdateCompilation(Host.Compile(sources, parse, options), out Compilation after, out var reported);
        AssertNone(reported);
        Assert.Equal(2 * networks, driver.GetRunResult().GeneratedTrees.Length);
        return (CSharpCompilation)after;
    }

    /// <summary>Hidden diagnostics are for editors, not for builds.</summary>
    private static void AssertNone(IEnumerable<Diagnostic> diagnostics)
    {
        string[] lines = [.. diagnostics.Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden).Take(10).Select(diagnostic => diagnostic.ToString())];
        Assert.True(lines.Length == 0, string.Join('\n', lines));
    }
}
