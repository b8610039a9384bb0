using System.Reflection;
using System.Text;
using RnnGen.Generator.Tests.Support;

namespace RnnGen.Generator.Tests.Snapshots;

/// <summary>The approved files as such: each belongs to a test, and each is what git and the editor agree on.</summary>
public sealed class ApprovedFilesTests
{
    private static IEnumerable<string> Folders { get; } = Directory
        .EnumerateFiles(Repository.TestProject, "*.verified.*", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Repository.TestProject, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
        .Select(file => Path.GetDirectoryName(file)!)
        .Distinct()
        .ToArray();

    [Fact]
    public void Every_approved_file_belongs_to_a_test()
    {
        string[] tests = typeof(ApprovedFilesTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null).Select(method => $"{type.Name}.{method.Name}"))
            .ToArray();
        Assert.NotEmpty(Folders);
        Assert.Empty(Folders.SelectMany(folder => new SnapshotFolder(folder, accept: false).Orphans(tests)));
    }

    [Fact]
    public void No_approved_file_has_a_carriage_return_or_a_byte_order_mark()
    {
        foreach (string file in Folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.verified.*")))
        {
            byte[] bytes = File.ReadAllBytes(file);
            Assert.DoesNotContain((byte)'\r', bytes);
            Assert.False(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble), $"{Path.GetFileName(file)} starts with a byte order mark.");
            Assert.Equal((byte)'\n', bytes[^1]);
        }
    }
}
