using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnGen.Tests.Generated.Guarded;

/// <summary>
/// Rewrites a generated network so that it runs the kernels a test asks for, whatever the processor would choose, and
/// so that every vector it loads or stores is checked; likewise the softmax of the library, which its kernels call.
/// </summary>
internal static class GuardedCompilation
{
    private const string Namespace = "global::RnnGen.Tests.Generated.Guarded";

    // The project file copies it beside the tests.
    private static readonly Lazy<SyntaxTree> s_softmax = new(() =>
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Numerics", "Softmax.cs");
        string text = Replace(File.ReadAllText(path), "namespace RnnGen.Numerics;", "namespace RnnGen.Numerics.Guarded;");
        text = Replace(text, @"\bVector\.LoadUnsafe\(", $"{Namespace}.GuardedVectors.LoadVector(");
        return CSharpSyntaxTree.ParseText($"using {Namespace};\n" + Replace(text, @"\.StoreUnsafe\(", ".StoreGuarded("), path: path);
    });

    /// <summary>The same network on checked memory.</summary>
    /// <param name="compilation">The network as it is generated.</param>
    /// <param name="wide">Whether its kernels on 512 bits run: .NET computes such vectors on every processor, in halves or quarters where need be.</param>
    public static Compilation Guard(Compilation compilation, bool wide)
    {
        SyntaxTree network = Assert.Single(compilation.SyntaxTrees, tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) && tree.ToString().Contains("Vector512", StringComparison.Ordinal));
        return compilation
            .ReplaceSyntaxTree(network, CSharpSyntaxTree.ParseText(Rewrite(network.ToString(), wide), path: network.FilePath))
            .AddSyntaxTrees(s_softmax.Value)
            .AddReferences(MetadataReference.CreateFromFile(typeof(GuardedVectors).Assembly.Location));
    }

    private static string Rewrite(string text, bool wide)
    {
        text = Replace(text, "private static bool Wide => [^;]+;", $"private static bool Wide => {(wide ? "true" : "false")};");
        text = Replace(text, @"AlignedBuffer<(float|double)> (\w+) = new\(", $"AlignedBuffer<$1> $2 = {Namespace}.GuardedMemory.Allocate<$1>(");
        text = Replace(text, @"<(\w+(?:<\w+>)?), (WideLanes|UsualLanes)>\(", $"<$1, {Namespace}.GuardedLanes<$1, NUMBER, $2>>(")
            .Replace("NUMBER", text.Contains("Vector512<float>", StringComparison.Ordinal) ? "float" : "double");
        text = Replace(text, @"using V = global::System\.", $"using global::{Namespace[8..]};\n    using static {Namespace}.GuardedVectors;\n    using Softmax = global::RnnGen.Numerics.Guarded.Softmax;\n    $0");
        text = Replace(text, @"\.StoreUnsafe\(", ".StoreGuarded(");

        // The usual kernels come first, then those on 512 bits.
        string[] kernels = Regex.Split(text, @"(?=using static global::System\.Runtime\.Intrinsics\.Vector512;)");
        Assert.Equal(2, kernels.Length);
        return Replace(kernels[0], @"\bLoadUnsafe\(", "LoadVector(") + Replace(kernels[1], @"\bLoadUnsafe\(", "LoadVector512(");
    }

    private static string Replace(string text, string pattern, string replacement)
    {
        Assert.Matches(pattern, text); // or the generator's text has changed, and nothing would be tested
        return Regex.Replace(text, pattern, replacement);
    }
}
