using Microsoft.CodeAnalysis;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNNGEN001, 002, 003 and 006: the class the attribute stands on.</summary>
public sealed class TargetTests
{
    private const string Attribute = "[RnnGen.ElmanRnn(N: 1, H: 2, K: 2, T: 2)]";
    private const string Batch = "[RnnGen.ElmanRnn(N: 1, H: 2, K: 2, T: 2, B = 1)]";

    [Fact]
    public void Not_partial() => AssertMessage(
        "'Net' carries [ElmanRnn] but is not partial: add the modifier 'partial' so that the network can be written into it",
        Marked.Reports("RNNGEN001", $"{Attribute} public sealed class [|Net|];"));

    [Fact]
    public void Types_around_it_not_partial() => AssertMessage(
        "'Inner' contains the network 'Net' but is not partial: add the modifier 'partial' to it",
        Marked.Reports("RNNGEN002", $"partial class Outer {{ struct [|Inner|] {{ {Attribute} partial class Net; }} }}"));

    [Fact]
    public void Every_type_around_it_is_named() => Assert.Equal(
        2,
        Marked.Reports("RNNGEN002", $"class [|Outer|] {{ partial interface IMiddle {{ record [|Inner|] {{ {Attribute} partial class Net; }} }} }}").Count);

    [Theory]
    [InlineData("[|static|] partial class Net { }", "static")]
    [InlineData("[|abstract|] partial class Net { }", "abstract")]
    [InlineData("[|file|] partial class Net { }", "file-local")]
    [InlineData("partial class Net[|<A>|] { }", "generic")]
    [InlineData("partial class Net[|(int n)|] { int M => n; }", "a class with a primary constructor")]
    [InlineData("partial [|struct|] Net { }", "a struct")]
    [InlineData("partial [|record|] Net { }", "a record")]
    [InlineData("partial [|record|] struct Net { }", "a record")]
    [InlineData("partial [|interface|] Net { }", "an interface")]
    public void Wrong_kind_of_class(string declaration, string what) =>
        Assert.StartsWith($"'Net' cannot hold a network because it is {what}: ", Message(Marked.Reports("RNNGEN003", $"{Attribute} {declaration}")));

    [Theory]
    [InlineData("[|abstract|] partial class Net { }")]
    [InlineData("[|static|] partial class Net { }")]
    [InlineData("partial class Net[|(int n)|] { int M => n; }")]
    public void Wrong_kind_of_class_by_another_part(string part) => Marked.Reports("RNNGEN003", $"{Attribute} partial class Net {{ }} {part}");

    [Theory]
    [InlineData("partial class Outer[|<A>|] { @ partial class Net; }", "generic")]
    [InlineData("[|file|] partial class Outer { @ partial class Net; }", "in a file-local type")]
    public void Wrong_kind_of_type_around_it(string source, string what) =>
        Assert.StartsWith($"'Net' cannot hold a network because it is {what}: ", Message(Marked.Reports("RNNGEN003", source.Replace("@", Attribute))));

    [Theory]
    [InlineData("class Base(int n) { public int M => n; }")]
    [InlineData("class Base { private Base() { } public Base(int n) { } }")]
    public void Base_class_without_a_constructor_to_call(string ancestor) => AssertMessage(
        "'Net' cannot hold a network because it is derived from 'Base': its base class needs a constructor without parameters that a derived class can call",
        Marked.Reports("RNNGEN003", $"{ancestor} {Attribute} partial class Net : [|Base|] {{ }}"));

    [Theory]
    [InlineData("int [|N|];")]
    [InlineData("const int [|K|] = 1;")]
    [InlineData("string [|Wx|] => \"\";")]
    [InlineData("void [|By|]() { } void [|By|](int a) { }")]
    [InlineData("class [|Runner|] { }")]
    [InlineData("enum [|Trainer|] { }")]
    [InlineData("struct [|BatchRunner|] { }")]
    [InlineData("event System.Action [|Gradients|];")]
    [InlineData("int[] [|_parameters|] = [];")]
    [InlineData("public [|Net|]() { }")]
    [InlineData("private [|Net|](int other) { }")]
    public void Member_in_the_way(string member) =>
        Assert.EndsWith("' in 'Net' collides with a member of the generated network: rename it", Message(Marked.Reports("RNNGEN006", $"{Attribute} partial class Net {{ {member} }}")));

    [Fact]
    public void Member_in_another_part() => Marked.Reports("RNNGEN006", $"{Attribute} partial class Net {{ }} partial class Net {{ int [|T|] {{ get; set; }} }}");

    [Fact]
    public void B_is_taken_where_it_is_set()
    {
        Marked.Reports("RNNGEN006", $"{Batch} partial class Net {{ int [|B|]; }}");
        Marked.Reports("RNNGEN006", $"{Batch} partial class [|B|];");
        Assert.Empty(Support.Host.Result($"{Attribute} partial class B {{ class C {{ }} }}", $"{Attribute} partial class Net {{ int B; }}").Diagnostics);
    }

    [Theory]
    [InlineData("N")]
    [InlineData("Trainer")]
    public void Class_called_like_a_member(string name) => Marked.Reports("RNNGEN006", $"{Attribute} partial class [|{name}|];");

    [Fact]
    public void Several_problems_are_reported_at_once()
    {
        GeneratorRunResult result = Support.Host.Result("class Outer { [RnnGen.ElmanRnn(0, 0, 1, 0)] static class Net { static int N; } }");
        Assert.Equal(
            ["RNNGEN001", "RNNGEN002", "RNNGEN003", "RNNGEN004", "RNNGEN004", "RNNGEN004", "RNNGEN004", "RNNGEN006"],
            result.Diagnostics.Select(diagnostic => diagnostic.Id).Order());
        Assert.Empty(result.GeneratedSources);
    }

    private static void AssertMessage(string expected, IReadOnlyList<Diagnostic> reported) => Assert.Equal(expected, Message(reported));

    private static string Message(IReadOnlyList<Diagnostic> reported) => reported[0].GetMessage();
}
