namespace RnnGen.Numerics;

/// <summary>What c = F(start + A1 B1 + A2 B2) needs besides the products.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal ref struct Work<T>
{
    /// <param name="chains">More than one: the second's terms are cut into so many chains, each summed from zero and added to what came before.</param>
    /// <param name="stride">Distance between the terms of a chain: 1 where chains are blocks of neighbours, or as many as there are chains.</param>
    /// <param name="start">What the sums start from; a null reference for zero. It may be c itself.</param>
    /// <param name="startRow">Distance between its rows; 0 for one row that all start from.</param>
    /// <param name="c">The result.</param>
    /// <param name="cRow">Distance between its rows.</param>
    /// <param name="h">A second matrix that F may take.</param>
    /// <param name="hRow">Distance between its rows.</param>
    public Work(int chains, int stride, ref T start, nint startRow, ref T c, nint cRow, ref T h, nint hRow)
    {
        Chains = chains;
        Stride = stride;
        Start = ref start;
        StartRow = startRow;
        C = ref c;
        CRow = cRow;
        H = ref h;
        HRow = hRow;
    }

    public readonly int Chains;

    public readonly int Stride;

    /// <summary>The first term of a chain, of so many terms in all; that of the chain after the last is the end of the last.</summary>
    public readonly int First(int chain, int terms) => Stride > 1 ? chain : chain * terms / Chains;

    /// <summary>The number of terms of a chain.</summary>
    public readonly int Length(int chain, int terms) => Stride > 1 ? (terms - chain + Stride - 1) / Stride : First(chain + 1, terms) - First(chain, terms);

    public ref T Start;

    public nint StartRow;

    public ref T C;

    public readonly nint CRow;

    public ref T H;

    public readonly nint HRow;
}
