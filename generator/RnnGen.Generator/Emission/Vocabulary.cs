using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>The small pieces of C# that every kernel is made of.</summary>
internal sealed class Vocabulary(NetworkPlan plan)
{
    /// <summary>On every call of the user's: without it the first second runs in unoptimised code, seven times slower (measured).</summary>
    public const string Optimize = "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]";

    public NetworkPlan Plan { get; } = plan;

    /// <summary>float or double.</summary>
    public string Number { get; } = plan.Shape.Precision == Precision.Single ? "float" : "double";

    /// <summary>A literal of the network's type.</summary>
    public string Literal(int value) => value + (Plan.Shape.Precision == Precision.Single ? "f" : "d");

    /// <summary>The sum of the terms that are not zero, "0" where none is left.</summary>
    public static string Sum(params string[] terms)
    {
        string[] kept = terms.Where(term => term is not ("" or "0")).ToArray();
        return kept.Length == 0 ? "0" : string.Join(" + ", kept);
    }

    /// <summary>count vectors, as a number of elements.</summary>
    public static string Vectors(int count) => count switch { 0 => "0", 1 => "V.Count", _ => $"{count} * V.Count" };

    /// <summary>The place <paramref name="offset"/> elements after <paramref name="origin"/>.</summary>
    public static string Place(string origin, string offset) => offset == "0" ? $"ref {origin}" : $"ref Add(ref {origin}, {offset})";

    /// <summary>The vector that starts there.</summary>
    public static string Load(string origin, params string[] offset) => $"LoadUnsafe({Place(origin, Sum(offset))})";

    /// <summary>Stores a vector there.</summary>
    public static string Store(string value, string origin, params string[] offset) => $"{value}.StoreUnsafe({Place(origin, Sum(offset))});";

    /// <summary>A vector whose every lane is the element there.</summary>
    public static string Broadcast(string origin, string offset) =>
        offset == "0" ? $"Create({origin})" : $"Create(Add(ref {origin}, {offset}))";

    /// <summary>sum + a b, fused wherever the hardware can.</summary>
    public static string MultiplyAdd(string a, string b, string sum) => $"MultiplyAddEstimate({a}, {b}, {sum})";

    /// <summary>Declares one vector for each name.</summary>
    public static string Declare(IEnumerable<(string Name, string Value)> vectors) =>
        $"V {string.Join(", ", vectors.Select(v => $"{v.Name} = {v.Value}"))};";

    /// <summary>
    /// Writes a body once for each tile size, each in a loop over its strips and, where not every vector width uses
    /// the size, behind a test that the JIT folds. The body gets the tile's vectors and the offset of its first element.
    /// </summary>
    public void Strips(CodeWriter code, StripSchedule strips, System.Action<int, string> body)
    {
        foreach (int vectors in strips.TileSizes)
        {
            var runs = Plan.Lanes.All
                .Select(width => (Width: width, Run: strips.Run(width, vectors)))
                .Where(entry => entry.Run is not null)
                .Select(entry => (entry.Width, Run: entry.Run!))
                .ToArray();
            string test = runs.Length == 3 ? "" : "if (" + string.Join(" || ", runs.Select(entry => $"V.Count == {entry.Width}")) + ")";
            bool loops = runs.Any(entry => entry.Run.End - entry.Run.Start > vectors * entry.Width);
            string start = ByWidth(runs.Select(entry => (entry.Width, entry.Run.Start)).ToArray());
            string end = ByWidth(runs.Select(entry => (entry.Width, entry.Run.End)).ToArray());
            string loop = loops ? $"for (int i = {start}; i < {end}; i += {Vectors(vectors)})" : "";
            if (loops)
            {
                using (test.Length > 0 ? code.Block(test) : null)
                using (code.Block(loop))
                {
                    body(vectors, "i");
                }
            }
            else
            {
                using (code.Block(test))
                {
                    if (start.Contains("?"))
                    {
                        code.Line($"int i = {start};");
                        body(vectors, "i");
                    }
                    else
                    {
                        body(vectors, start);
                    }
                }
            }
        }
    }

    /// <summary>One text at some widths, another at the rest.</summary>
    public static string Choose(int[] widths, Lanes lanes, string there, string elsewhere) =>
        widths.Length == lanes.All.Count() ? there : $"{string.Join(" || ", widths.Select(width => $"V.Count == {width}"))} ? {there} : {elsewhere}";

    /// <summary>A number that depends on the vector width: a literal where it is always the same.</summary>
    private static string ByWidth((int Width, int Value)[] values)
    {
        string text = values[values.Length - 1].Value.ToString();
        for (int v = values.Length - 2; v >= 0; v--)
        {
            if (values[v].Value.ToString() != text)
            {
                text = $"V.Count == {values[v].Width} ? {values[v].Value} : {text}";
            }
        }

        return text;
    }
}
