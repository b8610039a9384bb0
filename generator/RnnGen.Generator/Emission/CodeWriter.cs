using System;
using System.Text;

namespace RnnGen.Generator.Emission;

/// <summary>Writes indented lines that end in \n on every machine.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _opened;

    /// <summary>Writes one line, or an empty one unless it would be the first of a block.</summary>
    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', 4 * _depth).Append(line).Append('\n');
        }
        else if (!_opened)
        {
            _text.Append('\n');
        }

        _opened = line == "{";
    }

    /// <summary>Writes several lines given as one text.</summary>
    public void Lines(string lines)
    {
        foreach (string line in lines.Replace("\r", "").Split('\n'))
        {
            Line(line);
        }
    }

    /// <summary>Writes <paramref name="head"/> where there is one and opens a brace; disposing the result closes it.</summary>
    public IDisposable Block(string head = "")
    {
        if (head.Length > 0)
        {
            Lines(head);
        }

        Line("{");
        _depth++;
        return new Closer(this);
    }

    public override string ToString() => _text.ToString();

    private sealed class Closer(CodeWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.Line("}");
        }
    }
}
