using Spectre.Console;

namespace CharRnn;

/// <summary>Everything the sample prints.</summary>
internal static class Report
{
    private const int ExitCodeOfMisuse = 1;
    private const int ExitCodeOfCtrlC = 130;
    private const int RowsShown = 10;
    private const string Row = "{0,4}  {1,18}  {2,19}  {3,12}";

    public static void Task(Corpus corpus)
    {
        Console.WriteLine($"{corpus.Name}: {corpus.Training.Length:N0} characters to learn, {corpus.HeldOut.Length:N0} held out");
        Console.WriteLine($"N = K = {CharModel.N}, H = {CharModel.H}, T = {CharModel.T}: {CharModel.ParameterCount:N0} parameters");
    }

    public static int TooShort(Corpus corpus)
    {
        Console.Error.WriteLine($"{corpus.Name} is too short: {corpus.Training.Length + corpus.HeldOut.Length} characters.");
        return ExitCodeOfMisuse;
    }

    /// <summary>Runs the training to its end: a line for about every tenth of it, and on a terminal a bar below them.</summary>
    public static void Training(IEnumerable<Epoch> training, int epochs)
    {
        int interval = Math.Max(1, epochs / RowsShown);
        bool Shown(Epoch epoch) => epoch.Number == 1 || epoch.Number % interval == 0 || epoch.Number == epochs;

        Console.WriteLine();
        Console.WriteLine(Row, "pass", "perplexity learned", "perplexity held out", "characters/s");
        if (!AnsiConsole.Profile.Capabilities.Ansi || Console.IsOutputRedirected)
        {
            foreach (Epoch epoch in training.Where(Shown))
            {
                Console.WriteLine(Line(epoch));
            }

            return;
        }

        AnsiConsole.Progress().AutoClear(true).Columns(new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(live =>
        {
            ProgressTask bar = live.AddTask("training", maxValue: epochs);
            foreach (Epoch epoch in training)
            {
                if (Shown(epoch))
                {
                    AnsiConsole.WriteLine(Line(epoch));
                }

                bar.Value = epoch.Number;
            }
        });
    }

    public static void Text(IEnumerable<char> text)
    {
        Console.WriteLine();
        foreach (char c in text)
        {
            Console.Write(c);
        }

        Console.WriteLine();
    }

    public static int Cancelled()
    {
        Console.WriteLine("Cancelled.");
        return ExitCodeOfCtrlC;
    }

    private static string Line(Epoch epoch) => string.Format(
        Row, epoch.Number, $"{epoch.Perplexity:F3}", $"{epoch.HeldOut:F3}", $"{epoch.Characters / epoch.Seconds:N0}");
}
