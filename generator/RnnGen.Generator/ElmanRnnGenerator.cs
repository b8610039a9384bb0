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

        IncrementalValuesProvider<(string HintName, string Text)> files = specs
            .Combine(collisions)
            .Select(static (pair, cancellation) =>
            {
                cancellation.ThrowIfCancellationRequested();
                return (HintName(pair.Left, pair.Right), NetworkEmitter.Emit(pair.Left));
            })
            .WithTrackingName(TrackingNames.Emit);
        context.RegisterSourceOutput(files, static (output, file) => output.AddSource(file.HintName, SourceText.From(file.Text, s_utf8)));
    }

    private static EquatableArray<string> Collisions(ImmutableArray<NetworkSpec> specs) => new(specs
        .Select(spec => spec.HintName)
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Count() > 1)
        .SelectMany(group => group.OrderBy(name => name, StringComparer.Ordinal)));

    private static string HintName(NetworkSpec spec, EquatableArray<string> collisions)
    {
        int number = 0;
        foreach (string name in collisions)
        {
            if (name == spec.HintName)
            {
                return $"{spec.HintName}.{number + 1}.g.cs";
            }

            number += string.Equals(name, spec.HintName, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        }

        return spec.HintName + ".g.cs";
    }
}
