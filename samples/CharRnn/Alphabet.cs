namespace CharRnn;

/// <summary>The characters the network knows: the 95 printable ones of ASCII and the end of a line.</summary>
internal static class Alphabet
{
    /// <summary>Number of characters.</summary>
    public const int Size = 96;

    private const char First = ' ';
    private const int EndOfLine = Size - 1;
    private const char Stranger = '?';

    /// <summary>The text as indices. A tab counts as a space, a carriage return as nothing, all else unknown as '?'.</summary>
    public static int[] Encode(string text) => [.. text.Where(c => c != '\r').Select(IndexOf)];

    public static char Decode(int index) => index == EndOfLine ? '\n' : (char)(First + index);

    private static int IndexOf(char c) => c switch
    {
        '\n' => EndOfLine,
        '\t' => 0,
        >= First and <= '~' => c - First,
        _ => Stranger - First,
    };
}
