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

    // The project file copies them beside the tests. WideSoftmax is made of the text of Softmax here as it is there.
    private static readonly Lazy<string[]> s_softmax = new(() =>
    [
        Checked(Library("Softmax"), "Vector", "LoadVector"),
        Checked(Replace(Replace(Replace(Library("Softmax"), @"\bVector\.", "Vector512."), @"\bVector<", "Vector512<"), "class Softmax", "class WideSoftmax").Replace("using System.Numerics;", "using System.Runtime.Intrinsics;"), "Vector512", "LoadVector512"),
    ]);

    private static readonly Lazy<string[]> s_products = new(() =>
        [.. new[] { "MatrixProduct", "SequenceLanes", "DotProducts", "ColumnSums", "RowSums", "LaneSoftmax" }.Select(name =>
            Replace(name == "DotProducts" ? Replace(Library(name), @"\.StoreUnsafe\(", ".StoreGuarded(") : Library(name), @"(Vector(?:512)?<(float|double)>), \2, (WideLanes|UsualLanes)\b", "$1, $2, GuardedLanes<$1, $2, $3>"))]);

    private static readonly Lazy<string[]> s_rows = new(() =>
    [
        Replace(Checked(Library("RowProducts"), "Vector", "LoadVector"), @"\bVector128\.LoadUnsafe\(", $"{Namespace}.GuardedVectors.LoadVector128("),
        Replace(Checked(Library("RowProducts.Wide"), "Vector256", "LoadVector256"), @"static unsafe (.+=>) Avx512F\.Broadcast.+;", $"static $1 Vector512.Create({Namespace}.GuardedVectors.LoadVector256(ref place));"),
    ]);

    // These name no vectors.
    private static readonly Lazy<string[]> s_anyWidth = new(() => [.. new[] { "Tiles", "Tiles.Rows", "Tiles.Finish", "Tiles.Pairs", "Tiles.Steps", "Tiles.TwoRows", "Tiles.Packed", "Product", "Work", "LaneSoftmax.Few" }.Select(Library)]);

    /// <summary>The same network on checked memory.</summary>
    /// <param name="compilation">The network as it is generated.</param>
    /// <param name="wide">Whether its kernels on 512 bits run: .NET computes such vectors on every processor, in halves or quarters where need be.</param>
    public static Compilation Guard(Compilation compilation, bool wide)
    {
        SyntaxTree[] files = [.. compilation.SyntaxTrees.Where(tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) && tree.ToString().Contains("AlignedBuffer<", StringComparison.Ordinal))];
        Assert.Equal(2, files.Length); // the network, and its batches
        foreach (SyntaxTree file in files)
        {
            compilation = compilation.ReplaceSyntaxTree(file, CSharpSyntaxTree.ParseText(Rewrite(file.ToString(), wide), path: file.FilePath));
        }

        IEnumerable<string> products = s_products.Value.Append(Library("RowSoftmax")).Select(text => Replace(text, @"Vector512\.IsHardwareAccelerated", wide ? "true" : "false"));
        return compilation
            .AddSyntaxTrees(products.Concat(s_rows.Value).Concat(s_softmax.Value).Concat(s_anyWidth.Value).Select(text => CSharpSyntaxTree.ParseText(text)))
            .AddReferences(MetadataReference.CreateFromFile(typeof(GuardedVectors).Assembly.Location));
    }

    private static string Checked(string text, string vector, string load) =>
        Replace(Replace(text, $@"\b{vector}\.LoadUnsafe\(", $"{Namespace}.GuardedVectors.{load}("), @"\.StoreUnsafe\(", ".StoreGuarded(");

    private static string Library(string name)
    {
        string text = Replace(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Numerics", name + ".cs")), "namespace RnnGen.Numerics;", "namespace RnnGen.Numerics.Guarded;");
        return $"#pragma warning disable CS0162 // which kernels run is fixed here\nusing System; using {Namespace};\n{text}";
    }

    private static string Rewrite(string text, bool wide)
    {
        text = Replace(text, @"AlignedBuffer<(float|double)> (\w+ =|\w+\((?:int count)?\) =>) new\(", $"AlignedBuffer<$1> $2 {Namespace}.GuardedMemory.Allocate<$1>(");
        text = Replace(text, @"using V = global::System\.", $"using global::{Namespace[8..]};\n    using static {Namespace}.GuardedVectors;\n    using Softmax = global::RnnGen.Numerics.Guarded.Softmax;\n    using WideSoftmax = global::RnnGen.Numerics.Guarded.WideSoftmax;\n    using RowSoftmax = global::RnnGen.Numerics.Guarded.RowSoftmax;\n    using RowProducts = global::RnnGen.Numerics.Guarded.RowProducts;\n    using MatrixProduct = global::RnnGen.Numerics.Guarded.MatrixProduct;\n    using SequenceLanes = global::RnnGen.Numerics.Guarded.SequenceLanes;\n    using DotProducts = global::RnnGen.Numerics.Guarded.DotProducts;\n    using ColumnSums = global::RnnGen.Numerics.Guarded.ColumnSums;\n    using RowSums = global::RnnGen.Numerics.Guarded.RowSums;\n    using LaneSoftmax = global::RnnGen.Numerics.Guarded.LaneSoftmax;\n    $0");
        text = Replace(text, @"\.StoreUnsafe\(", ".StoreGuarded(");

        // Where softmax runs row by row it writes to the caller's p.
        text = Regex.Replace(text, @"(RowSoftmax\.Normalize\(.+)ref MemoryMarshal\.GetReference\(p\)", "$1ref GuardedMemory.Caller(p)");
        text = Regex.Replace(text, @"(RowSoftmax\.Normalize\(.+)ref p\[r \* K\]", "$1ref Add(ref GuardedMemory.Caller(p), r * K)");

        // The usual kernels come first, then those on 512 bits, which the main file always has.
        string[] kernels = Regex.Split(text, @"(?=using static global::System\.Runtime\.Intrinsics\.Vector512;)");
        kernels[0] = Replace(kernels[0], @"\bLoadUnsafe\(", "LoadVector(");
        if (kernels.Length == 1)
        {
            return kernels[0];
        }

        if (!kernels[0].Contains("NewStreams", StringComparison.Ordinal))
        {
            kernels[0] = Replace(kernels[0], @"(StepOnce\(.+)ref MemoryMarshal\.GetReference\(p\)", "$1ref GuardedMemory.Caller(p)");
        }

        return Replace(kernels[0], "private static bool Wide => [^;]+;", $"private static bool Wide => {(wide ? "true" : "false")};")
            + Replace(kernels[1].Replace("Vector256.LoadUnsafe(", "LoadVector256("), @"\bLoadUnsafe\(", "LoadVector512(");
    }

    private static string Replace(string text, string pattern, string replacement)
    {
        Assert.Matches(pattern, text); // or the generator's text has changed, and nothing would be tested
        return Regex.Replace(text, pattern, replacement);
    }
}
