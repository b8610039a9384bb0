using System.CommandLine;
using BenchmarkDotNet.Running;

namespace RnnGen.Benchmarks.Harness;

/// <summary>The verb <c>bdn</c>: the same jobs under BenchmarkDotNet.</summary>
internal static class HarnessCommand
{
    public static Command Create()
    {
        var command = new Command("bdn", "Runs shape D under BenchmarkDotNet; further arguments are passed on to it.") { TreatUnmatchedTokensAsErrors = false };

        // In this process: BenchmarkDotNet's own build of a project knows nothing of how this repository is wired.
        command.SetAction(parsed => { BenchmarkRunner.Run<NetworkBenchmarks>(args: ["--inProcess", .. parsed.UnmatchedTokens]); });
        return command;
    }
}
