using RnnGen.Generator.Tests.Support;

namespace RnnGen.Generator.Tests.Compiles;

/// <summary>The output compiles wherever a class may stand.</summary>
public sealed class NestingTests
{
    private const string Attribute = "[RnnGen.ElmanRnn(N: 1, H: 2, K: 2, T: 2)]";

    private static readonly string[] s_kinds =
    [
        "partial class", "static partial class", "abstract partial class", "sealed partial class", "partial struct", "readonly partial struct",
        "ref partial struct", "partial record", "partial record class", "partial record struct", "readonly partial record struct", "partial interface",
    ];

    private static readonly string[] s_access = ["public", "internal", "private", "protected", "protected internal", "private protected", ""];

    [Fact]
    public void In_every_kind_of_type() => Compiled.Cleanly(
        [string.Join('\n', s_kinds.Select((kind, number) => $"public {kind} Outer{number} {{ {Attribute} public sealed partial class Net {{ }} }}"))],
        networks: s_kinds.Length);

    [Fact]
    public void In_an_unsafe_class() => Compiled.Cleanly(
        [$"public unsafe partial class Outer {{ public byte* Pointer; {Attribute} public sealed unsafe partial class Net {{ }} }}"],
        networks: 1,
        options: Host.Library.WithAllowUnsafe(true));

    [Fact]
    public void In_types_with_parameters() => Compiled.Cleanly(
        [
            "public partial record A(int X); public partial record struct B(int X); public partial class C(int x) { public int X => x; }",
            $$"""
            partial record A { {{Attribute}} public sealed partial class Net { } }
            partial record struct B { {{Attribute}} public sealed partial class Net { } }
            partial class C { {{Attribute}} public sealed partial class Net { } }
            """,
        ],
        networks: 3);

    [Fact]
    public void Several_levels() => Compiled.Cleanly(
        $$"""
        namespace A.B
        {
            namespace C
            {
                partial class One { partial struct Two { partial record Three { partial record struct Four { partial interface IFive {
                    {{Attribute}} private sealed partial class Net { }
                } } } } }
            }
        }
        """);

    [Fact]
    public void With_every_access() => Compiled.Cleanly(
        [string.Join('\n', s_access.Select((access, number) => $"public partial class Outer{number} {{ {Attribute} {access} partial class Net {{ }} }}"))],
        networks: s_access.Length);

    [Fact]
    public void With_other_modifiers() => Compiled.Cleanly(
        [
            $$"""
            {{Attribute}} public partial class A { }
            {{Attribute}} internal sealed partial class B { }
            {{Attribute}} partial class C { }
            public class Base { public class Net { } }
            public partial class Derived : Base { {{Attribute}} public new partial class Net { } }
            """,
        ],
        networks: 4);

    [Fact]
    public void Several_in_one_file() => Compiled.Cleanly(
        [$"{Attribute} partial class A {{ }} {Attribute} partial class B {{ }} partial class C {{ {Attribute} partial class D {{ }} }}"], networks: 3);

    [Fact]
    public void Same_name_in_different_places() => Compiled.Cleanly(
        [
            $$"""
            namespace A { {{Attribute}} partial class Net { } }
            namespace B { {{Attribute}} partial class Net { } }
            namespace B.A { {{Attribute}} partial class Net { } }
            partial class Outer { {{Attribute}} partial class Net { } }
            {{Attribute}} partial class Net { }
            """,
        ],
        networks: 5);

    [Fact]
    public void Names_that_differ_by_case_only() => Compiled.Cleanly(
        [$"{Attribute} partial class Net {{ }} {Attribute} partial class NET {{ }} {Attribute} partial class NeT {{ }}"], networks: 3);

    [Fact]
    public void In_several_parts() => Compiled.Cleanly(
        "public partial class Net { public int Answer => H; }",
        $"/// <summary>A network.</summary>\n{Attribute} public partial class Net {{ }}",
        "sealed partial class Net : System.IDisposable { public void Dispose() { } }");
}
