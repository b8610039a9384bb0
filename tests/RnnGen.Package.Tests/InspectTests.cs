using System.Globalization;

namespace RnnGen.Package.Tests;

/// <summary>samples/Inspect, run as a program: its README shows what it prints.</summary>
public sealed class InspectTests
{
    private const string Attribute = "ElmanRnn(N: 28, H: 64, K: 10, T: 28)";

    // Built with these tests and copied beside them.
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "Inspect.dll");

    private readonly Page _page = new("samples/Inspect/README.md");

    [Fact]
    public void ReadmeShowsThePlan()
    {
        // But for the size of the source, which every change of wording changes.
        string plan = Output(Attribute, "--plan");
        int size = plan.IndexOf("\nSize of the source\n", StringComparison.Ordinal);
        Assert.True(size > 0, plan);
        _page.BlockMustBe("Plan", "text", plan[..size].TrimStart('\n'));
    }

    [Fact]
    public void ReadmeShowsHeadAndTailOfTheSource()
    {
        string source = Output(Attribute, "--source");
        string head = source[..(source.IndexOf("\n{\n", StringComparison.Ordinal) + 3)];
        string tail = source[(source.LastIndexOf("\n\n", StringComparison.Ordinal) + 1)..];
        Assert.Contains("partial class Network", head);
        Assert.Contains("static void", tail);
        _page.BlockMustBe("Source", "csharp", $"{head}…\n{tail}");
    }

    [Fact]
    public void WithoutAnOptionPrintsSourceAndPlan() =>
        Assert.Equal(Output(Attribute, "--source", "--plan"), Output(Attribute));

    [Fact]
    public void TimesAreGivenInMilliseconds()
    {
        string[] rows = [.. Output(Attribute, "--time").Split('\n').Where(line => new[] { "cold", "warm", "after" }.Any(line.StartsWith))];
        double[] times = [.. rows.Select(row => double.Parse(row.Split(' ')[^1], CultureInfo.InvariantCulture))];
        Assert.Equal(5, times.Length);
        Assert.True(times[1] > 0 && times[1] <= times[2] && times[3] <= times[4], string.Join('\n', rows));
    }

    [Theory]
    [InlineData("ElmanRnn(N: 28, H: 64, K: 1, T: 28)", "RNNGEN004", 26, 1)]
    [InlineData("ElmanRnn(N: 28, H: 64, K: 10, T: 28, Unroll = Unroll.Full)", "RNNGEN007", 46, 11)]
    [InlineData("ElmanRnn(N: 28, H: 64, K: 10, T: 28, Unroll = Unroll.None)", "CS0117", 53, 4)]
    public void PointsAtWhatIsWrong(string attribute, string id, int column, int length)
    {
        CommandResult result = DotNet.Execute(s_program, attribute);
        Assert.Equal(1, result.ExitCode);
        string[] lines = result.Output.Split('\n');
        Assert.Equal(attribute, lines[0]);
        Assert.Equal(new string(' ', column) + new string('~', length), lines[1].TrimEnd());
        Assert.StartsWith(id + " ", lines[2]);
    }

    [Fact]
    public void SaysWhenThereIsNoNetwork()
    {
        CommandResult result = DotNet.Execute(s_program, "System.Obsolete");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("No network: 'System.Obsolete'", result.Output);
    }

    /// <summary>Spaces at the ends of lines are padding of tables; a page has none.</summary>
    private static string Output(params string[] arguments) => string.Concat(
        DotNet.Execute(s_program, arguments).MustSucceed().Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => line.TrimEnd() + "\n"));
}
