using CsCheck;
using RnnGen.Numbers;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Generated;

/// <summary>
/// Shapes nobody chose, generated and compiled while the test runs. Where one fails, the message ends with CsCheck's
/// seed; the environment variable CsCheck_Seed runs that shape again.
/// </summary>
public class RandomShapeTests
{
    private const int Shapes = 12;

    private static readonly Gen<CompiledShape> s_shapes =
        Gen.Select(Gen.Int[1, 80], Gen.Int[1, 80], Gen.Int[2, 80], Gen.Int[1, 40], (n, h, k, t) => new CompiledShape(n, h, k, t));

    [Fact]
    public void Float_agrees_with_the_reference() => s_shapes.Sample(
        shape => TensorTests.Check(NetworkComparer<float>.Run(shape.Compile<float>())), iter: Shapes, threads: 1);

    [Fact]
    public void Double_agrees_with_the_reference() => s_shapes.Sample(
        shape => TensorTests.Check(NetworkComparer<double>.Run(shape.Compile<double>())), iter: Shapes, threads: 1);
}
