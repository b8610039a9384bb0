using System.Diagnostics;

namespace RnnGen.Tests.Support;

/// <summary>What RnnGen.Numbers said in a process of its own.</summary>
/// <param name="Count">Vector&lt;float&gt;.Count there.</param>
/// <param name="IsAccelerated">Whether there were vector instructions at all.</param>
/// <param name="IsFused">Whether there was a fused multiply-add of x86.</param>
/// <param name="HasWide">Whether there were vectors of 512 bits, and so the kernels on them.</param>
/// <param name="Hashes">The hash of each tensor's bits, by network and tensor.</param>
/// <param name="Failures">The tensors whose error exceeds its bound.</param>
public sealed record NumbersProcess(int Count, bool IsAccelerated, bool IsFused, bool HasWide, IReadOnlyDictionary<string, string> Hashes, IReadOnlyList<string> Failures)
{
    /// <summary>Runs it with these settings of the runtime, and no others that this process may have been given.</summary>
    public static NumbersProcess Run(params (string Name, string Value)[] settings) => Run([], settings);

    /// <inheritdoc cref="Run(ValueTuple{string, string}[])"/>
    /// <param name="networks">Which networks to compute; none for all.</param>
    /// <param name="settings">Environment variables.</param>
    public static NumbersProcess Run(string[] networks, (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "RnnGen.Numbers.dll") },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string network in networks)
        {
            start.ArgumentList.Add(network);
        }

        foreach (string name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsSetting).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in settings)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        process.WaitForExit();

        // 1 says that a bound is exceeded, and the lines say which.
        Assert.True(process.ExitCode is 0 or 1 && lines.Length > 1, $"RnnGen.Numbers ended with {process.ExitCode}: {errors.Result}");
        string[] kind = lines[0].Split('\t');
        string[][] tensors = [.. lines.Skip(1).Select(line => line.Split('\t'))];
        var failures = lines.Where(line => line.EndsWith("EXCEEDS", StringComparison.Ordinal)).ToArray();
        Assert.Equal(process.ExitCode == 1, failures.Length > 0);
        return new(int.Parse(kind[0]), bool.Parse(kind[1]), bool.Parse(kind[2]), bool.Parse(kind[3]), tensors.ToDictionary(tensor => tensor[0], tensor => tensor[1]), failures);
    }

    private static bool IsSetting(string name) =>
        name.Contains("MaxVectorTBitWidth", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("DOTNET_Enable", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("COMPlus_Enable", StringComparison.OrdinalIgnoreCase);
}
