using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace RnnGen.Generator.Tests.Support;

/// <summary>The approved files of one folder, and the comparison of a test's output with them.</summary>
internal sealed class SnapshotFolder(string path, bool accept)
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// Compares what a test produced with its approved files.
    /// </summary>
    /// <param name="test">Class.Method: what the names of the test's files start with.</param>
    /// <param name="produced">Text by the rest of the name and the extension, "#Net.g.cs" or ".txt".</param>
    /// <returns>What is wrong, in words; null where everything is as approved.</returns>
    public string? Problem(string test, IReadOnlyDictionary<string, string> produced)
    {
        var problems = new StringBuilder();
        foreach ((string name, string text) in produced.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            string verified = Name(test, name, "verified"), received = Name(test, name, "received");
            string? approved = File.Exists(In(verified)) ? File.ReadAllText(In(verified)) : null;
            if (approved == text)
            {
                File.Delete(In(received));
            }
            else if (accept)
            {
                File.WriteAllText(In(verified), text, s_utf8);
                File.Delete(In(received));
            }
            else
            {
                File.WriteAllText(In(received), text, s_utf8);
                problems.AppendLine(approved is null ? $"NEW: there is no {verified} for {received}." : $"DIFFERENT: {verified}\n{Difference(approved, text)}");
            }
        }

        string[] expected = [.. produced.Keys.Select(name => Name(test, name, "verified"))];
        foreach (string stale in ApprovedOf(test).Except(expected))
        {
            if (accept)
            {
                File.Delete(In(stale));
            }
            else
            {
                problems.AppendLine($"STALE: {stale} is no longer produced.");
            }
        }

        return problems.Length == 0 ? null : $"{problems}To accept: run the tests with {Verifier.AcceptVariable}=1 and look at the difference in git.";
    }

    /// <summary>Approved files that belong to none of the tests, each given as Class.Method.</summary>
    public IEnumerable<string> Orphans(IEnumerable<string> tests)
    {
        var known = tests.ToHashSet(StringComparer.Ordinal);
        return Approved().Where(file => !known.Contains(TestOf(file)));
    }

    private IEnumerable<string> ApprovedOf(string test) => Approved().Where(file => TestOf(file) == test);

    private IEnumerable<string> Approved() =>
        Directory.EnumerateFiles(path, "*.verified.*").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    /// <summary>Class.Method of "Class.Method#Hint.verified.cs" or "Class.Method.verified.txt".</summary>
    private static string TestOf(string file)
    {
        string name = file[..file.IndexOf(".verified.", StringComparison.Ordinal)];
        int hint = name.IndexOf('#');
        return hint < 0 ? name : name[..hint];
    }

    private static string Name(string test, string name, string state) =>
        $"{test}{Path.GetFileNameWithoutExtension(name)}.{state}{Path.GetExtension(name)}";

    private string In(string file) => Path.Combine(path, file);

    /// <summary>The changed lines with two lines around each, "-" approved and "+" received.</summary>
    private static string Difference(string approved, string received)
    {
        const int Around = 2;
        var text = new StringBuilder();
        List<DiffPiece> lines = InlineDiffBuilder.Diff(approved, received, ignoreWhiteSpace: false).Lines;
        bool gap = false;
        for (int i = 0; i < lines.Count; i++)
        {
            int from = Math.Max(0, i - Around), to = Math.Min(lines.Count, i + Around + 1);
            if (lines[from..to].All(line => line.Type == ChangeType.Unchanged))
            {
                gap = true;
                continue;
            }

            if (gap)
            {
                text.AppendLine("  ...");
                gap = false;
            }

            string mark = lines[i].Type switch { ChangeType.Inserted => "+ ", ChangeType.Deleted => "- ", _ => "  " };
            text.AppendLine(mark + lines[i].Text);
        }

        // A line diff does not see how lines and the file end.
        return text.Length > 0 ? text.ToString() : "  (only line ends or the end of the file differ)";
    }
}
