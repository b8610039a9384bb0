namespace RnnGen.Generator.Tests.Support;

/// <summary>The verifier fails where it must; a verifier that passes everything would make every snapshot worthless.</summary>
public sealed class VerifierTests : IDisposable
{
    private const string Test = "SomeTests.Method";
    private readonly string _path = Directory.CreateTempSubdirectory("verifier").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void Equal_text_passes_and_removes_what_was_received()
    {
        Write("SomeTests.Method#Net.g.verified.cs", "a\nb\n");
        Write("SomeTests.Method#Net.g.received.cs", "old");
        Assert.Null(Compare(("#Net.g.cs", "a\nb\n")));
        Assert.Equal(["SomeTests.Method#Net.g.verified.cs"], Files());
    }

    [Fact]
    public void New_file_fails_and_is_received()
    {
        string? problem = Compare(("#Net.g.cs", "a\n"));
        Assert.Contains("NEW: there is no SomeTests.Method#Net.g.verified.cs", problem);
        Assert.Contains("RNNGEN_ACCEPT=1", problem);
        Assert.Equal(["SomeTests.Method#Net.g.received.cs"], Files());
    }

    [Fact]
    public void Different_text_fails_with_the_lines_that_differ()
    {
        Write("SomeTests.Method#Net.g.verified.cs", "1\n2\n3\n4\n5\nold\n6\n");
        string? problem = Compare(("#Net.g.cs", "1\n2\n3\n4\n5\nnew\n6\n"));
        Assert.Contains("DIFFERENT: SomeTests.Method#Net.g.verified.cs", problem);
        Assert.Contains("- old", problem);
        Assert.Contains("+ new", problem);
        Assert.DoesNotContain("  3", problem);
    }

    [Theory]
    [InlineData("a\r\nb\n")]
    [InlineData("a\nb")]
    [InlineData("a\nb\n\n")]
    public void Line_ends_count(string approved)
    {
        Write("SomeTests.Method.verified.txt", approved);
        Assert.NotNull(Compare((".txt", "a\nb\n")));
    }

    [Fact]
    public void Stale_file_of_the_same_test_fails()
    {
        Write("SomeTests.Method#Net.g.verified.cs", "a\n");
        Write("SomeTests.Method#Gone.g.verified.cs", "b\n");
        Write("SomeTests.Method.verified.txt", "a diagnostic\n");
        Write("SomeTests.MethodOther#Net.g.verified.cs", "of another test\n");
        string? problem = Compare(("#Net.g.cs", "a\n"));
        Assert.Contains("STALE: SomeTests.Method#Gone.g.verified.cs", problem);
        Assert.Contains("STALE: SomeTests.Method.verified.txt", problem);
        Assert.DoesNotContain("MethodOther", problem);
    }

    [Fact]
    public void Accepting_writes_the_new_and_deletes_the_stale()
    {
        Write("SomeTests.Method#Gone.g.verified.cs", "b\n");
        Write("SomeTests.Method#Net.g.received.cs", "a\n");
        Assert.Null(Compare(accept: true, ("#Net.g.cs", "a\n")));
        Assert.Equal(["SomeTests.Method#Net.g.verified.cs"], Files());
        Assert.Equal("a\n"u8.ToArray(), File.ReadAllBytes(Path.Combine(_path, "SomeTests.Method#Net.g.verified.cs")));
    }

    [Fact]
    public void Orphans_are_the_files_of_no_test()
    {
        Write("SomeTests.Method#Net.g.verified.cs", "a\n");
        Write("SomeTests.Renamed#Net.g.verified.cs", "a\n");
        Write("SomeTests.Renamed.verified.txt", "a\n");
        Assert.Equal(
            ["SomeTests.Renamed#Net.g.verified.cs", "SomeTests.Renamed.verified.txt"],
            new SnapshotFolder(_path, accept: false).Orphans([Test]).Order(StringComparer.Ordinal));
    }

    private string? Compare(params (string Name, string Text)[] produced) => Compare(accept: false, produced);

    private string? Compare(bool accept, params (string Name, string Text)[] produced) =>
        new SnapshotFolder(_path, accept).Problem(Test, produced.ToDictionary(file => file.Name, file => file.Text));

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_path, name), text);

    private IEnumerable<string> Files() => Directory.EnumerateFiles(_path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
}
