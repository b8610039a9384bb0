using System.Numerics;

namespace RnnGen.Tests.Numerics;

/// <summary>Distances from an exact result, in units of the spacing of floating-point numbers there.</summary>
internal static class Ulp
{
    /// <summary>Calls a vector function on one number.</summary>
    public static float Call(Func<Vector<float>, Vector<float>> f, float x) => f(Vector.Create(x))[0];

    /// <inheritdoc cref="Call(Func{Vector{float}, Vector{float}}, float)"/>
    public static double Call(Func<Vector<double>, Vector<double>> f, double x) => f(Vector.Create(x))[0];

    public static double Distance(float result, double exact)
    {
        // A float's spacing is 2^-23 of its binade, and never below that of the denormals.
        double spacing = exact == 0 ? Math.ScaleB(1, -149) : Math.ScaleB(1, Math.Max(Math.ILogB(exact) - 23, -149));
        return Math.Abs(result - exact) / spacing;
    }

    public static double Distance(double result, double exact) => Math.Abs(result - exact) / (Math.BitIncrement(Math.Abs(exact)) - Math.Abs(exact));
}
