using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Tests.Support;

namespace RnnGen.Generator.Tests.Incremental;

/// <summary>Runs the generator before and after an edit and reads why each step ran.</summary>
internal sealed class Steps
{
    private static readonly string[] s_names =
        [TrackingNames.Parse, TrackingNames.Diagnostics, TrackingNames.Spec, TrackingNames.Collisions, TrackingNames.Emit];

    private readonly GeneratorRunResult _result;

    private Steps(GeneratorRunResult result) => _result = result;

    /// <summary>The second of two runs of one driver.</summary>
    public static Steps After(CSharpCompilation before, CSharpCompilation after) =>
        new(Host.Driver(track: true).RunGenerators(before).RunGenerators(after).GetRunResult().Results.Single());

    /// <summary>Each step that ran and the reasons of its outputs, as "Parse: Unchanged; Emit: Cached, Modified".</summary>
    public string Reasons => string.Join("; ", s_names
        .Select(name => (Name: name, Reasons: ReasonsOf(name)))
        .Where(step => step.Reasons.Length > 0)
        .Select(step => $"{step.Name}: {string.Join(", ", step.Reasons.Order())}"));

    /// <summary>Reasons of the sources and diagnostics that leave the generator.</summary>
    public IEnumerable<IncrementalStepRunReason> OutputReasons => _result.TrackedOutputSteps
        .SelectMany(step => step.Value)
        .SelectMany(run => run.Outputs)
        .Select(output => output.Reason);

    /// <summary>Every value that a named step gave.</summary>
    public IEnumerable<object> Values => s_names
        .Where(_result.TrackedSteps.ContainsKey)
        .SelectMany(name => _result.TrackedSteps[name])
        .SelectMany(run => run.Outputs)
        .Select(output => output.Value);

    public IEnumerable<string> HintNames => _result.GeneratedSources.Select(source => source.HintName);

    private string[] ReasonsOf(string name) => _result.TrackedSteps.TryGetValue(name, out ImmutableArray<IncrementalGeneratorRunStep> runs)
        ? [.. runs.SelectMany(run => run.Outputs).Select(output => output.Reason.ToString())]
        : [];
}
