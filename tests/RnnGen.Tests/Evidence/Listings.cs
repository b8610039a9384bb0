using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Evidence;

/// <summary>
/// Listings of the networks that speed is measured at, each from a process that computed them all: on vectors of 256
/// bits with sixteen registers, and on those of 512 bits with thirty-two.
/// </summary>
public static class Listings
{
    private static readonly Lazy<List<ListedMethod>> s_usual = new(() => Make(("DOTNET_EnableAVX512", "0"))), s_wide = new(() => Make());

    /// <summary>Stands for a network in the listing of the tiles of matrix products, which all networks share.</summary>
    public const string Products = "Tiles";

    public static readonly string[] Networks = ["F_1_8_2_32", "F_8_16_4_32", "F_28_64_10_28", "F_64_128_64_32", "F_2_5_3_130", "FBatch_1_8_2_31_32", "FBatch_5_97_11_5_17", "FBatch_6_40_12_9_19"];

    /// <summary>Without vectors of 512 bits, and with them where the processor has them.</summary>
    public static bool[] Widths => Vector512.IsHardwareAccelerated ? [false, true] : [false];

    /// <summary>Whether the kernels on 512 bits run, and a network.</summary>
    public static TheoryData<bool, string> All
    {
        get
        {
            var data = new TheoryData<bool, string>();
            foreach (string network in Networks)
            {
                data.Add(false, network);
                data.Add(true, network);
            }

            return data;
        }
    }

    /// <summary>What was compiled of a network; skips the test where there is no such listing.</summary>
    public static List<ListedMethod> Of(string network, bool wide)
    {
        Skip.IfNot(RuntimeInformation.ProcessArchitecture == Architecture.X64, "Listings are read for x64 only.");
        Skip.IfNot(Avx2.IsSupported && Fma.IsSupported, "Without AVX2 and FMA there are no multiply-adds to look for.");
        Skip.If(wide && !Vector512.IsHardwareAccelerated, "The processor has no vectors of 512 bits.");
        List<ListedMethod> methods = [.. (wide ? s_wide : s_usual).Value.Where(method => method.Network == network)];

        // Every kernel that is large is a method of its own; small ones may be part of their callers.
        string[] expected = network == Products ? ["Tile"] : ["Step", "StepOnce", "Forward", "Train", .. network.StartsWith("FBatch", StringComparison.Ordinal) ? (string[])["Backward", "TrainBatch"] : []];
        Assert.Superset(expected.ToHashSet(), methods.Select(method => method.Name).ToHashSet());
        return methods;
    }

    private static List<ListedMethod> Make(params (string Name, string Value)[] settings)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            NumbersProcess.Run(Networks, [.. settings, ("DOTNET_JitStdOutFile", path), ("DOTNET_JitDisasm", "*Kernels:* *Kernels512:* *Runner:* *Trainer:* *Tiles*:*")]);
            return ListedMethod.Read(File.ReadAllText(path));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
