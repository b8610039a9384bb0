using RnnGen.Benchmarks.Reports;

namespace RnnGen.Benchmarks.Startup;

/// <summary>The figures of the start-up program: under the JIT, under NativeAOT where it was asked for, and with narrow vectors.</summary>
/// <param name="Runs">Processes per row.</param>
/// <param name="Rows">A network, how it was compiled, and its medians.</param>
/// <param name="Narrow">Network E with vectors of 4 lanes; null where this processor's are no wider.</param>
/// <param name="Wide">The same with 8 lanes.</param>
internal sealed record StartupReport(int Runs, IReadOnlyList<(string Network, string Form, StartupTimes Times)> Rows, StartupTimes? Narrow, StartupTimes? Wide)
{
    /// <summary>The name of the JIT in <see cref="Rows"/>.</summary>
    public const string Jit = "JIT";

    /// <summary>The name of NativeAOT in <see cref="Rows"/>.</summary>
    public const string NativeAot = "NativeAOT";

    /// <summary>The headings of the table.</summary>
    public static readonly IReadOnlyList<string> Columns = ["", "start to Main", "constructors", "first Step", "later Step", "first Train", "later Train"];

    /// <summary>Builds the program and runs it.</summary>
    /// <param name="runs">Processes per row.</param>
    /// <param name="native">Under NativeAOT too, which takes a minute to compile.</param>
    /// <exception cref="InvalidOperationException">The program was not built, or failed.</exception>
    public static StartupReport Measure(int runs, bool native)
    {
        StartupProgram jit = StartupProgram.Build(native: false);
        List<(string, string, StartupTimes)> rows = [.. StartupProgram.Networks.Select(network => (network, Jit, jit.Median(network, runs)))];
        if (native)
        {
            StartupProgram aot = StartupProgram.Build(native: true);
            rows.AddRange(StartupProgram.Networks.Select(network => (network, NativeAot, aot.Median(network, runs))));
        }

        // The two widths in turn, so that what slows the machine for a while slows both.
        List<StartupTimes> narrow = [], wide = [];
        for (int i = 0; i < runs; i++)
        {
            narrow.Add(WithLanes(4));
            wide.Add(WithLanes(8));
        }

        bool both = narrow[0].Lanes == 4 && wide[0].Lanes == 8;
        return new StartupReport(runs, rows, both ? StartupTimes.Median(narrow) : null, both ? StartupTimes.Median(wide) : null);

        StartupTimes WithLanes(int lanes) => jit.Run("E", ("DOTNET_MaxVectorTBitWidth", $"{32 * lanes}"), ("DOTNET_EnableAVX512", "0"));
    }

    /// <summary>The cells of the table, row by row.</summary>
    public IEnumerable<string[]> Cells() => Rows.Select(row => new[]
    {
        $"{row.Network}, {row.Form}", Time(row.Times.ToMain), Time(row.Times.Make), Time(row.Times.FirstStep), Time(row.Times.Step), Time(row.Times.FirstTrain), Time(row.Times.Train),
    });

    private static string Time(double microseconds) => Figure.Time(microseconds * 1000);
}
