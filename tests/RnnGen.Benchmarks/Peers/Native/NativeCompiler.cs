using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using System.Text;
using RnnGen.Benchmarks.Shapes;
using RnnGen.Benchmarks.Timing;

namespace RnnGen.Benchmarks.Peers.Native;

/// <summary>
/// Builds the C peers, one shared library per shape and variant, and keeps them in the folder for temporary files under
/// the hash of all that went into them.
/// </summary>
internal sealed class NativeCompiler
{
    private const string Common = "-fPIC -fvisibility=hidden -w";

    private static readonly (string C, string Cpp)[] s_candidates = [("gcc", "g++"), ("clang", "clang++"), ("cc", "c++")];

    private readonly string _c;
    private readonly string _cpp;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "rnngen-benchmarks");
    private readonly string _sources;

    private NativeCompiler(string c, string cpp, string version)
    {
        _c = c;
        _cpp = cpp;
        Version = version;
        _sources = Path.Combine(_folder, "native");
        Directory.CreateDirectory(_sources);
        foreach (string name in SourceNames)
        {
            File.WriteAllText(Path.Combine(_sources, name), Source(name));
        }
    }

    /// <summary>What decides which instructions C may use: those .NET may use in this process, also where it was told to leave some out.</summary>
    public static string Level => Avx2.IsSupported && !Machine.HasAvx512 ? "-O3 -march=native -mno-avx512f" : "-O3 -march=native";

    /// <summary>What the compiler calls itself.</summary>
    public string Version { get; }

    private static IEnumerable<string> SourceNames =>
        typeof(NativeCompiler).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("native/", StringComparison.Ordinal))
            .Select(name => name["native/".Length..])
            .Order(StringComparer.Ordinal);

    /// <summary>The first compiler on the path; null where there is none.</summary>
    public static NativeCompiler? Find()
    {
        foreach ((string c, string cpp) in s_candidates)
        {
            if (Run(c, "--version", out string version) && Run(cpp, "--version", out _))
            {
                return new NativeCompiler(c, cpp, version.Split('\n')[0].Trim());
            }
        }

        return null;
    }

    /// <summary>Builds the library of a peer, or finds it built.</summary>
    /// <param name="variant">What to build.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="library">The path of the library.</param>
    /// <param name="complaint">What the compiler said, when it failed.</param>
    public bool TryBuild(NativeVariant variant, Shape shape, out string library, out string complaint) =>
        TryBuild(variant.Source, $"{variant.Options} -DcN={shape.N} -DcH={shape.H} -DcK={shape.K} -DcT={shape.T} -DcB={shape.B}", out library, out complaint);

    /// <summary>Builds one of the sources, or finds it built.</summary>
    /// <param name="source">The file in <c>native/</c>.</param>
    /// <param name="own">What the compiler is told beside what it is told of all.</param>
    /// <param name="library">The path of the library.</param>
    /// <param name="complaint">What the compiler said, when it failed.</param>
    public bool TryBuild(string source, string own, out string library, out string complaint)
    {
        string compiler = source.EndsWith(".cpp", StringComparison.Ordinal) ? _cpp : _c;
        string options = $"{Level} {Common} {own}";
        string text = string.Concat(SourceNames.Select(Source).Append(source).Append(Version).Append(compiler).Append(options));
        string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 10));
        library = Path.Combine(_folder, key + ".so");
        complaint = "";
        if (File.Exists(library))
        {
            return true;
        }

        // In two steps: with -ffast-math the linker would add a start-up routine that switches denormals off in this process.
        string objectFile = Path.Combine(_folder, $"{key}.{Environment.ProcessId}.o");
        string unfinished = $"{objectFile}.so";
        bool built = Run(compiler, $"{options} -c \"{Path.Combine(_sources, source)}\" -o \"{objectFile}\"", out complaint)
            && (Run(compiler, $"-shared \"{objectFile}\" -o \"{unfinished}\" -lmvec -lm", out complaint)
                || Run(compiler, $"-shared \"{objectFile}\" -o \"{unfinished}\" -lm", out complaint));
        if (built)
        {
            File.Move(unfinished, library, overwrite: true);
        }

        File.Delete(objectFile);
        return built;
    }

    private static string Source(string name)
    {
        using Stream stream = typeof(NativeCompiler).Assembly.GetManifestResourceStream("native/" + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static bool Run(string program, string arguments, out string output)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            output = missing.Message;
            return false;
        }
    }
}
