using System.Text;
using CsCheck;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Tests.Support;

namespace RnnGen.Generator.Tests.Robustness;

/// <summary>Code that is being typed is broken most of the time: the generator says what it can and never throws.</summary>
public sealed class BrokenSourceTests
{
    private const string Source =
        """
        using RnnGen; namespace A.B { [ElmanRnn(1, 2, 2, K: 2, Unroll = Unroll.Full)] sealed partial class @class : Base { Net(int a) { } int N; }
        partial struct Outer<T> { [RnnGen.ElmanRnn(N: 1, H: 2, K: 2, T: 2)] public partial class Net { class Runner; } } file record R(int X); }
        """;

    private static readonly string[] s_sources =
    [
        Source,
        "partial class Outer { [RnnGen.ElmanRnn(1, 2, 2, 2, Precision = RnnGen.Precision.Double)] partial class Net { public Net(string s) : this() { } } }",
        "[RnnGen.ElmanRnn(N: 1, H: 2, K: 2, T: 2)] public sealed partial class Net; [RnnGen.ElmanRnn(1, 2, 2, 2)] partial class NET { static Net net = new(1); }",
    ];

    private static readonly string[][] s_tokens = [.. s_sources.Select(source => CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTokens().Select(token => token.ToFullString()).ToArray())];

    [Fact]
    public void Cut_off_anywhere() => Assert.All(s_sources, source =>
    {
        for (int length = 0; length <= source.Length; length++)
        {
            AssertSurvives(source[..length]);
        }
    });

    [Fact]
    public void Tokens_left_out_repeated_or_swapped() =>
        (from source in Gen.Int[0, s_tokens.Length - 1]
         from edits in Gen.Select(Gen.Int[0, 2], Gen.Int[0, 999], Gen.Int[0, 999], Gen.Int[1, 4]).Array[1, 4]
         select Mutate(s_tokens[source], edits)).Sample(AssertSurvives, iter: 400, threads: 1);

    [Fact]
    public void Characters_overwritten() =>
        (from source in Gen.Int[0, s_sources.Length - 1].Select(index => s_sources[index])
         from edits in Gen.Select(Gen.Int[0, 999], Gen.Char).Array[1, 6]
         select Overwrite(source, edits)).Sample(AssertSurvives, iter: 300, threads: 1);

    [Fact]
    public void Random_bytes() =>
        Gen.Byte.Array[0, 300].Sample(bytes => AssertSurvives(Encoding.UTF8.GetString(bytes) + s_sources[2] + Encoding.Latin1.GetString(bytes)), iter: 100, threads: 1);

    [Theory]
    [InlineData("partial class O { @ partial class Net { } } partial struct O { @ partial class Net { } }")]
    [InlineData("namespace A.B { @ partial class C { } } namespace A { partial class B { @ partial class C { } } }")]
    [InlineData("@ @ partial class Net { } @ partial class Net { }")]
    [InlineData("@ class Net { } @ class Net { }")]
    [InlineData("@ partial class Net { } @ partial class Net<T> { } @ partial struct Net { } @ partial record Net { }")]
    [InlineData("@ partial class { }")]
    [InlineData("@ partial class a\u203Fb\u0301 { }")]
    [InlineData("@ partial class Net : Net { }")]
    [InlineData("@ partial class A : B { } @ partial class B : A { }")]
    [InlineData("@ partial class Net : Missing { } @ partial class Net2 : System.Enum { }")]
    [InlineData("@ void M() { } @ enum E { } @ delegate void D();")]
    [InlineData("static class X { @ extension(int i) { } }")]
    [InlineData("[RnnGen.ElmanRnn] [RnnGen.ElmanRnnAttribute()] partial class Net { }")]
    [InlineData("namespace RnnGen { class ElmanRnnAttribute : System.Attribute { } @ partial class Net { } }")]
    public void Strange_declarations(string source) => AssertSurvives(source.Replace("@", "[RnnGen.ElmanRnn(N: 1, H: 2, K: 2, T: 2)]"));

    private static void AssertSurvives(string source)
    {
        GeneratorDriver driver = Host.Driver().RunGeneratorsAndUpdateCompilation(Host.Compile(source), out _, out var reported);
        Assert.Null(driver.GetRunResult().Results.Single().Exception);
        Assert.DoesNotContain(reported, diagnostic => diagnostic.Id is "CS8785" or "CS8784");
    }

    private static string Mutate(string[] tokens, (int Kind, int From, int To, int Count)[] edits)
    {
        List<string> list = [.. tokens];
        foreach ((int kind, int from, int to, int count) in edits.Where(_ => list.Count > 4))
        {
            int start = from % (list.Count - count + 1), other = to % list.Count;
            switch (kind)
            {
                case 0:
                    list.RemoveRange(start, count);
                    break;
                case 1:
                    list.InsertRange(other, list.GetRange(start, count));
                    break;
                default:
                    (list[start], list[other]) = (list[other], list[start]);
                    break;
            }
        }

        return string.Concat(list);
    }

    private static string Overwrite(string source, (int At, char With)[] edits)
    {
        char[] text = source.ToCharArray();
        foreach ((int at, char with) in edits)
        {
            text[at % text.Length] = with;
        }

        return new(text);
    }
}
