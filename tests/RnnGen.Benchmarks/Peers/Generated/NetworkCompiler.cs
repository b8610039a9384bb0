using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Benchmarks.Shapes;
using RnnGen.Generator;

namespace RnnGen.Benchmarks.Peers.Generated;

/// <summary>
/// Runs the generator and the compiler inside this program: a network of any size, without a build. The text and the
/// code are those of an ordinary build in Release.
/// </summary>
internal static class NetworkCompiler
{
    private const string Usings = "global using System; global using System.Collections.Generic;";

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.Latest);

    // CS0436: the Network and the peers compiled here hide those of this program, as they should.
    private static readonly CSharpCompilationOptions s_options = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        nullableContextOptions: NullableContextOptions.Enable,
        specificDiagnosticOptions: [new("CS0436", ReportDiagnostic.Suppress)]);

    private static readonly Lazy<MetadataReference[]> s_references = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    /// <summary>Makes the peer of one problem.</summary>
    /// <exception cref="InvalidOperationException">The generator or the compiler objects.</exception>
    public static Peer CreatePeer(Problem problem) => CreatePeers(problem).Generated;

    /// <summary>Makes the peer of one problem, and of the same network one that runs many streams, if it is asked for.</summary>
    /// <exception cref="InvalidOperationException">The generator or the compiler objects.</exception>
    public static (Peer Generated, Func<Peer> Streams) CreatePeers(Problem problem)
    {
        Assembly assembly = Compile(problem.Shape);
        return (Create(nameof(GeneratedPeer)), () => Create(nameof(StreamsPeer)));

        Peer Create(string name) =>
            (Peer)Activator.CreateInstance(assembly.GetType($"{typeof(NetworkCompiler).Namespace}.{name}", throwOnError: true)!, problem)!;
    }

    private static Assembly Compile(Shape shape)
    {
        string declaration =
            $"""
            namespace RnnGen.Benchmarks.Peers.Generated;

            [RnnGen.ElmanRnn(N: {shape.N}, H: {shape.H}, K: {shape.K}, T: {shape.T}, B = {shape.B})]
            public sealed partial class Network;
            """;
        string name = $"Network_{shape.N}_{shape.H}_{shape.K}_{shape.T}_{shape.B}";
        var compilation = CSharpCompilation.Create(
            name,
            [.. new[] { Usings, Resource("GeneratedPeer.cs"), Resource("StreamsPeer.cs"), declaration }.Select(text => CSharpSyntaxTree.ParseText(text, s_parse))],
            s_references.Value,
            s_options);

        CSharpGeneratorDriver
            .Create([new ElmanRnnGenerator().AsSourceGenerator()], parseOptions: s_parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation whole, out _);
        using var image = new MemoryStream();
        if (whole.Emit(image) is { Success: false } failed)
        {
            throw new InvalidOperationException($"{name} does not compile: {string.Join("; ", failed.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(3))}");
        }

        image.Position = 0;
        return new AssemblyLoadContext(name).LoadFromStream(image);
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(NetworkCompiler).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
