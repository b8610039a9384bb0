using System.Reflection;

namespace CharRnn;

/// <summary>A text to learn from, and its last tenth, held out.</summary>
internal sealed record Corpus(string Name, int[] Training, int[] HeldOut)
{
    private const int HeldOutFraction = 10;

    /// <summary>Whether the text held out does not fill one window.</summary>
    public bool TooShort => HeldOut.Length <= CharModel.T;

    /// <summary>Reads <paramref name="file"/>, or this project's own sources where none is given.</summary>
    public static Corpus Load(FileInfo? file)
    {
        string text = file is null ? OwnSources() : File.ReadAllText(file.FullName);
        int[] symbols = Alphabet.Encode(text);
        int boundary = symbols.Length - symbols.Length / HeldOutFraction;
        return new Corpus(file?.Name ?? "the sources of RnnGen", symbols[..boundary], symbols[boundary..]);
    }

    private static string OwnSources()
    {
        Assembly assembly = typeof(Corpus).Assembly;
        IEnumerable<string> names = assembly.GetManifestResourceNames().Where(name => name.EndsWith(".cs", StringComparison.Ordinal));
        return string.Concat(names.Order(StringComparer.Ordinal).Select(Read));

        string Read(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }
}
