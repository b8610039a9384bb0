using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Tests.Support;

namespace RnnGen.Generator.Tests.Compiles;

/// <summary>The output compiles whatever a user calls his types and namespaces.</summary>
public sealed class NameTests
{
    private const string Attribute = "[global::RnnGen.ElmanRnn(N: 1, H: 2, K: 2, T: 2)]";

    // A user may call a type what he likes: that its name is lower-case only is his warning (CS8981).
    private static readonly CSharpCompilationOptions s_anyName =
        Host.Library.WithSpecificDiagnosticOptions([new("CS8981", ReportDiagnostic.Suppress), new("CS1591", ReportDiagnostic.Suppress)]);

    private static readonly string[] s_keywords = [.. SyntaxFacts.GetKeywordKinds().Concat(SyntaxFacts.GetContextualKeywordKinds())
        .Select(SyntaxFacts.GetText).Where(SyntaxFacts.IsValidIdentifier).Distinct().Where(word => word is not ("__arglist" or "__makeref" or "__reftype" or "__refvalue"))];

    private static readonly string[] s_usual =
    [
        "V", "Vector", "Unsafe", "Math", "MathF", "MemoryMarshal", "MethodImpl", "MethodImplOptions", "Span", "ReadOnlySpan", "System",
        "Numerics", "RnnGen", "Generated", "Check", "Softmax", "VectorMath", "Transposition", "UniformInitializer", "AlignedBuffer",
        "MatrixView", "ElmanRnn", "ArgumentNullException", "Single", "Double", "Object", "Step", "Forward", "Hidden", "Backward", "Train",
        "Gradient", "net", "x", "p", "seed", "labels", "draw", "_net", "_memory", "learningRate", "NetKernels", "NetBatchKernels", "TimeMajor", "BackwardBatch", "TrainBatch", "stream", "_batch", "_labels", "Größe", "网络", "_",
    ];

    private static readonly string[] s_spaces =
    [
        "System.Foo", "System", "System.Numerics", "RnnGen.Something", "RnnGen", "RnnGen.Numerics", "MyApp.RnnGen", "MyApp.System",
        "MyApp.System.Numerics", "RnnGen.System", "RnnGen.Generated.System", "RnnGen.RnnGen.Numerics", "Vector.V.Check",
    ];

    [Fact]
    public void Every_keyword_as_class_and_namespace() => Compiled.DeclarationsCleanly(
        [.. s_keywords.Select(word => $"namespace @{word}.@namespace {{ {Attribute} public partial class @{word} {{ }} }}")], s_keywords.Length, s_anyName);

    [Theory]
    [InlineData("class")]
    [InlineData("var")]
    [InlineData("field")]
    [InlineData("nameof")]
    public void Keyword_as_name(string name) =>
        Compile([$"namespace @{name}.@namespace {{ {Attribute} public partial class @{name} {{ }} }}"]);

    [Fact]
    public void Names_in_use_side_by_side() => Compile(["namespace App { " + string.Join(' ', s_usual.Select(name => $"{Attribute} public partial class {name} {{ }}")) + "}"]);

    [Fact]
    public void Names_in_use_all_around() => Compile(
        [
            $$"""
            namespace App
            {
                {{Classes("")}}
                {{Attribute}} public partial class Net { {{Classes("Net")}} }
            }
            """,
        ]);

    [Fact]
    public void Global_classes_with_names_in_use() => Compile(
        [$"{Classes("System RnnGen")} {Attribute} public partial class Net {{ }}"]);

    [Theory]
    [InlineData("System.Numerics")]
    [InlineData("RnnGen")]
    [InlineData("MyApp.System")]
    public void Namespace_in_use_with_classes_in_use(string name) => Compile(
        [$"namespace {name} {{ public class V {{ }} public class Softmax2 {{ }} public class Add {{ }} public class Create {{ }} {Attribute} public partial class Net {{ }} }}"]);

    [Fact]
    public void Names_in_use_as_namespaces() => Compile([.. s_spaces.Select(name => $"namespace {name} {{ {Attribute} public partial class MyNet {{ }} }}")]);

    [Fact]
    public void Name_with_escapes_and_at_sign() => Compile([$"namespace @A.B\\u0043 {{ {Attribute} public partial class @N\\u0045T {{ }} }}"]);

    private static string Classes(string except) => string.Join(' ', s_usual.Except(except.Split(' ')).Select(name => $"public class {name} {{ }}"));

    private static void Compile(string[] sources) => Compiled.Cleanly(sources, sources.Sum(source => source.Split(Attribute).Length - 1), Host.Latest, s_anyName);
}
