using RnnGen.Benchmarks.Timing;

namespace RnnGen.Benchmarks.Peers.Native;

/// <summary>One way to build one of the C sources.</summary>
/// <param name="Name">The peer's name.</param>
/// <param name="Source">The file in <c>native/</c>.</param>
/// <param name="Options">What the compiler is told beside the sizes.</param>
/// <param name="StepOnly">The build differs from another in its streaming step alone.</param>
internal sealed record NativeVariant(string Name, string Source, string Options, bool StepOnly = false)
{
    /// <summary>The variants worth building here: with 512-bit vectors only where the processor has them.</summary>
    public static IReadOnlyList<NativeVariant> All
    {
        get
        {
            List<NativeVariant> variants = [new(PeerNames.PlainC, "plain.c", "-std=c11 -ffast-math")];
            int[] widths = Machine.HasAvx512 ? [8, 16] : [8];
            foreach (int lanes in widths)
            {
                string options = $"-std=c++17 -DLANES={lanes}";
                variants.Add(new($"{PeerNames.TunedC} {lanes}", "tuned.cpp", options));
                variants.Add(new($"{PeerNames.TunedC} {lanes} zr", "tuned.cpp", $"{options} -DZIGZAG -DREGISTER"));
                variants.Add(new($"{PeerNames.TunedC} {lanes} s", "tuned.cpp", $"{options} -DSTACKED", StepOnly: true));
                variants.Add(new($"{PeerNames.TunedC} {lanes} szr", "tuned.cpp", $"{options} -DSTACKED -DZIGZAG -DREGISTER", StepOnly: true));
            }

            return variants;
        }
    }
}
