using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Model;
using RnnGen.Generator.Tests.Support;

namespace RnnGen.Generator.Tests.Evidence;

using Precision = RnnGen.Generator.Model.Precision;
using Unroll = RnnGen.Generator.Model.Unroll;

/// <summary>
/// Past 60,000 bytes or 20,000 instructions of IL, 2,000 blocks, 2,000 locals or 8,000 uses of them the JIT stops
/// optimising a method, which is four to five times slower (measured). No method comes near that, for any network.
/// </summary>
public sealed class IlBudgetTests
{
    private static readonly int[] s_hidden = [1, 17, 33, 80];

    // Softmax in registers and in the library, and with time across the lanes (up to 8 classes, from 8 steps on).
    private static readonly (int K, int T)[] s_scores = [(8, 32), (16, 5), (100, 5)];

    [Theory]
    [MemberData(nameof(AllowedShapes.Options), MemberType = typeof(AllowedShapes))]
    public void Methods_stay_within_what_the_JIT_optimises(int precision, int unroll)
    {
        IEnumerable<NetworkShape> sweep =
            from h in s_hidden
            from score in s_scores
            select new NetworkShape(h, h, score.K, score.T, (Precision)precision, (Unroll)unroll);
        NetworkShape[] shapes = [.. AllowedShapes.Largest(precision, unroll), .. sweep.Where(AllowedShapes.IsAllowed)];
        List<IlMethod> methods = IlMethod.Of(Compile(shapes));

        // Both sets of kernels of each network are there, and multiply-adds are recognised.
        Assert.Equal(2 * shapes.Length, methods.Count(method => method.Name.EndsWith(".StepOnce", StringComparison.Ordinal)));
        Assert.All(methods.Where(method => method.Name.EndsWith(".StepOnce", StringComparison.Ordinal)), method => Assert.True(method.MultiplyAdds > 0, $"{method}"));
        Assert.Empty(methods.Where(method => Excess(method).Length > 0).Take(5));
    }

    /// <summary>Such a network is refused; its text shows that the figures count what they should.</summary>
    [Fact]
    public void Unrolling_more_than_is_allowed_would_leave_it()
    {
        NetworkShape shape = new(2000, 8, 2, 1, Unroll: Unroll.Full);
        Assert.False(AllowedShapes.IsAllowed(shape));
        IlMethod step = IlMethod.Of(Compile([shape])).Single(method => method.Name.EndsWith("Net0Kernels.StepOnce", StringComparison.Ordinal));
        Assert.Contains("bytes of IL", Excess(step));
        Assert.Contains("multiply-adds", Excess(step));
        Assert.Contains("uses of locals", Excess(step));
    }

    private static string[] Excess(IlMethod method)
    {
        (string What, int Count, int Most)[] figures =
        [
            ("multiply-adds", method.MultiplyAdds, 1000),
            ("bytes of IL", method.Bytes, 25 * 1024),
            ("instructions", method.Instructions, 10_000),
            ("locals", method.Locals, 450),
            ("uses of locals", method.LocalReferences, 4000),
            ("basic blocks", method.BasicBlocks, 500),
        ];
        return [.. figures.Where(figure => figure.Count > figure.Most).Select(figure => figure.What)];
    }

    /// <summary>One library with all the networks: most of the time goes into binding the first.</summary>
    private static MemoryStream Compile(NetworkShape[] shapes)
    {
        IEnumerable<string> texts = shapes.SelectMany((shape, index) => new[]
        {
            $"public sealed partial class Net{index};",
            NetworkEmitter.Emit(new("", new EquatableArray<TypeLevel>([new("class", $"Net{index}")]), $"Net{index}", shape)),
        });
        CSharpParseOptions parse = Host.Latest.WithDocumentationMode(DocumentationMode.None);
        var image = new MemoryStream();
        var result = Host.Compile(texts, parse, Host.Library.WithOptimizationLevel(OptimizationLevel.Release)).Emit(image);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden));
        image.Position = 0;
        return image;
    }
}
