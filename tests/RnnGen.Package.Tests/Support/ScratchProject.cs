namespace RnnGen.Package.Tests.Support;

/// <summary>A console project of a strict user, outside the repository, that has the package and nothing else.</summary>
internal sealed class ScratchProject
{
    private readonly PackedPackage _package;

    public ScratchProject(string folder, PackedPackage package, string program)
    {
        Folder = folder;
        _package = package;
        Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="local" value="{package.Feed}" />
              </packageSources>
              <packageSourceMapping>
                <clear />
              </packageSourceMapping>
              <fallbackPackageFolders>
                <clear />
              </fallbackPackageFolders>
            </configuration>
            """);

        // Whatever lies in the folders above must not leak in.
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        Write("Consumer.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <WarningLevel>9999</WarningLevel>
                <GenerateDocumentationFile>true</GenerateDocumentationFile>
                <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="RnnGen" Version="{package.Version}" />
              </ItemGroup>
            </Project>
            """);
        Write("Program.cs", program);
        Run("restore").MustSucceed();
    }

    public string Folder { get; }

    public string OutputFolder => Path.Combine(Folder, "bin", "Release", "net10.0");

    public CommandResult Build(params string[] arguments) => Run(["build", "-c", "Release", "--no-restore", .. arguments]);

    public CommandResult Execute() => DotNet.Execute(Path.Combine(OutputFolder, "Consumer.dll"));

    public string[] GeneratedFiles() =>
        Directory.GetFiles(Path.Combine(Folder, "obj"), "*.g.cs", SearchOption.AllDirectories)
            .Where(file => file.Contains("RnnGen.Generator", StringComparison.Ordinal))
            .ToArray();

    private CommandResult Run(params string[] arguments) => DotNet.Build(Folder, _package.Packages, arguments);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);
}
