using System.Text.RegularExpressions;

namespace RnnGen.Tests.Evidence;

/// <summary>A method of a network as the JIT compiled it for x64, read from its listing.</summary>
/// <param name="Network">Name of the network.</param>
/// <param name="Type">Kernels, Kernels512, Runner, BatchRunner or Trainer; nothing for the products that all networks share.</param>
/// <param name="Name">Of the method, without parameters.</param>
/// <param name="Tier">How it was optimised.</param>
/// <param name="Lines">The listing: instructions are indented, labels are not.</param>
public sealed partial record ListedMethod(string Network, string Type, string Name, string Tier, string[] Lines)
{
    public IEnumerable<string> Instructions => Lines.Where(IsInstruction);

    /// <summary>What is called, or jumped to as the last thing done.</summary>
    public IEnumerable<string> Calls => Instructions.Select(line => Call().Match(line)).Where(call => call.Success).Select(call => call.Groups[1].Value);

    /// <summary>The instructions of each loop that has no other inside.</summary>
    public IEnumerable<string[]> InnerLoops
    {
        get
        {
            Dictionary<string, int> labels = [];
            List<(int First, int Last)> loops = [];
            for (int line = 0; line < Lines.Length; line++)
            {
                if (Label().Match(Lines[line]) is { Success: true } label)
                {
                    labels[label.Groups[1].Value] = line;
                }
                else if (Jump().Match(Lines[line]) is { Success: true } jump && labels.TryGetValue(jump.Groups[1].Value, out int target))
                {
                    loops.Add((target, line));
                }
            }

            return loops.Distinct()
                .Where(loop => !loops.Any(other => other != loop && other.First >= loop.First && other.Last <= loop.Last))
                .Select(loop => Lines[loop.First..(loop.Last + 1)].Where(IsInstruction).ToArray());
        }
    }

    /// <summary>The methods of networks in a listing; of the library only the products.</summary>
    public static List<ListedMethod> Read(string listing) =>
    [
        .. Method().Split(listing)
            .Select(text => text.Split('\n'))
            .Select(lines => (Lines: lines, Title: Title().Match(lines[0])))
            .Where(method => method.Title.Success)
            .Select(method => new ListedMethod(
                method.Title.Groups["network"].Value, method.Title.Groups["type"].Value, method.Title.Groups["name"].Value, method.Title.Groups["tier"].Value, method.Lines)),
    ];

    /// <summary>Whether a vector goes to the stack or comes from there.</summary>
    public static bool SpillsVector(string instruction) => TouchesStack(instruction) && Register().IsMatch(instruction);

    public static bool TouchesStack(string instruction) => Stack().IsMatch(instruction);

    public static bool IsMultiplyAdd(string instruction) => instruction.Contains("fmadd", StringComparison.Ordinal);

    /// <summary>A division is in tanh and in softmax, and never in a sum.</summary>
    public static bool IsDivision(string instruction) => instruction.Contains("vdiv", StringComparison.Ordinal);

    public override string ToString() => $"{Network} {Type}.{Name} ({Tier})";

    private static bool IsInstruction(string line) => Instruction().IsMatch(line);

    [GeneratedRegex("^(?=; Assembly listing for method )", RegexOptions.Multiline)]
    private static partial Regex Method();

    // Kernels are in types local to their file, whose names begin with its hash.
    [GeneratedRegex(@"^; Assembly listing for method \S*?(?:__(?<network>[FD]\w*?(?:_\d+){4})(?<type>Kernels(?:512)?)|\+(?<network>[FD]\w*?(?:_\d+){4})\+(?<type>(?:Batch)?Runner|Trainer)|\bRnnGen\.Numerics\.(?<network>Tiles)`3\S*?(?<type>)):(?<name>\w+).* \((?<tier>[^()]+)\)\s*$")]
    private static partial Regex Title();

    [GeneratedRegex("^ {7}(?!align)[a-z]")]
    private static partial Regex Instruction();

    [GeneratedRegex(@"^(G_M\w+):")]
    private static partial Regex Label();

    [GeneratedRegex(@"^\s+j\w+\s+(?:SHORT )?(G_M\w+)")]
    private static partial Regex Jump();

    [GeneratedRegex(@"^\s+(?:call|tail\.jmp)\s+(?:rel32 )?(.+)$")]
    private static partial Regex Call();

    [GeneratedRegex(@"\b[xyz]mm\d")]
    private static partial Regex Register();

    [GeneratedRegex(@"\[r[bs]p\b")]
    private static partial Regex Stack();
}
