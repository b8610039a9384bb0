using System.Globalization;

namespace RnnGen.Tests.Reference;

/// <summary>
/// The numbers of DERIVATION.md: the lines <c>name = numbers</c> in its fenced blocks marked <c>worked-example</c>.
/// </summary>
internal static class WorkedExample
{
    private const string Opening = "```worked-example";
    private const string Closing = "```";

    /// <summary>Name to numbers, a matrix row after row.</summary>
    public static Dictionary<string, double[]> Read()
    {
        var values = new Dictionary<string, double[]>();
        bool inside = false;
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Reference", "DERIVATION.md")))
        {
            if (line is Opening or Closing)
            {
                inside = line == Opening;
            }
            else if (inside)
            {
                string[] sides = line.Split('=');
                values.Add(sides[0].Trim(), Numbers(sides[1])); // Add throws on a name given twice
            }
        }

        return values;
    }

    private static double[] Numbers(string text) =>
        [.. text.Split([' ', ';'], StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
}
