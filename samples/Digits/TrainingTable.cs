using Spectre.Console;

namespace Digits;

/// <summary>
/// Loss and accuracy as they change: on a terminal, a table whose last row follows every pass; where output is
/// redirected, one plain line for each of the rows that stay.
/// </summary>
internal static class TrainingTable
{
    private const int RowsKept = 10;
    private static readonly string[] Headings = ["pass", "rate", "loss", "held-out accuracy", "digits/s"];

    /// <summary>Runs the training to its end and shows it.</summary>
    public static void Show(IEnumerable<Epoch> training, int epochs)
    {
        int interval = Math.Max(1, epochs / RowsKept);
        bool Stays(Epoch epoch) => epoch.Number == 1 || epoch.Number % interval == 0 || epoch.Number == epochs;

        if (!AnsiConsole.Profile.Capabilities.Ansi || Console.IsOutputRedirected)
        {
            WriteLine(Headings);
            foreach (Epoch epoch in training.Where(Stays))
            {
                WriteLine(Cells(epoch));
            }

            return;
        }

        var table = new Table().RoundedBorder();
        table.AddColumns([.. Headings.Select(heading => new TableColumn(heading).RightAligned())]);
        AnsiConsole.Live(table).Start(live =>
        {
            bool replace = false;
            foreach (Epoch epoch in training)
            {
                if (replace)
                {
                    table.RemoveRow(table.Rows.Count - 1);
                }

                table.AddRow(Cells(epoch));
                replace = !Stays(epoch);
                live.Refresh();
            }
        });
    }

    private static string[] Cells(Epoch epoch) =>
    [
        $"{epoch.Number}", $"{epoch.Rate:F5}", $"{epoch.Loss:F3}", $"{epoch.Accuracy:P1}", $"{epoch.Sequences / epoch.Seconds:N0}",
    ];

    private static void WriteLine(string[] cells) =>
        Console.WriteLine(string.Join("  ", cells.Zip(Headings, (cell, heading) => cell.PadLeft(Math.Max(heading.Length, 8)))));
}
