namespace RnnGen.Package.Tests.Support;

/// <summary>A Markdown page of the repository, by sections and the code blocks in them.</summary>
internal sealed class Page(string path)
{
    private const string Fence = "```";

    public string Text { get; private set; } = Repository.Read(path).ReplaceLineEndings("\n");

    public string Section(string title)
    {
        (int start, int end) = SectionSpan(title);
        return Text[start..end];
    }

    /// <summary>What the first block in this language holds, in this section.</summary>
    public string Block(string section, string language)
    {
        (int start, int end) = BlockSpan(section, language);
        return Text[start..end];
    }

    /// <summary>The block must hold this text; where the run accepts what it sees, it does from now on.</summary>
    public void BlockMustBe(string section, string language, string text)
    {
        (int start, int end) = BlockSpan(section, language);
        if (Acceptance.On)
        {
            Text = Text[..start] + text + Text[end..];
            File.WriteAllText(Repository.PathOf(path), Text);
            return;
        }

        Assert.True(Text[start..end] == text, $"{path} shows in section {section}:\n{Text[start..end]}\nin truth it is:\n{text}\n{Acceptance.HowTo}");
    }

    private (int Start, int End) SectionSpan(string title)
    {
        string heading = $"\n## {title}\n";
        int start = Text.IndexOf(heading, StringComparison.Ordinal);
        Assert.True(start >= 0, $"{path} has no section {title}.");
        int end = Text.IndexOf("\n## ", start + heading.Length, StringComparison.Ordinal);
        return (start + heading.Length, end < 0 ? Text.Length : end);
    }

    private (int Start, int End) BlockSpan(string section, string language)
    {
        (int sectionStart, int sectionEnd) = SectionSpan(section);
        string open = $"{Fence}{language}\n";
        int start = Text.IndexOf(open, sectionStart, sectionEnd - sectionStart, StringComparison.Ordinal);
        Assert.True(start >= 0, $"{path} has no block of {language} in section {section}.");
        start += open.Length;
        return (start, Text.IndexOf(Fence, start, StringComparison.Ordinal));
    }
}
