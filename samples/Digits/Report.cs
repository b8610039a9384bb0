using System.Reflection;
using Spectre.Console;

namespace Digits;

/// <summary>Everything the sample prints, in the order it prints it.</summary>
internal static class Report
{
    private const int ExitCodeOfCtrlC = 130;

    public static void Task(DigitSet digits) => AnsiConsole.MarkupLine(
        $"[bold]{digits.Training.Length:N0} digits to learn, {digits.Test.Length} held out[/]; " +
        $"N {DigitReader.N}, H {DigitReader.H}, K {DigitReader.K}, T {DigitReader.T}: {DigitReader.ParameterCount:N0} parameters");

    public static void Training(IEnumerable<Epoch> training, int epochs) => TrainingTable.Show(training, epochs);

    public static int Cancelled()
    {
        AnsiConsole.MarkupLine("[yellow]Cancelled.[/]");
        return ExitCodeOfCtrlC;
    }

    /// <summary>One bar per step: what each further row of pixels is worth.</summary>
    public static void AccuracyByStep(Examination result)
    {
        AnsiConsole.MarkupLine("\n[bold]Right, of the digits held out, after so many rows of pixels[/]");
        var bars = new BarChart().Width(60).WithMaxValue(100).UseValueFormatter(percent => $"{percent:F1} %");
        for (int t = 0; t < result.Accuracy.Length; t++)
        {
            bars.AddItem($"{t + 1}", 100 * result.Accuracy[t], Color.Green);
        }

        AnsiConsole.Write(bars);
    }

    public static void Confusion(Examination result)
    {
        AnsiConsole.MarkupLine("\n[bold]Digit (rows) and what it was read as (columns), after the last row of pixels[/]");
        var table = new Table().SimpleBorder();
        table.AddColumn("");
        for (int k = 0; k < DigitReader.K; k++)
        {
            table.AddColumn(new TableColumn($"[bold]{k}[/]").RightAligned());
        }

        for (int label = 0; label < DigitReader.K; label++)
        {
            int row = label;
            table.AddRow([$"[bold]{label}[/]", .. Enumerable.Range(0, DigitReader.K).Select(answer => Cell(row, answer))]);
        }

        AnsiConsole.Write(table);

        string Cell(int label, int answer) => result.Confusion[label, answer] switch
        {
            0 => "[grey]·[/]",
            int count when label == answer => $"[green]{count}[/]",
            int count => $"[red]{count}[/]",
        };
    }

    /// <summary>One digit as the network meets it: a row of pixels, then what it takes the digit for.</summary>
    public static void OneDigit(DigitReader net, Digit digit)
    {
        const string Ink = " .:-=+*#@";
        AnsiConsole.MarkupLine("\n[bold]One of them, row by row, and what the network says after each[/]");
        var runner = new DigitReader.Runner(net);
        var p = new float[DigitReader.K];
        foreach (float[] row in digit.Pixels.Chunk(DigitReader.N))
        {
            runner.Step(row, p);
            int answer = Examination.Answer(p, 0);
            string pixels = string.Concat(row.Select(pixel => new string(Ink[(int)(pixel * (Ink.Length - 1))], 2)));
            AnsiConsole.WriteLine($"  {pixels}  {answer}  {p[answer],5:P0}");
        }
    }

    public static void WhereToLook()
    {
        string folder = typeof(Report).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(entry => entry.Key == "GeneratedFiles").Value!;
        Console.WriteLine("\nThe generated network, seen from this project's folder:");
        Console.WriteLine($"{folder}/RnnGen.Generator/RnnGen.Generator.ElmanRnnGenerator/{typeof(DigitReader).FullName}.g.cs");
    }
}
