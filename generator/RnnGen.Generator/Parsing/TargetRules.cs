using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Parsing;

/// <summary>What the class must be, so that a network can be written into it.</summary>
internal static class TargetRules
{
    /// <param name="taken">Names of the members the generator is going to add.</param>
    public static void Check(INamedTypeSymbol type, TypeDeclarationSyntax declaration, IReadOnlyList<string> taken, List<DiagnosticInfo> problems, CancellationToken cancellation)
    {
        // A modifier counts for the whole class, on whichever part of it it stands.
        TypeDeclarationSyntax[] parts = type.DeclaringSyntaxReferences.Select(part => part.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>().ToArray();
        CheckKind(type, declaration, parts, problems);
        CheckBase(type, parts, problems);
        if (!IsPartial(declaration))
        {
            problems.Add(new(Descriptors.NotPartial, LocationInfo.Of(declaration.Identifier), type.Name));
        }

        foreach (TypeDeclarationSyntax container in declaration.Ancestors().OfType<TypeDeclarationSyntax>())
        {
            if (!IsPartial(container))
            {
                problems.Add(new(Descriptors.ContainingTypeNotPartial, LocationInfo.Of(container.Identifier), container.Identifier.ValueText, type.Name));
            }
        }

        cancellation.ThrowIfCancellationRequested();
        CheckMembers(type, declaration, taken, problems);
    }

    private static void CheckKind(INamedTypeSymbol type, TypeDeclarationSyntax declaration, TypeDeclarationSyntax[] parts, List<DiagnosticInfo> problems)
    {
        void Refuse(LocationInfo location, string what, string remedy) =>
            problems.Add(new(Descriptors.UnsupportedTarget, location, type.Name, what, remedy));

        if (declaration is not ClassDeclarationSyntax)
        {
            string what = declaration is RecordDeclarationSyntax ? "a record" : declaration is StructDeclarationSyntax ? "a struct" : "an interface";
            Refuse(LocationInfo.Of(declaration.Keyword), what, "make it a class");
        }

        if (parts.SelectMany(part => part.ChildNodes()).OfType<ParameterListSyntax>().FirstOrDefault() is { } parameters && declaration is ClassDeclarationSyntax)
        {
            Refuse(LocationInfo.Of(parameters), "a class with a primary constructor", "remove the parameter list; the generator writes the constructors");
        }

        foreach (SyntaxToken modifier in parts.SelectMany(part => part.Modifiers))
        {
            switch (modifier.ValueText)
            {
                case "static":
                    Refuse(LocationInfo.Of(modifier), "static", "remove the modifier; a network is an object that holds its parameters");
                    break;
                case "abstract":
                    Refuse(LocationInfo.Of(modifier), "abstract", "remove the modifier; a network is created with new");
                    break;
                case "file":
                    Refuse(LocationInfo.Of(modifier), "file-local", "make it internal; the generated part stands in another file");
                    break;
            }
        }

        TypeParameterListSyntax? generic = declaration.TypeParameterList
            ?? declaration.Ancestors().OfType<TypeDeclarationSyntax>().Select(container => container.TypeParameterList).FirstOrDefault(list => list is not null);
        if (generic is not null)
        {
            Refuse(LocationInfo.Of(generic), "generic", "remove the type parameters, here or on the type around it; sizes and precision are set in the attribute");
        }

        foreach (TypeDeclarationSyntax container in declaration.Ancestors().OfType<TypeDeclarationSyntax>())
        {
            SyntaxToken file = container.Modifiers.FirstOrDefault(modifier => modifier.ValueText == "file");
            if (file.RawKind != 0)
            {
                Refuse(LocationInfo.Of(file), "in a file-local type", "make that type internal; the generated part stands in another file");
            }
        }
    }

    /// <summary>The generated constructors call a base constructor without arguments.</summary>
    private static void CheckBase(INamedTypeSymbol type, TypeDeclarationSyntax[] parts, List<DiagnosticInfo> problems)
    {
        if (type.BaseType is not { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } ancestor
            || ancestor.InstanceConstructors.Any(constructor => IsCallable(constructor, type) && constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams)))
        {
            return;
        }

        if (parts.Select(part => part.BaseList).FirstOrDefault(list => list is not null) is { } bases)
        {
            problems.Add(new(Descriptors.UnsupportedTarget, LocationInfo.Of(bases.Types[0]), type.Name, $"derived from '{ancestor.Name}'", "its base class needs a constructor without parameters that a derived class can call"));
        }
    }

    private static bool IsCallable(IMethodSymbol constructor, INamedTypeSymbol type) => constructor.DeclaredAccessibility switch
    {
        Accessibility.Private => false,
        Accessibility.Internal or Accessibility.ProtectedAndInternal => SymbolEqualityComparer.Default.Equals(constructor.ContainingAssembly, type.ContainingAssembly),
        _ => true,
    };

    private static void CheckMembers(INamedTypeSymbol type, TypeDeclarationSyntax declaration, IReadOnlyList<string> taken, List<DiagnosticInfo> problems)
    {
        if (taken.Contains(type.Name))
        {
            problems.Add(new(Descriptors.MemberCollision, LocationInfo.Of(declaration.Identifier), type.Name, type.Name));
        }

        foreach (string name in taken)
        {
            foreach (ISymbol member in type.GetMembers(name))
            {
                Collide(member, name);
            }
        }

        // A primary constructor is declared by the class itself, which is refused as such.
        foreach (IMethodSymbol constructor in type.InstanceConstructors.Where(constructor => constructor.DeclaringSyntaxReferences.Any(part => part.GetSyntax() is ConstructorDeclarationSyntax)))
        {
            if (constructor.Parameters.Length == 0
                || (constructor.Parameters.Length == 1 && constructor.Parameters[0].Type.SpecialType == SpecialType.System_Int32))
            {
                Collide(constructor, type.Name);
            }
        }

        void Collide(ISymbol member, string name)
        {
            Location? location = member.Locations.FirstOrDefault(place => place.IsInSource);
            problems.Add(new(Descriptors.MemberCollision, location is null ? LocationInfo.Of(declaration.Identifier) : LocationInfo.Of(location), name, type.Name));
        }
    }

    private static bool IsPartial(TypeDeclarationSyntax declaration) => declaration.Modifiers.Any(SyntaxKind.PartialKeyword);
}
