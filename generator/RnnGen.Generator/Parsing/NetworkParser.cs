using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Parsing;

/// <summary>A network to generate, or the reasons why there is none. Neither where the code is too broken to say.</summary>
internal sealed record ParseResult(NetworkSpec? Spec, EquatableArray<DiagnosticInfo> Diagnostics);

/// <summary>Turns a class with <c>[ElmanRnn]</c> into a value. Decides what is valid.</summary>
internal static class NetworkParser
{
    public const string AttributeName = "RnnGen.ElmanRnnAttribute";

    public static bool IsCandidate(SyntaxNode node, CancellationToken cancellation) => node is TypeDeclarationSyntax;

    public static ParseResult Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var problems = new List<DiagnosticInfo>();
        var declaration = (TypeDeclarationSyntax)context.TargetNode;
        var type = (INamedTypeSymbol)context.TargetSymbol;
        AttributeData attribute = context.Attributes[0];

        // A second [ElmanRnn] on the same class is the compiler's error; only the first may generate.
        if (!IsFirst(type, attribute, cancellation)
            || attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax)
        {
            return new(null, EquatableArray<DiagnosticInfo>.Empty);
        }

        bool hasBatch = attribute.NamedArguments.Any(argument => argument.Key == nameof(NetworkShape.B));
        TargetRules.Check(type, declaration, SurfaceEmitter.MemberNames(hasBatch), problems, cancellation);
        HostRules.Check(context.SemanticModel.Compilation, syntax, problems);
        NetworkShape? shape = ShapeParser.Parse(attribute, syntax, problems, cancellation);
        cancellation.ThrowIfCancellationRequested();

        NetworkSpec? spec = shape is null || problems.Count > 0 ? null : SpecOf(type, shape);
        return new(spec, new EquatableArray<DiagnosticInfo>(problems));
    }

    private static bool IsFirst(INamedTypeSymbol type, AttributeData attribute, CancellationToken cancellation)
    {
        SyntaxReference? first = type.GetAttributes()
            .Where(other => SymbolEqualityComparer.Default.Equals(other.AttributeClass, attribute.AttributeClass))
            .Select(other => other.ApplicationSyntaxReference)
            .FirstOrDefault();
        SyntaxReference? mine = attribute.ApplicationSyntaxReference;
        return first is not null && mine is not null && first.SyntaxTree == mine.SyntaxTree && first.Span == mine.Span;
    }

    private static NetworkSpec SpecOf(INamedTypeSymbol type, NetworkShape shape)
    {
        var levels = new List<TypeLevel>();
        for (INamedTypeSymbol? level = type; level is not null; level = level.ContainingType)
        {
            levels.Insert(0, new(Keyword(level), Escape(level.Name)));
        }

        INamespaceSymbol space = type.ContainingNamespace;
        string[] names = space.IsGlobalNamespace ? [] : space.ToDisplayString().Split('.').Select(name => name.TrimStart('@')).ToArray();
        string hint = string.Join(".", names.Concat(levels.Select(level => level.Name.TrimStart('@'))));
        return new(string.Join(".", names.Select(Escape)), new EquatableArray<TypeLevel>(levels), hint, shape);
    }

    private static string Keyword(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "interface",
        { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Struct } => "struct",
        _ => "class",
    };

    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
