using System;
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
    /// Writes a body in a loop over strips, once for each tile. The body gets the tile's vectors and the offset of its
    /// first element.
    /// </summary>
    public void Strips(CodeWriter code, StripSchedule strips, Action<int, string> body)
    {
        bool single = strips.WideTile != strips.Tile;
        using (single ? code.Block($"if (V.Count < {Plan.Lanes.Wide})") : null)
        {
            Loop(strips.Tile);
        }

        if (single)
        {
            using (code.Block("else"))
            {
                Loop(1);
            }
        }

        void Loop(int vectors)
        {
            using (code.Block($"for (int i = 0; i < {strips.Columns}; i += {Vectors(vectors)})"))
            {
                body(vectors, "i");
            }
        }
    }

    /// <summary>The same for a product of matrices, whose last tile may overlap the one before it.</summary>
    public void Strips(CodeWriter code, MatMulPlan plan, Action<int, string> body)
    {
        bool even = Plan.Lanes.All.All(width => plan.ColumnsAt(width) % (plan.Vectors * width) == 0);
        if (even)
        {
            using (code.Block($"for (int i = 0; i < {plan.Columns}; i += {Vectors(plan.Vectors)})"))
            {
                body(plan.Vectors, "i");
            }

            return;
        }

        string last = ByWidth(Plan.Lanes.All.Select(width => (width, plan.ColumnsAt(width) - plan.Vectors * width)).ToArray());
        using (code.Block($"for (int s = 0; s < {plan.Columns}; s += {Vectors(plan.Vectors)})"))
        {
            code.Line($"int i = Math.Min(s, {last});");
            body(plan.Vectors, "i");
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
