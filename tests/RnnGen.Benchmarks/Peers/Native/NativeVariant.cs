using RnnGen.Benchmarks.Shapes;
using RnnGen.Benchmarks.Timing;

namespace RnnGen.Benchmarks.Peers.Native;

/// <summary>One way to build one of the C sources.</summary>
/// <param name="Name">The peer's name.</param>
/// <param name="Source">The file in <c>native/</c>.</param>
/// <param name="Options">What the compiler is told beside the sizes.</param>
/// <param name="Jobs">What the build is timed at: variants differ in one job and another, and are alike in the rest.</param>
/// <param name="MostHidden">The largest H for which the build is worth a try.</param>
internal sealed record NativeVariant(string Name, string Source, string Options, IReadOnlyList<Job> Jobs, int MostHidden = int.MaxValue)
{
    /// <summary>The variants worth building here: with 512-bit vectors only where the processor has them.</summary>
    public static IReadOnlyList<NativeVariant> All
    {
        get
        {
            List<NativeVariant> variants = [new(PeerNames.PlainC, "plain.c", "-std=c11 -ffast-math", Shapes.Jobs.All)];
            int[] widths = Machine.HasAvx512 ? [8, 16] : [8];
            foreach (int lanes in widths)
            {
                string options = $"-std=c++17 -DLANES={lanes}";
                variants.Add(new($"{PeerNames.TunedC} {lanes}", "tuned.cpp", $"{options} -DBATCH_ROWS", Shapes.Jobs.All));
                variants.Add(new($"{PeerNames.TunedC} {lanes} zr", "tuned.cpp", $"{options} -DZIGZAG -DREGISTER", [Job.Step, Job.Forward, Job.Train]));
                variants.Add(new($"{PeerNames.TunedC} {lanes} l", "tuned.cpp", $"{options} -DBATCH_LANES", [Job.Train32], MostHidden: 32));
                variants.Add(new($"{PeerNames.TunedC} {lanes} s", "tuned.cpp", $"{options} -DSTACKED", [Job.Step]));
                variants.Add(new($"{PeerNames.TunedC} {lanes} szr", "tuned.cpp", $"{options} -DSTACKED -DZIGZAG -DREGISTER", [Job.Step]));
            }

            return variants;
        }
    }
}
