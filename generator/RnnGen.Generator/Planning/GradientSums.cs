using System;

namespace RnnGen.Generator.Planning;

/// <summary>Gradients that one pass over a window sums, beside those of bx and bh.</summary>
[Flags]
internal enum GradientSums
{
    /// <summary>No pass sums any, and products of matrices do.</summary>
    None = 0,

    /// <summary>dWx.</summary>
    Input = 1,

    /// <summary>dWh.</summary>
    Hidden = 2,

    /// <summary>dWy.</summary>
    ReadOut = 4,

    /// <summary>All three.</summary>
    All = Input | Hidden | ReadOut,
}
