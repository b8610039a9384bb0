using System.Diagnostics;

namespace RnnGen.Package.Tests.Support;

/// <summary>What a command printed and how it ended.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public CommandResult MustSucceed()
    {
        Assert.True(ExitCode == 0, $"{Command} ended with {ExitCode}:\n{Output}");
        return this;
    }
}

/// <summary>Runs the dotnet command as a user would: nothing of the surrounding test run reaches it.</summary>
internal static class DotNet
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    // No server may outlive the test: it would keep scratch folders open.
    private static readonly string[] s_withoutServers = ["-m:1", "-nodeReuse:false", "-p:UseSharedCompilation=false"];

    /// <summary>A command of the SDK that runs MSBuild: restore, build, pack.</summary>
    public static CommandResult Build(string folder, string packages, params string[] arguments) =>
        Run(folder, packages, [.. arguments, .. s_withoutServers]);

    /// <summary>A program that has been built.</summary>
    public static CommandResult Execute(string assembly, params string[] arguments) =>
        Run(Path.GetDirectoryName(assembly)!, packages: "", ["exec", assembly, .. arguments]);

    private static CommandResult Run(string folder, string packages, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        SetEnvironment(start.Environment, packages);

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string command = "dotnet " + string.Join(' ', arguments);
        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{command} did not end within {s_patience.TotalMinutes} minutes.");
        }

        return new(command, process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }

    /// <summary>`dotnet test` tells its children which SDK, which MSBuild and which settings it uses itself.</summary>
    private static void SetEnvironment(IDictionary<string, string?> environment, string packages)
    {
        string[] prefixes = ["MSBUILD", "DOTNET_CLI_", "DOTNET_HOST_PATH", "VSTEST_", "NUGET_PACKAGES", "RNNGEN_"];
        foreach (string name in environment.Keys.Where(key => prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToArray())
        {
            environment.Remove(name);
        }

        environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        environment["DOTNET_NOLOGO"] = "1";
        if (packages.Length > 0)
        {
            environment["NUGET_PACKAGES"] = packages;
        }
    }
}
