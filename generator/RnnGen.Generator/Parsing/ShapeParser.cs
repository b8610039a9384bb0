using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads sizes and options from the attribute and checks them.</summary>
internal static class ShapeParser
{
    private static readonly string[] s_sizes = ["N", "H", "K", "T"];

    /// <summary>The shape; null where the attribute is incomplete (the compiler says so) or a size is out of range.</summary>
    public static NetworkShape? Parse(AttributeData attribute, AttributeSyntax syntax, List<DiagnosticInfo> problems, CancellationToken cancellation)
    {
        if (attribute.ConstructorArguments.Length != s_sizes.Length
            || attribute.ConstructorArguments.Any(argument => argument.Kind == TypedConstantKind.Error || argument.Value is not int))
        {
            return null;
        }

        int before = problems.Count;
        int[] sizes = attribute.ConstructorArguments.Select(argument => (int)argument.Value!).ToArray();
        for (int s = 0; s < sizes.Length; s++)
        {
            int least = s_sizes[s] == "K" ? 2 : 1;
            if (sizes[s] < least)
            {
                problems.Add(new(Descriptors.SizeTooSmall, SizeLocation(syntax, s), s_sizes[s], sizes[s].ToString(CultureInfo.InvariantCulture), least.ToString(CultureInfo.InvariantCulture)));
            }
        }

        int? batch = attribute.NamedArguments.Where(argument => argument.Key == nameof(NetworkShape.B)).Select(argument => argument.Value.Value as int?).FirstOrDefault();
        if (batch < 1)
        {
            string given = batch.Value.ToString(CultureInfo.InvariantCulture);
            problems.Add(new(Descriptors.SizeTooSmall, OptionLocation(syntax, nameof(NetworkShape.B)), nameof(NetworkShape.B), given, "1"));
        }

        int precision = Option(attribute, syntax, nameof(NetworkShape.Precision), most: 1, problems);
        int unroll = Option(attribute, syntax, nameof(NetworkShape.Unroll), most: 2, problems);
        if (problems.Count > before)
        {
            return null;
        }

        var shape = new NetworkShape(sizes[0], sizes[1], sizes[2], sizes[3], (Precision)precision, (Unroll)unroll, batch ?? 0);
        cancellation.ThrowIfCancellationRequested();
        if (Limits.Exceeded(shape) is { } size)
        {
            problems.Add(new(Descriptors.NetworkTooLarge, LocationInfo.Of(syntax), size.Needed, size.What, size.Limit, size.Remedy));
            return null;
        }

        if (Limits.UnrollExceeded(shape) is { } unrolled)
        {
            LocationInfo location = OptionLocation(syntax, nameof(NetworkShape.Unroll));
            problems.Add(new(Descriptors.UnrollOverBudget, location, unrolled.Needed, unrolled.What, unrolled.Where, unrolled.Limit));
            return null;
        }

        return shape;
    }

    private static int Option(AttributeData attribute, AttributeSyntax syntax, string name, int most, List<DiagnosticInfo> problems)
    {
        TypedConstant value = attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value;
        int option = value.Value is int given ? given : 0;
        if (option < 0 || option > most)
        {
            problems.Add(new(Descriptors.UnknownOption, OptionLocation(syntax, name), name, option.ToString(CultureInfo.InvariantCulture)));
        }

        return option;
    }

    private static LocationInfo SizeLocation(AttributeSyntax syntax, int size)
    {
        AttributeArgumentSyntax[] arguments = syntax.ArgumentList?.Arguments.Where(argument => argument.NameEquals is null).ToArray() ?? [];
        AttributeArgumentSyntax? found = arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == s_sizes[size])
            ?? arguments.Where((argument, position) => argument.NameColon is null && position == size).FirstOrDefault();
        return LocationInfo.Of((SyntaxNode?)found?.Expression ?? syntax);
    }

    private static LocationInfo OptionLocation(AttributeSyntax syntax, string name)
    {
        AttributeArgumentSyntax? found = syntax.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name);
        return LocationInfo.Of((SyntaxNode?)found?.Expression ?? syntax);
    }
}
