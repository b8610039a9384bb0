using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RnnGen.Generator.Diagnostics;

/// <summary>Every diagnostic the generator reports. Each has a help page beside this file.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "RNNGEN001", "The network class must be partial", "'{0}' carries [ElmanRnn] but is not partial: add the modifier 'partial' so that the network can be written into it");

    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = Error(
        "RNNGEN002", "Types around the network class must be partial", "'{0}' contains the network '{1}' but is not partial: add the modifier 'partial' to it");

    public static readonly DiagnosticDescriptor UnsupportedTarget = Error(
        "RNNGEN003", "The network class must be an ordinary class", "'{0}' cannot hold a network because it is {1}: {2}");

    public static readonly DiagnosticDescriptor SizeTooSmall = Error(
        "RNNGEN004", "A size of the network is too small", "{0} = {1} is too small: {0} must be at least {2}");

    public static readonly DiagnosticDescriptor NetworkTooLarge = Error(
        "RNNGEN005", "The network is too large", "The network needs {0} {1}; the limit is {2}: make {3} smaller");

    public static readonly DiagnosticDescriptor MemberCollision = Error(
        "RNNGEN006", "A member has a name the generated network needs", "'{0}' in '{1}' collides with a member of the generated network: rename it");

    public static readonly DiagnosticDescriptor UnrollOverBudget = Error(
        "RNNGEN007", "The network is too large to be unrolled fully", "Unroll.Full needs {0} {1} in {2}; the limit is {3}: use Unroll.Auto or make the network smaller");

    public static readonly DiagnosticDescriptor LanguageVersionTooOld = Error(
        "RNNGEN008", "The C# language version is too old", "The generated network needs C# {1} or later; the project uses C# {0}: raise or remove LangVersion");

    public static readonly DiagnosticDescriptor FrameworkTooOld = Error(
        "RNNGEN009", "The target framework is too old", "The generated network needs {0}, which the target framework does not have: target net10.0 or later");

    public static readonly DiagnosticDescriptor UnknownOption = Error(
        "RNNGEN010", "An option of the network has no such value", "{0} = {1} is not a value of the enum {0}: use one of its names");

    /// <summary>All of them, by id.</summary>
    public static readonly IReadOnlyList<DiagnosticDescriptor> All =
    [
        NotPartial, ContainingTypeNotPartial, UnsupportedTarget, SizeTooSmall, NetworkTooLarge,
        MemberCollision, UnrollOverBudget, LanguageVersionTooOld, FrameworkTooOld, UnknownOption,
    ];

    private static readonly Dictionary<string, DiagnosticDescriptor> s_byId = All.ToDictionary(descriptor => descriptor.Id);

    public static DiagnosticDescriptor ById(string id) => s_byId[id];

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "RnnGen", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLink(id));

    private static string HelpLink(string id) => $"https://github.com/rnngen/rnngen/blob/main/generator/RnnGen.Generator/Diagnostics/help/{id}.md";
}
