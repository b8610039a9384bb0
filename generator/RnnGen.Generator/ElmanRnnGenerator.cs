using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Model;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator;

/// <summary>Writes the network of every partial class that carries <c>[ElmanRnn]</c>: parse, plan, emit.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ElmanRnnGenerator : IIncrementalGenerator
{
    // Without a byte order mark, which would be the only character a reader cannot see.
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ParseResult> results = context.SyntaxProvider
            .ForAttributeWithMetadataName(NetworkParser.AttributeName, NetworkParser.IsCandidate, NetworkParser.Parse)
            .WithTrackingName(TrackingNames.Parse);

        IncrementalValuesProvider<DiagnosticInfo> diagnostics = results
            .SelectMany(static (result, _) => result.Diagnostics)
            .WithTrackingName(TrackingNames.Diagnostics);
        context.RegisterSourceOutput(
            diagnostics.Combine(context.CompilationProvider),
            static (output, pair) => output.ReportDiagnostic(pair.Left.ToDiagnostic(pair.Right)));

        IncrementalValuesProvider<NetworkSpec> specs = results
            .Where(static result => result.Spec is not null)
            .Select(static (result, _) => result.Spec!)
            .WithTrackingName(TrackingNames.Spec);

        // File systems and the compiler compare hint names without case; C# does not. Nearly always empty.
        IncrementalValueProvider<EquatableArray<string>> collisions = specs
            .Collect()
            .Select(static (all, _) => Collisions(all))
            .WithTrackingName(TrackingNames.Collisions);

        IncrementalValuesProvider<(string Name, string Text, string BatchText)> files = specs
            .Combine(collisions)
            .Select(static (pair, cancellation) =>
            {
                cancellation.ThrowIfCancellationRequested();
                return (HintName(pair.Left, pair.Right), NetworkEmitter.Emit(pair.Left), BatchEmitter.Emit(pair.Left));
            })
            .WithTrackingName(TrackingNames.Emit);
        context.RegisterSourceOutput(files, static (output, file) =>
        {
            output.AddSource(file.Name + ".g.cs", SourceText.From(file.Text, s_utf8));
            output.AddSource(file.Name + "-batch.g.cs", SourceText.From(file.BatchText, s_utf8)); // no type's name has a hyphen
        });
    }

    private static EquatableArray<string> Collisions(ImmutableArray<NetworkSpec> specs) => new(specs
        .GroupBy(spec => spec.HintName, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Count() > 1)
        .SelectMany(group => group.Select(Key).OrderBy(key => key, StringComparer.Ordinal)));

    // In broken code two types may have one name: partial class A beside partial struct A, each around a network.
    private static string Key(NetworkSpec spec) =>
        $"{spec.HintName}/{spec.Namespace}/{string.Join("/", spec.Types.Select(type => type.Keyword))}";

    private static string HintName(NetworkSpec spec, EquatableArray<string> collisions)
    {
        int number = collisions
            .Where(key => key.StartsWith(spec.HintName + "/", StringComparison.OrdinalIgnoreCase))
            .TakeWhile(key => key != Key(spec))
            .Count();
        return collisions.Contains(Key(spec)) ? $"{spec.HintName}.{number + 1}" : spec.HintName;
    }
}
