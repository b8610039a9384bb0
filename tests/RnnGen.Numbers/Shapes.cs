using System.Numerics;
using System.Reflection;

namespace RnnGen.Numbers;

/// <summary>
/// The networks of fixed shape, called <c>F</c> (float) or <c>D</c> (double), the mode of unrolling or <c>Batch</c>, and
/// N, H, K, T and B.
/// </summary>
public static partial class Shapes
{
    /// <summary>All networks whose numbers are of the type.</summary>
    public static IEnumerable<Type> Of<TNumber>()
        where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
    {
        Precision wanted = typeof(TNumber) == typeof(float) ? Precision.Single : Precision.Double;
        return typeof(Shapes).GetNestedTypes()
            .Where(type => type.GetCustomAttribute<ElmanRnnAttribute>()?.Precision == wanted)
            .OrderBy(type => type.Name, StringComparer.Ordinal);
    }

    /// <summary>The network of that name.</summary>
    public static Type Named(string name) =>
        typeof(Shapes).GetNestedType(name) ?? throw new ArgumentException($"There is no network {name}.", nameof(name));
}
