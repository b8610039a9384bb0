using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using RnnGen.Benchmarks.Reports;
using Spectre.Console;

namespace RnnGen.Benchmarks.Startup;

/// <summary>
/// The verb <c>startup</c>: how long a fresh process takes to its first result. Each figure is the median over many
/// processes, which are this program under a hidden verb.
/// </summary>
internal static class StartupCommand
{
    public static Command Create()
    {
        var runs = new Option<int>("--runs") { Description = "Processes per network.", DefaultValueFactory = _ => 15 };
        var command = new Command("startup", "Measures the time from process start, and from the first call, to the first result.") { runs };
        command.SetAction(parsed => Run(Math.Max(1, parsed.GetValue(runs))));
        return command;
    }

    private static int Run(int runs)
    {
        var table = new Table().Title($"Medians of {runs} processes, in ms").AddColumns(["", .. StartupProbe.Columns]);
        foreach (string network in StartupProbe.Networks)
        {
            double[][] samples = [.. Enumerable.Range(0, runs).Select(_ => Probe(network))];
            table.AddRow([network, .. Enumerable.Range(0, StartupProbe.Columns.Count).Select(column => Figure.Three(Median(samples.Select(sample => sample[column]))))]);
        }

        AnsiConsole.Write(table);
        return 0;
    }

    private static double[] Probe(string network)
    {
        // The program may be its own executable, or a library that dotnet runs.
        string self = Environment.ProcessPath!;
        string[] arguments = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [typeof(StartupCommand).Assembly.Location] : [];
        using Process process = Process.Start(new ProcessStartInfo(self, [.. arguments, StartupProbe.Verb, network]) { RedirectStandardOutput = true })!;
        string line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => double.Parse(part, CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"The probe of {network} ended with {process.ExitCode}.");
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
