using System.IO.Compression;
using System.Xml.Linq;

namespace RnnGen.Package.Tests.Support;

/// <summary>
/// The package, packed once for all tests into a feed of its own. What it is made of is copied first: the repository's
/// own output may be in use by the build that runs these tests.
/// </summary>
public sealed class PackedPackage : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private int _consumers;

    public PackedPackage()
    {
        Feed = _folder.Create("feed");
        Sources = _folder.Create("sources");
        CopySources();
        Pack(Feed).MustSucceed();
        File = Directory.GetFiles(Feed, "*.nupkg").Single();
        Version = Nuspec.Root!.Descendants().Single(element => element.Name.LocalName == "version").Value;
    }

    /// <summary>Folder with the package and its symbols, and nothing else: a local feed.</summary>
    public string Feed { get; }

    public string File { get; }

    /// <summary>Folder of the copy that was packed.</summary>
    public string Sources { get; }

    public string SymbolFile => Path.ChangeExtension(File, "snupkg");

    public string Version { get; }

    public XDocument Nuspec => XDocument.Parse(System.Text.Encoding.UTF8.GetString(Read("RnnGen.nuspec")).TrimStart('\uFEFF'));

    /// <summary>Where consumers unpack it: never the user's own packages folder, which could hold an older build of this version.</summary>
    internal string Packages => _folder.PathOf("packages");

    /// <summary>Names of the entries that NuGet itself does not add to every package.</summary>
    public static string[] EntriesOf(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        return [.. archive.Entries
            .Select(entry => entry.FullName)
            .Where(name => name != "[Content_Types].xml" && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.EndsWith(".psmdcp", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Packs once more, without building.</summary>
    internal string PackAgain()
    {
        string folder = _folder.Create("again");
        Pack(folder, "--no-build").MustSucceed();
        return Path.Combine(folder, Path.GetFileName(File));
    }

    public byte[] Read(string entry)
    {
        using ZipArchive archive = ZipFile.OpenRead(File);
        using Stream stream = archive.GetEntry(entry)!.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>A new project that refers to the package, restored from the feed alone.</summary>
    internal ScratchProject NewConsumer(string program) =>
        new(_folder.Create($"consumer{++_consumers}"), this, program);

    public void Dispose() => _folder.Dispose();

    private CommandResult Pack(string folder, params string[] arguments) =>
        DotNet.Build(Sources, packages: "", ["pack", "src/RnnGen", "-c", "Release", "-o", folder, .. arguments]);

    private void CopySources()
    {
        string[] output = ["bin", "obj"];
        string[] trees = ["src/RnnGen", "generator/RnnGen.Generator"];
        IEnumerable<string> files = Directory.GetFiles(Repository.Root)
            .Concat(trees.SelectMany(tree => Directory.GetFiles(Repository.PathOf(tree), "*", SearchOption.AllDirectories)));
        foreach (string file in files)
        {
            string relative = Path.GetRelativePath(Repository.Root, file);
            if (!relative.Split(Path.DirectorySeparatorChar).Intersect(output).Any())
            {
                string copy = Path.Combine(Sources, relative);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                System.IO.File.Copy(file, copy);
            }
        }
    }
}

/// <summary>Tests that use the package run one after another: each of them starts builds.</summary>
[CollectionDefinition(Name)]
public sealed class PackageCollection : ICollectionFixture<PackedPackage>
{
    public const string Name = "package";
}
