using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;

namespace RnnGen.Package.Tests;

[Collection(PackageCollection.Name)]
public sealed class PackageContentTests(PackedPackage package)
{
    private const string Library = "lib/net10.0/RnnGen.dll";
    private const string Generator = "analyzers/dotnet/cs/RnnGen.Generator.dll";

    [Fact]
    public void HoldsExactlyTheseFiles() => Assert.Equal(
        [
            "README.md",
            "RnnGen.nuspec",
            Generator,
            "build/RnnGen.props",
            "build/RnnGen.targets",
            "buildTransitive/RnnGen.props",
            "buildTransitive/RnnGen.targets",
            "icon.png",
            Library,
            "lib/net10.0/RnnGen.xml",
        ],
        PackedPackage.EntriesOf(package.File));

    [Fact]
    public void SymbolsComeInTheirOwnPackage() =>
        Assert.Equal(["RnnGen.nuspec", "lib/net10.0/RnnGen.pdb"], PackedPackage.EntriesOf(package.SymbolFile));

    [Fact]
    public void DependsOnNothing()
    {
        Assert.Empty(Elements("dependency"));
        Assert.Empty(Elements("frameworkReference"));

        // The library is needed at run time, so the package must not pass for a tool of the build.
        Assert.Empty(Elements("developmentDependency"));
    }

    [Theory]
    [InlineData("id", "RnnGen")]
    [InlineData("license", "MIT")]
    [InlineData("icon", "icon.png")]
    [InlineData("readme", "README.md")]
    [InlineData("authors", "RnnGen contributors")]
    public void NuspecSays(string element, string value) => Assert.Equal(value, Assert.Single(Elements(element)).Value);

    [Fact]
    public void NuspecDescribesAndTellsWhereTheSourceIs()
    {
        Assert.Equal("expression", Elements("license").Single().Attribute("type")!.Value);
        Assert.Contains("source generator", Elements("description").Single().Value);
        Assert.Contains("source-generator", Elements("tags").Single().Value.Split(' '));
        XElement repository = Elements("repository").Single();
        Assert.Equal("git", repository.Attribute("type")!.Value);
        Assert.StartsWith("https://", repository.Attribute("url")!.Value);
    }

    [Fact]
    public void PackingAgainGivesTheSameBytes()
    {
        // Times in an archive have a resolution of two seconds.
        Thread.Sleep(TimeSpan.FromSeconds(2.1));
        Assert.Equal(File.ReadAllBytes(package.File), File.ReadAllBytes(package.PackAgain()));
    }

    [Fact]
    public void ReadmeIsTheRepositorys() =>
        Assert.Equal(Repository.Read("README.md"), Encoding.UTF8.GetString(package.Read("README.md")));

    [Fact]
    public void IconIsAPngOf128By128()
    {
        byte[] icon = package.Read("icon.png");
        Assert.Equal("\u0089PNG\r\n\u001a\n", Encoding.Latin1.GetString(icon, 0, 8));
        Assert.Equal(128, BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)));
        Assert.Equal(128, BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20)));
    }

    /// <summary>An analyzer brings no dependencies: whatever else it refers to is missing in the compiler.</summary>
    [Fact]
    public void GeneratorRefersOnlyToWhatEveryCompilerHas() => Assert.Subset(
        new HashSet<string> { "netstandard", "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp", "System.Collections.Immutable", "System.Memory" },
        ReferencesOf(Generator).ToHashSet());

    [Fact]
    public void LibraryRefersOnlyToTheFramework() =>
        Assert.All(ReferencesOf(Library), name => Assert.StartsWith("System.", name));

    [Theory]
    [InlineData(Library)]
    [InlineData(Generator)]
    public void AssemblyIsReproducibleAndNamesNoFolderOfThisMachine(string entry)
    {
        byte[] bytes = package.Read(entry);
        using var assembly = new PEReader(new MemoryStream(bytes));
        Assert.Contains(assembly.ReadDebugDirectory(), debug => debug.Type == DebugDirectoryEntryType.Reproducible);

        string text = Encoding.UTF8.GetString(bytes);
        Assert.Contains("/_/", text);
        Assert.DoesNotContain(Path.GetFileName(Path.GetDirectoryName(package.Sources))!, text);
    }

    private IEnumerable<XElement> Elements(string name) =>
        package.Nuspec.Root!.Descendants().Where(element => element.Name.LocalName == name);

    private List<string> ReferencesOf(string entry)
    {
        using var assembly = new PEReader(new MemoryStream(package.Read(entry)));
        MetadataReader reader = assembly.GetMetadataReader();
        return [.. reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))];
    }
}
