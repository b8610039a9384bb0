using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace RnnGen.Benchmarks.Startup;

/// <summary>
/// The small program of <c>Startup/App</c>, built for the JIT or published under NativeAOT into the folder for temporary
/// files.
/// </summary>
internal sealed class StartupProgram
{
    /// <summary>The networks it holds.</summary>
    public static readonly IReadOnlyList<string> Networks = ["A", "E"];

    private const string Name = "RnnGen.Startup";

    private readonly string _file;

    private StartupProgram(string file) => _file = file;

    /// <summary>Builds the program.</summary>
    /// <param name="native">Under NativeAOT, for the instructions of this machine.</param>
    /// <exception cref="InvalidOperationException">The sources are not where this program was built, or the build fails.</exception>
    public static StartupProgram Build(bool native)
    {
        // A folder for each checkout: what one left would pass for up to date in another, whose sources are older.
        string checkout = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Folder())))[..8];
        string artifacts = Path.Combine(Path.GetTempPath(), "rnngen-benchmarks", "startup", checkout, native ? "aot" : "jit");
        string project = Path.Combine(Folder(), $"{Name}.csproj");
        string[] arguments = native
            ? ["publish", "-r", RuntimeInformation.RuntimeIdentifier, "-p:Aot=true", "-p:IlcInstructionSet=native", .. Linker()]
            : ["build"];
        (int code, string output) = Execute("dotnet", [.. arguments, project, "-c", "Release", "--artifacts-path", artifacts, "-nologo", "-v:quiet"], []);
        if (code != 0)
        {
            throw new InvalidOperationException($"{Name} was not built: {output.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? output}");
        }

        string executable = OperatingSystem.IsWindows() ? $"{Name}.exe" : Name;
        string place = Path.Combine(artifacts, native ? "publish" : "bin", Name);
        return new StartupProgram(Directory.EnumerateFiles(place, executable, SearchOption.AllDirectories).Single());
    }

    /// <summary>Runs one process.</summary>
    /// <param name="network">One of <see cref="Networks"/>.</param>
    /// <param name="environment">Variables of the process beside this one's.</param>
    public StartupTimes Run(string network, params (string Name, string Value)[] environment)
    {
        (int code, string output) = Execute(_file, [network, Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture)], environment);
        return code == 0
            ? StartupTimes.Parse(output)
            : throw new InvalidOperationException($"{_file} {network} ended with {code}: {output}");
    }

    /// <summary>The medians of several processes.</summary>
    public StartupTimes Median(string network, int runs, params (string Name, string Value)[] environment) =>
        StartupTimes.Median([.. Enumerable.Range(0, runs).Select(_ => Run(network, environment))]);

    // NativeAOT links by clang unless told otherwise; gcc does as well.
    private static string[] Linker() => OperatingSystem.IsLinux() && !OnPath("clang") && OnPath("gcc") ? ["-p:CppCompilerAndLinker=gcc"] : [];

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string Folder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string sources = Path.Combine(folder.FullName, "Startup", "App");
            if (Directory.Exists(sources))
            {
                return sources;
            }
        }

        throw new InvalidOperationException("The sources of the start-up program are not above this program's folder.");
    }

    private static (int Code, string Output) Execute(string program, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
