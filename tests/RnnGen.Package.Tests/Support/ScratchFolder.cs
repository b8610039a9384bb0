namespace RnnGen.Package.Tests.Support;

/// <summary>A folder of our own under the system's temporary one; gone when the test is.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("rnngen-package-").FullName;

    public string PathOf(string relative) => Path.Combine(Root, relative);

    public string Create(string relative) => Directory.CreateDirectory(PathOf(relative)).FullName;

    public void Write(string relative, string text) => File.WriteAllText(PathOf(relative), text);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
