using RnnGen.Numbers;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Generated;

/// <summary>
/// Every tensor of every fixed shape against the reference in double precision: p and h of windows and steps, the loss,
/// six gradients, and the parameters after ten steps of training.
/// </summary>
public class TensorTests
{
    public static TheoryData<string> Singles => TwoPrecisions.Names<float>();

    public static TheoryData<string> Doubles => TwoPrecisions.Names<double>();

    [Theory]
    [MemberData(nameof(Singles))]
    public void Float_agrees_with_the_reference(string network) => Check(NetworkComparer<float>.Run(Shapes.Named(network)));

    [Theory]
    [MemberData(nameof(Doubles))]
    public void Double_agrees_with_the_reference(string network) => Check(NetworkComparer<double>.Run(Shapes.Named(network)));

    internal static void Check(IReadOnlyList<Comparison> results)
    {
        // Two calls, then E, six gradients, the losses and the six parameters at the least.
        Assert.True(results.Count >= 2 * 2 + 1 + 6 + 1 + 6, $"Only {results.Count} tensors were compared.");
        IEnumerable<string> failures = results.Where(result => !result.Holds)
            .Select(result => $"{result.Network} {result.Tensor}: {result.Error:E2} is above {result.Bound:E1}");
        Assert.Empty(failures);
    }
}
