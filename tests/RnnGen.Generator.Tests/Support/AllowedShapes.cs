using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Tests.Support;

using Precision = RnnGen.Generator.Model.Precision;
using Unroll = RnnGen.Generator.Model.Unroll;

/// <summary>Shapes that the generator accepts, for tests of what it promises for every one of them.</summary>
internal static class AllowedShapes
{
    /// <summary>Both precisions in every mode of unrolling, as numbers: the types are the generator's own.</summary>
    public static TheoryData<int, int> Options
    {
        get
        {
            var options = new TheoryData<int, int>();
            foreach (Precision precision in Enum.GetValues<Precision>())
            {
                foreach (Unroll unroll in Enum.GetValues<Unroll>())
                {
                    options.Add((int)precision, (int)unroll);
                }
            }

            return options;
        }
    }

    /// <summary>The largest networks, each in another direction.</summary>
    public static NetworkShape[] Largest(int precision, int unroll) =>
    [
        Last(h => new(1, h, 2, 1, (Precision)precision, (Unroll)unroll)),
        Last(h => new(h, h, h, 4, (Precision)precision, (Unroll)unroll)),
        Last(n => new(n, 8, 2, 1, (Precision)precision, (Unroll)unroll)),
        Last(k => new(1, 8, k + 1, 1, (Precision)precision, (Unroll)unroll)),
        Last(t => new(1, 8, 2, t, (Precision)precision, (Unroll)unroll)),
    ];

    public static bool IsAllowed(NetworkShape shape) => Limits.Exceeded(shape) is null && Limits.UnrollExceeded(shape) is null;

    /// <summary>The shape of the largest argument that is allowed, by bisection: what is allowed for a size is so for less.</summary>
    private static NetworkShape Last(Func<int, NetworkShape> shape)
    {
        int allowed = 1, refused = int.MaxValue - 1;
        Assert.True(IsAllowed(shape(allowed)) && !IsAllowed(shape(refused)));
        while (refused - allowed > 1)
        {
            int middle = allowed + ((refused - allowed) / 2);
            (allowed, refused) = IsAllowed(shape(middle)) ? (middle, refused) : (allowed, middle);
        }

        return shape(allowed);
    }
}
