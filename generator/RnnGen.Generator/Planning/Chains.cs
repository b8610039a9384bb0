namespace RnnGen.Generator.Planning;

/// <summary>How the chains of a sum are added up.</summary>
internal enum ChainOrder
{
    /// <summary>(start + a + b) + (c + d): the shortest way, for what the next step waits for.</summary>
    InPairs,

    /// <summary>((start + a) + b) + (c + d), every chain from zero: as short where what the sum starts from is itself a sum, which runs beside the chains so.</summary>
    InPairsFromZero,

    /// <summary>((start + a) + b) + c …, every chain from zero where there are several: what a product over many rows can do as well.</summary>
    InTurn,

    /// <summary>start + ((a + c) + (b + d)), every chain from zero: half to half, as lanes are folded.</summary>
    InHalves,
}

/// <summary>
/// The order of a sum over j = 0..Terms - 1: it is cut into chains of multiply-adds, which are added up in the end. The
/// order belongs to the shape and not to the vector width, so every machine gets the same bits.
/// </summary>
/// <param name="Terms">Number of terms.</param>
/// <param name="Count">Number of chains.</param>
/// <param name="Order">How they are added up.</param>
/// <param name="Interleaved">
/// Whether neighbouring terms belong to different chains, so that all chains follow the factor as it is computed;
/// otherwise a chain is a block of neighbours, which can be summed alone.
/// </param>
internal sealed record Chains(int Terms, int Count, ChainOrder Order, bool Interleaved = false)
{
    /// <summary>Whether they are added up in pairs.</summary>
    public bool Pairs => Order is ChainOrder.InPairs or ChainOrder.InPairsFromZero;

    /// <summary>Distance between the terms of a chain.</summary>
    public int Stride => Interleaved ? Count : 1;

    /// <summary>First term of a chain.</summary>
    public int Start(int chain) => Interleaved ? chain : (int)((long)chain * Terms / Count);

    public int Length(int chain) => Interleaved ? Arithmetic.CeilingDivide(Terms - chain, Count) : Start(chain + 1) - Start(chain);

    /// <summary>Terms that every chain has; some have one more.</summary>
    public int Common => Terms / Count;

    /// <summary>Whether all chains are of one length.</summary>
    public bool IsEven => Terms % Count == 0;

    /// <summary>
    /// Chains that a row of outputs needs. A fused multiply-add takes 4 cycles; with v vectors in the row, a term takes
    /// (v + 1) / 2 cycles for its loads (two a cycle). Chains take turns, so with 4 / chains ≤ (v + 1) / 2 the loads,
    /// which cannot be avoided, are what limits. The widest vectors decide, which have the fewest of them.
    /// </summary>
    public static int Needed(int terms, int outputs, Lanes lanes)
    {
        int vectors = Arithmetic.CeilingDivide(outputs, lanes.Wide);
        int wanted = vectors <= 2 ? 4 : vectors <= 6 ? 2 : 1;
        while (wanted > terms)
        {
            wanted /= 2;
        }

        return wanted;
    }
}
