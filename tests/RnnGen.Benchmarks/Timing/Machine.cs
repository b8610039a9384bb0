using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Benchmarks.Timing;

/// <summary>The machine that measures: what a report says of it, and where the process runs.</summary>
internal static class Machine
{
    /// <summary>The processor's name, where the system tells it.</summary>
    public static string Processor => CpuInfo("model name") ?? RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>The vector extensions the JIT may use here.</summary>
    public static string Extensions => string.Join(", ", new (bool Has, string Name)[]
    {
        (Avx2.IsSupported, "AVX2"),
        (Fma.IsSupported, "FMA"),
        (Avx512F.IsSupported, "AVX-512F"),
        (Avx512F.VL.IsSupported, "AVX-512VL"),
        (AdvSimd.IsSupported, "AdvSimd"),
    }.Where(extension => extension.Has).Select(extension => extension.Name).Append($"Vector<float> of {Vector<float>.Count}"));

    /// <summary>Whether C compiled for this machine may use 512-bit vectors.</summary>
    public static bool HasAvx512 => Avx512F.VL.IsSupported;

    /// <summary>How many tasks waited for a core on average over the last minute.</summary>
    public static string LoadAverage => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    /// <summary>
    /// Pins this thread, and those it starts from now on, to one core. Returns what a report should say of it.
    /// </summary>
    public static string Pin(int? core)
    {
        int chosen = core ?? Environment.ProcessorCount - 1;
        if (chosen < 0 || !(OperatingSystem.IsLinux() || OperatingSystem.IsWindows()))
        {
            return "not pinned";
        }

        try
        {
            using var process = Process.GetCurrentProcess();
            process.ProcessorAffinity = (nint)1 << chosen;
            return $"pinned to core {chosen} of {Environment.ProcessorCount}";
        }
        catch (Exception refused) when (refused is System.ComponentModel.Win32Exception or PlatformNotSupportedException)
        {
            return "not pinned: the system refused";
        }
    }

    /// <summary>
    /// Whether this thread still computes with denormals. A library linked with -ffast-math switches them off for the
    /// process that loads it, and every figure after that is false.
    /// </summary>
    public static bool HasDenormals()
    {
        float smallest = Opaque(1.17549435e-38f);
        return smallest * Opaque(0.5f) != 0 && Opaque(float.Epsilon) * Opaque(1f) != 0;

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static float Opaque(float value) => value;
    }

    private static string? CpuInfo(string key)
    {
        const string Path = "/proc/cpuinfo";
        string? line = File.Exists(Path) ? File.ReadLines(Path).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
