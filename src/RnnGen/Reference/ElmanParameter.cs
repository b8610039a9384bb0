namespace RnnGen.Reference;

/// <summary>
/// The six parameters of the network, in the order in which a seed fills them.
/// </summary>
public enum ElmanParameter
{
    /// <summary>Wx, H × N: from the input to the hidden state.</summary>
    Wx,

    /// <summary>bx, H: the bias on the input's side.</summary>
    Bx,

    /// <summary>Wh, H × H: from the hidden state one step before.</summary>
    Wh,

    /// <summary>bh, H: the bias on the hidden state's side.</summary>
    Bh,

    /// <summary>Wy, K × H: from the hidden state to the scores.</summary>
    Wy,

    /// <summary>by, K: the bias of the scores.</summary>
    By,
}
