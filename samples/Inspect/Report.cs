using Microsoft.CodeAnalysis;
using Spectre.Console;

namespace Inspect;

/// <summary>A titled table of text.</summary>
internal sealed record Section(string Title, string[] Columns, IReadOnlyList<string[]> Rows);

/// <summary>Prints sections and errors: with frames and colour on a terminal, as plain text into a file or a pipe.</summary>
internal static class Report
{
    // A file has no width to wrap at.
    private const int WideEnough = 1000;

    public static void Write(IEnumerable<Section> sections)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WideEnough;
        }

        foreach (Section section in sections)
        {
            Table table = new Table().Border(Console.IsOutputRedirected ? TableBorder.None : TableBorder.Rounded);
            foreach (string column in section.Columns)
            {
                // Only the first column is words; figures line up at the right.
                table.AddColumn(new TableColumn(Markup.Escape(column)) { Alignment = table.Columns.Count == 0 ? Justify.Left : Justify.Right, NoWrap = true });
            }

            foreach (string[] row in section.Rows)
            {
                table.AddRow(row.Select(Markup.Escape).ToArray());
            }

            AnsiConsole.WriteLine();
            AnsiConsole.MarkupLine($"[bold]{Markup.Escape(section.Title)}[/]");
            AnsiConsole.Write(table);
        }
    }

    public static void Errors(Request request, IReadOnlyList<Diagnostic> errors)
    {
        IAnsiConsole console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected)
        {
            console.Profile.Width = WideEnough;
        }

        foreach (Diagnostic error in errors)
        {
            if (request.Find(error.Location) is { } place)
            {
                console.WriteLine(request.Attribute);
                console.MarkupLine($"[red]{new string(' ', place.Start)}{new string('~', Math.Max(1, place.Length))}[/]");
            }
            else if (error.Location.SourceTree is { } tree)
            {
                // In the generated text, which must never happen: show where.
                console.WriteLine(tree.GetText().Lines.GetLineFromPosition(error.Location.SourceSpan.Start).ToString().Trim());
            }

            console.MarkupLine($"[red]{error.Id}[/] {Markup.Escape(error.GetMessage())}");
        }

        if (errors.Count == 0)
        {
            console.MarkupLine($"[red]No network[/]: '{Markup.Escape(request.Attribute)}' is not of the form ElmanRnn(N: …, H: …, K: …, T: …).");
        }
    }
}
