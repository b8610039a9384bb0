using System.Globalization;

namespace RnnGen.Benchmarks.Startup;

/// <summary>What one process of the start-up program measured, in microseconds.</summary>
/// <param name="ToMain">From the start of the process to Main.</param>
/// <param name="Make">The constructors of network, runner and trainer.</param>
/// <param name="FirstStep">The first call of Step.</param>
/// <param name="Step">A later one.</param>
/// <param name="FirstTrain">The first call of Train.</param>
/// <param name="Train">A later one.</param>
/// <param name="Lanes">Floats in a vector.</param>
internal sealed record StartupTimes(double ToMain, double Make, double FirstStep, double Step, double FirstTrain, double Train, double Lanes)
{
    /// <summary>Reads what the program prints.</summary>
    public static StartupTimes Parse(string line) =>
        Of([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))]);

    /// <summary>The median of each figure.</summary>
    public static StartupTimes Median(IReadOnlyList<StartupTimes> all) =>
        Of([.. Enumerable.Range(0, 7).Select(column => all.Select(times => times.Figures[column]).Order().ElementAt(all.Count / 2))]);

    private double[] Figures => [ToMain, Make, FirstStep, Step, FirstTrain, Train, Lanes];

    private static StartupTimes Of(double[] figures) =>
        new(figures[0], figures[1], figures[2], figures[3], figures[4], figures[5], figures[6]);
}
