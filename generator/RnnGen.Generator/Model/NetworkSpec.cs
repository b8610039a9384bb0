namespace RnnGen.Generator.Model;

/// <summary>The element type of a network. The values are those of <c>RnnGen.Precision</c>.</summary>
internal enum Precision
{
    Single = 0,
    Double = 1,
}

/// <summary>How far to unroll. The values are those of <c>RnnGen.Unroll</c>.</summary>
internal enum Unroll
{
    Auto = 0,
    Full = 1,
    Tiles = 2,
}

/// <summary>What the attribute asks for: everything the plan needs, and no more.</summary>
/// <param name="N">Length of an input.</param>
/// <param name="H">Length of the hidden state.</param>
/// <param name="K">Number of classes.</param>
/// <param name="T">Longest window.</param>
/// <param name="Precision">Element type.</param>
/// <param name="Unroll">How far to unroll.</param>
/// <param name="B">Most sequences of a mini-batch; 0 where there are to be no mini-batches.</param>
internal sealed record NetworkShape(int N, int H, int K, int T, Precision Precision = Precision.Single, Unroll Unroll = Unroll.Auto, int B = 0)
{
    /// <summary>Whether the network trains on mini-batches.</summary>
    public bool HasBatch => B > 0;
}

/// <summary>One type of the chain from the outermost containing type to the target.</summary>
/// <param name="Keyword">Its declaration keyword: <c>class</c>, <c>struct</c>, <c>record</c>, <c>record struct</c> or <c>interface</c>.</param>
/// <param name="Name">Its name, escaped with @ where it is a C# keyword.</param>
internal sealed record TypeLevel(string Keyword, string Name);

/// <summary>A valid request for one network: where it stands and what it is. Value-equal; holds no symbol and no syntax.</summary>
/// <param name="Namespace">Its namespace, escaped where needed; empty for the global one.</param>
/// <param name="Types">The containing types, outermost first, and last the target.</param>
/// <param name="HintName">Name of the generated file.</param>
/// <param name="Shape">Sizes and options.</param>
internal sealed record NetworkSpec(string Namespace, EquatableArray<TypeLevel> Types, string HintName, NetworkShape Shape)
{
    /// <summary>The target's own name, escaped where needed.</summary>
    public string Name => Types[Types.Count - 1].Name;

    /// <summary>The target's own name as a plain identifier part: no @.</summary>
    public string PlainName => Name.TrimStart('@');
}
