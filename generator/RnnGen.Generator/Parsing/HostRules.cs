using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Parsing;

/// <summary>What the project must offer: a language version and a framework that the generated text compiles with.</summary>
internal static class HostRules
{
    /// <summary>C# 11 brought file-local types, which keep the kernels of one network out of sight of all else.</summary>
    public const int LowestLanguageVersion = 11;

    public static void Check(Compilation compilation, AttributeSyntax attribute, List<DiagnosticInfo> problems)
    {
        // Versions are numbered 100, 200, …; the ones before C# 8 count 1 to 7 and 701 to 703.
        if (compilation is CSharpCompilation { LanguageVersion: var version } && (int)version < 100 * LowestLanguageVersion)
        {
            problems.Add(new(Descriptors.LanguageVersionTooOld, LocationInfo.Of(attribute.Name), version.ToDisplayString(), LowestLanguageVersion.ToString()));
        }

        INamedTypeSymbol? vector = compilation.GetTypeByMetadataName("System.Numerics.Vector");
        if (vector is null || !vector.GetMembers("MultiplyAddEstimate").Any())
        {
            problems.Add(new(Descriptors.FrameworkTooOld, LocationInfo.Of(attribute.Name), "System.Numerics.Vector.MultiplyAddEstimate"));
        }
    }
}
