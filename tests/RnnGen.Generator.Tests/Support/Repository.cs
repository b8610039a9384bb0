using System.Runtime.CompilerServices;

namespace RnnGen.Generator.Tests.Support;

/// <summary>Where the files of the repository are, on whatever machine the tests run.</summary>
internal static class Repository
{
    /// <summary>The folder that holds RnnGen.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of this test project.</summary>
    public static string TestProject { get; } = Path.Combine(Root, "tests", "RnnGen.Generator.Tests");

    /// <summary>The folder of the generator.</summary>
    public static string Generator { get; } = Path.Combine(Root, "generator", "RnnGen.Generator");

    /// <summary>The folder of a source file given by <see cref="CallerFilePathAttribute"/>.</summary>
    public static string FolderOf(string callerFile)
    {
        // A deterministic build maps the root to /_/.
        string path = callerFile.StartsWith("/_/", StringComparison.Ordinal) ? Path.Combine(Root, callerFile[3..]) : callerFile;
        return Path.GetDirectoryName(path)!;
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RnnGen.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above '{AppContext.BaseDirectory}' holds RnnGen.sln.");
    }
}
