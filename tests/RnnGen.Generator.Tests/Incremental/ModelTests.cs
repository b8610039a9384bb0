using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Model;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Tests.Support;

namespace RnnGen.Generator.Tests.Incremental;

/// <summary>The values between the steps: equal for equal requests, and free of everything that keeps a compilation alive.</summary>
public sealed class ModelTests
{
    private const string Valid = "namespace A { partial struct B { [RnnGen.ElmanRnn(1, 2, 2, 2, Unroll = RnnGen.Unroll.Full)] partial class Net { } } }";
    private const string Invalid = "class Outer { [RnnGen.ElmanRnn(0, -1, 1, 2)] abstract class Net { int N; } }";

    // Types that hold on to a compilation, and base types of what does.
    private static readonly Type[] s_forbidden =
        [typeof(ISymbol), typeof(SyntaxNode), typeof(SyntaxTree), typeof(Location), typeof(Compilation), typeof(SemanticModel), typeof(AttributeData), typeof(Delegate)];

    [Fact]
    public void Equal_requests_give_equal_values()
    {
        object[] one = Values(Valid, Invalid), two = Values(Valid, Invalid);
        Assert.Equal(one, two);
        Assert.Equal(one.Select(value => value.GetHashCode()), two.Select(value => value.GetHashCode()));
    }

    [Theory]
    [InlineData("A", "C")]
    [InlineData("struct", "class")]
    [InlineData("B", "D")]
    [InlineData("Net", "Net2")]
    [InlineData("(1,", "(2,")]
    [InlineData("(1, 2,", "(1, 3,")]
    [InlineData("2, 2, 2,", "2, 3, 2,")]
    [InlineData("2, Unroll", "3, Unroll")]
    [InlineData("Unroll.Full", "Unroll.Tiles")]
    [InlineData("Unroll = ", "B = 4, Unroll = ")]
    [InlineData("Unroll = ", "Precision = RnnGen.Precision.Double, Unroll = ")]
    public void Each_part_of_a_request_counts(string from, string to)
    {
        string changed = Valid.Replace(from, to);
        Assert.NotEqual(Valid, changed);
        Assert.NotEqual(SpecOf(Valid), SpecOf(changed));
    }

    [Fact]
    public void Nothing_that_belongs_to_a_compilation_is_reachable()
    {
        object[] values = Values(Valid, Invalid, Valid.Replace("Net", "NET"));
        Assert.Contains(values, value => value is ParseResult);
        Assert.Contains(values, value => value is NetworkSpec);
        Assert.Contains(values, value => value is Generator.Diagnostics.DiagnosticInfo);
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        Assert.All(values, value => AssertPlain(value, seen, value.GetType().Name));
        Assert.True(seen.Count > 50, "The walk did not get anywhere.");
    }

    [Fact]
    public void The_walk_finds_what_is_hidden()
    {
        object hidden = new[] { Tuple.Create(1, (object)Location.None) };
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertPlain(hidden, new(ReferenceEqualityComparer.Instance), "hidden"));
    }

    private static void AssertPlain(object? value, HashSet<object> seen, string path)
    {
        if (value is null || !seen.Add(value))
        {
            return;
        }

        Assert.False(s_forbidden.Any(type => type.IsInstanceOfType(value)), $"{path} is a {value.GetType()}.");
        if (value is string || value.GetType().IsPrimitive || value.GetType().IsEnum)
        {
            return;
        }

        if (value is IEnumerable items)
        {
            foreach (object? item in items)
            {
                AssertPlain(item, seen, path + "[]");
            }
        }

        for (Type? type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Where(field => !field.FieldType.IsPointer))
            {
                AssertPlain(field.GetValue(value), seen, $"{path}.{field.Name}");
            }
        }
    }

    private static NetworkSpec SpecOf(string source) => Assert.Single(Values(source).OfType<NetworkSpec>());

    private static object[] Values(params string[] sources)
    {
        CSharpCompilation compilation = Host.Compile(sources);
        return [.. Steps.After(compilation, compilation).Values];
    }
}
