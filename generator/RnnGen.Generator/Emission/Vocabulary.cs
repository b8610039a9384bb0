using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>The small pieces of C# that every kernel is made of.</summary>
/// <param name="plan">The network.</param>
/// <param name="kernels">The set of kernels being written.</param>
/// <param name="className">The class that holds the kernels on the usual vectors.</param>
internal sealed class Vocabulary(NetworkPlan plan, KernelPlan kernels, string className)
{
    /// <summary>On every call of the user's: without it the first second runs in unoptimised code, seven times slower (measured).</summary>
    public const string Optimize = "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]";

    public NetworkPlan Plan { get; } = plan;

    public KernelPlan Kernels { get; } = kernels;

    /// <summary>The class that holds the kernels on <c>Vector&lt;T&gt;</c>.</summary>
    public string UsualKernels { get; } = className;

    /// <summary>The class that holds the kernels on <c>Vector512&lt;T&gt;</c>.</summary>
    public string WideKernels => UsualKernels + "512";

    /// <summary>Whether kernels on 512 bits stand beside these.</summary>
    public bool HasTwin { get; init; } = true;

    /// <summary>The vector widths these kernels serve, in elements.</summary>
    public int[] Widths => Kernels.Wide ? [Plan.Lanes.Wide] : [Plan.Lanes.Narrow, Plan.Lanes.Middle];

    /// <summary>Elements of a vector, where these kernels serve a single width.</summary>
    public int? Lanes => Kernels.Wide ? Kernels.Width : null;

    /// <summary>How much of the sums' loops is written out.</summary>
    public TextLevel Level { get; init; } = TextLevel.All[0];

    /// <summary>A sum as these kernels write it: fully unrolled, and with rows asked for ahead, only in the usual ones; the latter is not measured on 512 bits.</summary>
    /// <param name="sum">The sum.</param>
    /// <param name="inStep">Whether it belongs to a single step.</param>
    public MatVecPlan Written(MatVecPlan sum, bool inStep = false)
    {
        sum = sum with { Density = inStep ? Level.Steps : Level.Windows };
        return Kernels.Wide ? sum with { Unroll = sum.Unroll == Unroll.Full ? Unroll.Auto : sum.Unroll, RowsAhead = 0 } : sum;
    }

    /// <summary>float or double.</summary>
    public string Number { get; } = plan.Shape.Precision == Precision.Single ? "float" : "double";

    /// <summary>The name of the row length of Wyᵀ.</summary>
    public string Ky => Plan.FewClasses ? "Ky" : "Kp";

    /// <summary>Its declaration behind that of Kp, where it is another.</summary>
    public string DeclareKy => Plan.FewClasses ? $", Ky = {Plan.Layout.Ky}" : "";

    /// <summary>What rows are padded to.</summary>
    public string Padding => $"padded to 64 bytes{(Plan.Layout.HasLongRows(Plan.Lanes) ? ", long rows to no multiple of 512" : "")}{(Plan.FewClasses ? "; rows of Wyᵀ, of Ky, are not" : "")}";

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
    public static string Load(string origin, params string[] offset) => $"LoadUnsafe({VectorPlace(origin, Sum(offset))})";

    /// <summary>Stores a vector there.</summary>
    public static string Store(string value, string origin, params string[] offset) => $"{value}.StoreUnsafe({VectorPlace(origin, Sum(offset))});";

    /// <summary>
    /// The place of a vector, which loads and stores find themselves where the offset is a constant: an index has no sign, and only
    /// constants become one unasked. Constants are numbers, and names that begin with a capital.
    /// </summary>
    private static string VectorPlace(string origin, string offset) =>
        offset != "0" && offset.Split([" + ", " * "], StringSplitOptions.None).All(part => part.All(char.IsLetterOrDigit) && !char.IsLower(part[0]))
            ? $"ref {origin}, {offset}"
            : Place(origin, offset);

    /// <summary>A vector whose every lane is the element there.</summary>
    public static string Broadcast(string origin, string offset) =>
        offset == "0" ? $"Create({origin})" : $"Create(Add(ref {origin}, {offset}))";

    /// <summary>What asks for so many vectors of a row that is needed later: a line of 64 bytes is two of them, or more.</summary>
    public static void Fetch(CodeWriter code, string row, int vectors)
    {
        for (int v = 0; v < vectors; v += 4)
        {
            code.Line(string.Join(" ", new[] { v, v + 2 }.Where(line => line < vectors).Select(line => $"Cache.Fetch({Place("row", Sum(row, Vectors(line)))});")));
        }
    }

    /// <summary>
    /// The head of a loop over a row. An index as wide as an address is part of it, where an int is widened for every load: 5
    /// of 43 instructions around a tanh of two blocks of sums.
    /// </summary>
    /// <param name="end">Elements of the row.</param>
    /// <param name="vectors">Vectors in a turn.</param>
    public static string Columns(string end, int vectors = 1) => $"for (nint i = 0; i < {end}; i += {Vectors(vectors)})";

    /// <inheritdoc cref="Columns(string, int)"/>
    /// <param name="columns">Elements of the row. Few turns of a short body have an int for their index: the JIT writes such loops out.</param>
    /// <param name="vectors">Vectors in a turn.</param>
    public string Columns(int columns, int vectors = 1) =>
        $"for ({(columns > 4 * vectors * Kernels.Width ? "nint" : "int")} i = 0; i < {columns}; i += {Vectors(vectors)})";

    /// <summary>bx + bh at an offset of the row: what every z starts from.</summary>
    public static string BiasSum(string at) => $"{Load("net", "Bx", at)} + {Load("net", "Bh", at)}";

    /// <summary>Writes bx + bh into the row <c>bias</c>.</summary>
    public static void BiasRow(CodeWriter code)
    {
        using (code.Block("for (int i = 0; i < Hp; i += V.Count)"))
        {
            code.Line(Store($"({BiasSum("i")})", "bias", "i"));
        }

        code.Line();
    }

    /// <summary>sum + a b, fused wherever the hardware can.</summary>
    public static string MultiplyAdd(string a, string b, string sum) => $"MultiplyAddEstimate({a}, {b}, {sum})";

    /// <summary>Declares one vector for each name.</summary>
    public static string Declare(IEnumerable<(string Name, string Value)> vectors) =>
        $"V {string.Join(", ", vectors.Select(v => $"{v.Name} = {v.Value}"))};";

    /// <summary>
    /// Writes a body in a loop over the strips of a row, given the offset of its first element; without a loop where
    /// there is one strip on every vector that these kernels serve.
    /// </summary>
    /// <param name="code">Where to.</param>
    /// <param name="tile">The tile of a strip.</param>
    /// <param name="body">What to write.</param>
    /// <param name="braces">Whether a body without a loop gets braces of its own.</param>
    public void Strips(CodeWriter code, MatVecTile tile, Action<string> body, bool braces = true)
    {
        bool single = Kernels.Wide && tile.Strips == 1;
        using (single && !braces ? null : code.Block(single ? "" : Columns(tile.Columns(Kernels.Width), tile.Vectors)))
        {
            body(single ? "0" : "i");
        }
    }

    /// <summary>As the first line of a kernel on the usual vectors: hands over to its twin on 512 bits where that is the faster one.</summary>
    public void Dispatch(CodeWriter code, string kernel, string arguments)
    {
        if (Kernels.Wide || !HasTwin)
        {
            return;
        }

        using (code.Block("if (Wide)"))
        {
            code.Line($"{WideKernels}.{kernel}({arguments});");
            code.Line("return;");
        }

        code.Line();
    }
}
