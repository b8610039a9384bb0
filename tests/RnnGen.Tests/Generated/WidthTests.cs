using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Generated;

/// <summary>
/// Every tensor of every fixed shape with other vector widths and without instructions that this processor has. Both can
/// only be chosen when a process starts, so RnnGen.Numbers runs in a process of its own.
/// </summary>
public class WidthTests
{
    private static readonly Lazy<NumbersProcess> s_usual = new(() => NumbersProcess.Run());

    /// <summary>Kernels on 512 bits run wherever the processor has them, however wide Vector&lt;T&gt; is.</summary>
    private static readonly (string, string) s_noWide = ("DOTNET_EnableAVX512", "0");

    [Fact]
    public void As_the_processor_is() => Assert.Empty(s_usual.Value.Failures);

    [SkippableFact]
    public void Vectors_of_128_bits_give_the_same_bits()
    {
        Skip.IfNot(Vector256.IsHardwareAccelerated, "The processor has no vectors wider than 128 bits to compare with.");
        AssertSameBits(4, false, s_noWide, ("DOTNET_MaxVectorTBitWidth", "128"));
    }

    [SkippableFact]
    public void Vectors_of_128_bits_beside_kernels_on_512_give_the_same_bits()
    {
        Skip.IfNot(Vector512.IsHardwareAccelerated, "The processor has no vectors of 512 bits.");
        AssertSameBits(4, true, ("DOTNET_MaxVectorTBitWidth", "128"));
    }

    [SkippableFact]
    public void Vectors_of_256_bits_give_the_same_bits()
    {
        Skip.IfNot(Vector512.IsHardwareAccelerated, "The processor has no wider vectors: it runs these kernels as it is.");
        AssertSameBits(8, false, s_noWide);
    }

    [SkippableFact]
    public void Vectors_of_512_bits_everywhere_give_the_same_bits()
    {
        Skip.IfNot(Vector512.IsHardwareAccelerated, "The processor has no vectors of 512 bits.");
        AssertSameBits(16, true, ("DOTNET_MaxVectorTBitWidth", "512"));
    }

    [SkippableFact]
    public void Without_AVX2_and_a_fused_multiply_add()
    {
        Skip.IfNot(Avx2.IsSupported && Fma.IsSupported, "The processor has no AVX2 and FMA to do without.");
        NumbersProcess result = NumbersProcess.Run(("DOTNET_EnableAVX2", "0"), ("DOTNET_EnableFMA", "0"));
        Assert.Equal(4, result.Count);
        Assert.False(result.IsFused); // the switch for FMA alone has gone: .NET 10 turns both off with AVX2
        Assert.Empty(result.Failures);
    }

    [SkippableFact]
    public void Without_any_vector_instruction()
    {
        Skip.IfNot(Vector.IsHardwareAccelerated, "The processor has no vector instructions to do without.");
        NumbersProcess result = NumbersProcess.Run(("DOTNET_EnableHWIntrinsic", "0"));
        Assert.False(result.IsAccelerated);
        Assert.Empty(result.Failures);
    }

    private static void AssertSameBits(int count, bool hasWide, params (string Name, string Value)[] settings)
    {
        NumbersProcess usual = s_usual.Value;
        NumbersProcess result = NumbersProcess.Run(settings);
        Assert.Equal((count, hasWide), (result.Count, result.HasWide));
        Assert.NotEqual((usual.Count, usual.HasWide), (result.Count, result.HasWide));
        Assert.Equal(usual.IsFused, result.IsFused);
        Assert.Empty(result.Failures);
        Assert.Equal(usual.Hashes.Count, result.Hashes.Count);
        Assert.Empty(usual.Hashes.Where(tensor => result.Hashes[tensor.Key] != tensor.Value).Select(tensor => tensor.Key));
    }
}
