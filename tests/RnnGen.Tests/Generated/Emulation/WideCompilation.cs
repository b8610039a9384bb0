using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnGen.Tests.Generated.Emulation;

/// <summary>
/// Rewrites a generated network for <see cref="WideVector"/>: its kernels, and the library functions that they call,
/// which have branches for 16 lanes of their own.
/// </summary>
internal static class WideCompilation
{
    private const string Emulation = "global::RnnGen.Tests.Generated.Emulation";
    private const string Functions = "RnnGen.Numerics.Wide";

    // Functions on vectors, written for Vector<T>; the project file copies them beside the tests.
    private static readonly Lazy<SyntaxTree[]> s_functions = new(() =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Numerics"), "*.cs").Select(path => CSharpSyntaxTree.ParseText(WidenFunctions(File.ReadAllText(path)), path: path))]);

    /// <summary>The same network, whose kernels run on vectors of 512 bits.</summary>
    public static Compilation Widen(Compilation compilation)
    {
        SyntaxTree[] kernels = [.. compilation.SyntaxTrees.Where(tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) && tree.ToString().Contains("Vector<", StringComparison.Ordinal))];
        Assert.Equal(2, kernels.Length);
        foreach (SyntaxTree tree in kernels)
        {
            compilation = compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(WidenKernels(tree.ToString()), path: tree.FilePath));
        }

        return compilation
            .AddSyntaxTrees(s_functions.Value)
            .AddReferences(MetadataReference.CreateFromFile(typeof(WideVector).Assembly.Location));
    }

    /// <summary>Fails if anything in the image is still written for vectors of the processor's own width.</summary>
    public static void AssertWide(Stream image)
    {
        using var file = new PEReader(image, PEStreamOptions.LeaveOpen);
        MetadataReader metadata = file.GetMetadataReader();
        string[] types = [.. metadata.TypeReferences.Select(handle => metadata.GetString(metadata.GetTypeReference(handle).Name))];
        Assert.Contains("Vector512`1", types);
        Assert.DoesNotContain("Vector`1", types);
        Assert.DoesNotContain("Vector", types);
    }

    private static string WidenKernels(string text)
    {
        text = Replace(text, "using static global::System.Numerics.Vector;", $"using static {Emulation}.WideVector; using VectorMath = global::{Functions}.VectorMath; using Softmax = global::{Functions}.Softmax;");
        text = Replace(text, "using V = global::System.Numerics.Vector<(float|double)>;", "using V = global::System.Runtime.Intrinsics.Vector512<$1>;");
        return Replace(text, @"AlignedBuffer<(float|double)> (\w+ =|\w+\(int count\) =>) new\(", $"AlignedBuffer<$1> $2 {Emulation}.GuardedMemory.Allocate<$1>(");
    }

    private static string WidenFunctions(string text)
    {
        text = Replace(text, "namespace RnnGen.Numerics;", $"namespace {Functions};");
        return $"using System; using Vector = {Emulation}.WideVector; using static {Emulation}.WideVector;\n" + Regex.Replace(text, @"\bVector<", "global::System.Runtime.Intrinsics.Vector512<");
    }

    private static string Replace(string text, string pattern, string replacement)
    {
        Assert.Matches(pattern, text); // or the generator's text has changed, and nothing would be tested
        return Regex.Replace(text, pattern, replacement);
    }
}
