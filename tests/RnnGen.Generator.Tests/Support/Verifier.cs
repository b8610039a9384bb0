using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;

namespace RnnGen.Generator.Tests.Support;

/// <summary>
/// Compares a generator's output with approved files beside the test, in the conventions of Verify.SourceGenerators:
/// <c>Class.Method#Hint.verified.cs</c> for each source, <c>Class.Method.verified.txt</c> for the diagnostics where
/// there are any, and <c>.received.</c> files (which git ignores) where something differs.
/// </summary>
/// <remarks>
/// New, different and stale files fail a test. To accept them, run the tests with the environment variable
/// <c>RNNGEN_ACCEPT=1</c> and look at the difference in git before committing it. To move to the real package, replace
/// <c>using static RnnGen.Generator.Tests.Support.Verifier</c> by <c>using static VerifyXunit.Verifier</c>.
/// </remarks>
internal static class Verifier
{
    public const string AcceptVariable = "RNNGEN_ACCEPT";

    /// <summary>Fails unless the driver's last run gave exactly the approved files.</summary>
    public static Task Verify(GeneratorDriver driver, [CallerFilePath] string callerFile = "", [CallerMemberName] string method = "")
    {
        bool accept = Environment.GetEnvironmentVariable(AcceptVariable) == "1";
        var folder = new SnapshotFolder(Repository.FolderOf(callerFile), accept);
        string? problem = folder.Problem($"{Path.GetFileNameWithoutExtension(callerFile)}.{method}", FilesOf(driver.GetRunResult()));
        Assert.True(problem is null, problem);
        return Task.CompletedTask;
    }

    /// <summary>The files of a run: sources by "#Hint.g.cs", diagnostics as ".txt".</summary>
    internal static IReadOnlyDictionary<string, string> FilesOf(GeneratorDriverRunResult run)
    {
        var files = new Dictionary<string, string>();
        foreach (GeneratedSourceResult source in run.Results.SelectMany(result => result.GeneratedSources))
        {
            files.Add("#" + source.HintName, source.SourceText.ToString());
        }

        if (run.Diagnostics.Length > 0)
        {
            files.Add(".txt", Describe(run.Diagnostics));
        }

        return files;
    }

    /// <summary>One line for each diagnostic, in the order of the source.</summary>
    internal static string Describe(IEnumerable<Diagnostic> diagnostics)
    {
        var text = new StringBuilder();
        foreach (Diagnostic diagnostic in diagnostics.OrderBy(d => d.Location.GetLineSpan().Path, StringComparer.Ordinal).ThenBy(d => d.Location.SourceSpan).ThenBy(d => d.Id, StringComparer.Ordinal))
        {
            FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
            string severity = diagnostic.Severity.ToString().ToLowerInvariant();
            text.Append($"{place.Path}({place.StartLinePosition.Line + 1},{place.StartLinePosition.Character + 1}): {severity} {diagnostic.Id}: ");
            text.Append(diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)).Append('\n');
        }

        return text.ToString();
    }
}
