using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Diagnostics;

/// <summary>A place in a file as plain numbers, so that no syntax tree is kept alive.</summary>
internal sealed record LocationInfo(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static LocationInfo Of(SyntaxNode node) => Of(node.GetLocation());

    public static LocationInfo Of(SyntaxToken token) => Of(token.GetLocation());

    public static LocationInfo Of(Location location) =>
        new(location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);

    /// <summary>The place in the tree, where #pragma and .editorconfig can silence what is reported.</summary>
    public Location ToLocation(Compilation compilation)
    {
        SyntaxTree? tree = compilation.SyntaxTrees.FirstOrDefault(candidate => candidate.FilePath == Path && candidate.Length >= Span.End);
        return tree is null ? Location.Create(Path, Span, Lines) : Location.Create(tree, Span);
    }
}

/// <summary>A diagnostic as plain values.</summary>
internal sealed record DiagnosticInfo(string Id, LocationInfo Location, EquatableArray<string> Arguments)
{
    public DiagnosticInfo(DiagnosticDescriptor descriptor, LocationInfo location, params string[] arguments)
        : this(descriptor.Id, location, new EquatableArray<string>(arguments))
    {
    }

    public Diagnostic ToDiagnostic(Compilation compilation) =>
        Diagnostic.Create(Descriptors.ById(Id), Location.ToLocation(compilation), Arguments.ToArray<object>());
}
