namespace RnnGen.Package.Tests;

/// <summary>
/// NativeAOT with its default instruction set is tens of times slower; the build says so. The tests run the target that
/// a build and a publish start with, so that they need neither the native compiler nor its package.
/// </summary>
[Collection(PackageCollection.Name)]
public sealed class AotWarningTests(AotWarningTests.RestoredConsumer consumer) : IClassFixture<AotWarningTests.RestoredConsumer>
{
    private const string Aot = "-p:PublishAot=true";
    private const string X64 = "-p:NETCoreSdkRuntimeIdentifier=linux-x64";

    private const string Arm64 = "-p:NETCoreSdkRuntimeIdentifier=linux-arm64";

    [Theory]
    [InlineData("-t:BeforeBuild", Aot, X64)]
    [InlineData("-t:PrepareForPublish", Aot, X64)]
    [InlineData("-t:BeforeBuild", Aot, Arm64, "-p:RuntimeIdentifier=linux-x64")]
    public void WarnsOnceAndGivesTheRemedy(params string[] arguments)
    {
        CommandResult result = consumer.Project.Build(arguments).MustSucceed();
        Assert.Contains("1 Warning(s)", result.Output);
        string warning = result.Lines.First(line => line.Contains("RNNGEN101", StringComparison.Ordinal));
        Assert.Contains("warning RNNGEN101", warning);
        Assert.Contains("linux-x64", warning);
        Assert.Contains("<IlcInstructionSet>x86-64-v3</IlcInstructionSet>", warning);
        Assert.Contains("RnnGenSuppressAotWarning", warning);
    }

    [Theory]
    [InlineData(X64)]
    [InlineData(X64, "-p:PublishAot=false")]
    [InlineData(X64, Aot, "-p:IlcInstructionSet=x86-64-v3")]
    [InlineData(X64, Aot, "-p:IlcInstructionSet=native")]
    [InlineData(X64, Aot, "-p:RnnGenSuppressAotWarning=true")]
    [InlineData(X64, Aot, "-p:NoWarn=RNNGEN101")]
    [InlineData(Arm64, Aot)]
    [InlineData(X64, Aot, "-p:RuntimeIdentifier=linux-arm64")]
    public void IsSilentWhereThereIsNothingToSay(params string[] properties)
    {
        CommandResult result = consumer.Project.Build(["-t:BeforeBuild", .. properties]).MustSucceed();
        Assert.DoesNotContain("RNNGEN101", result.Output);
    }

    /// <summary>A project that is restored but never compiled.</summary>
    public sealed class RestoredConsumer(PackedPackage package)
    {
        internal ScratchProject Project { get; } = package.NewConsumer("");
    }
}
