using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using RnnGen.Startup;

// The arguments: a network, A or E, and the parent's clock when it started this process. Prints numbers, in microseconds:
// from there to here, constructors, first Step, a steady Step, first Train, a steady Train; and the lanes of a vector.
long main = Stopwatch.GetTimestamp();
Probe probe = args[0] == "A" ? new ProbeA() : new ProbeE();

// Before there is a network these calls do nothing but bring the probe's own code in.
Once(probe.Step);
Once(probe.Train);
double made = Once(probe.Make);
double firstStep = Once(probe.Step);
double firstTrain = Once(probe.Train);
double[] figures = [Microseconds(long.Parse(args[1], CultureInfo.InvariantCulture), main), made, firstStep, Steady(probe.Step), firstTrain, Steady(probe.Train), Vector<float>.Count];
Console.WriteLine(string.Join(' ', figures.Select(figure => figure.ToString("F4", CultureInfo.InvariantCulture))));

static double Once(Action action)
{
    long start = Stopwatch.GetTimestamp();
    action();
    return Microseconds(start, Stopwatch.GetTimestamp());
}

// The best of many batches, after a pause in which the JIT begins to count calls: the probe's own methods, too, reach
// their final form before the last of them.
static double Steady(Action action)
{
    const int Batches = 60;
    const double BatchMicroseconds = 2_000;
    int calls = Math.Max(1, (int)(BatchMicroseconds / Math.Max(Once(action), 0.02)));
    double best = double.PositiveInfinity;
    Thread.Sleep(200);
    for (int batch = 0; batch < Batches; batch++)
    {
        best = Math.Min(best, Once(() =>
        {
            for (int i = 0; i < calls; i++)
            {
                action();
            }
        }) / calls);
    }

    return best;
}

static double Microseconds(long from, long to) => (to - from) * 1e6 / Stopwatch.Frequency;
