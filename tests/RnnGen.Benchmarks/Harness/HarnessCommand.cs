using System.CommandLine;
using BenchmarkDotNet.Running;

namespace RnnGen.Benchmarks.Harness;

/// <summary>The verb <c>bdn</c>: the same jobs under BenchmarkDotNet.</summary>
internal static class HarnessCommand
{
    public static Command Create()
    {
        var command = new Command("bdn", "Runs shape D under BenchmarkDotNet; further arguments are passed on to it.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(parsed => { BenchmarkRunner.Run<NetworkBenchmarks>(args: [.. parsed.UnmatchedTokens]); });
        return command;
    }
}
