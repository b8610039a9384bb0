namespace RnnGen;

/// <summary>How far generated kernels are unrolled. The numbers that come out are the same in every mode.</summary>
public enum Unroll
{
    /// <summary>The plan chooses from the sizes.</summary>
    Auto = 0,

    /// <summary>
    /// Every step is straight-line code: no loop over inputs or hidden units is left.
    /// A diagnostic says which limit is exceeded where a network is too large for it.
    /// </summary>
    Full = 1,

    /// <summary>Register tiles inside short loops, whatever the size: the least code.</summary>
    Tiles = 2,
}
