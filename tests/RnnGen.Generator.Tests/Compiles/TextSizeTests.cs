using System.Text;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Model;
using RnnGen.Generator.Tests.Support;

namespace RnnGen.Generator.Tests.Compiles;

using Precision = RnnGen.Generator.Model.Precision;
using Unroll = RnnGen.Generator.Model.Unroll;

/// <summary>No file grows beyond what a reader, and an editor, can take: 64 KB for every shape that is allowed.</summary>
public sealed class TextSizeTests
{
    private const int Most = 65_536;

    private static readonly int[] s_lengths = [1, 2, 3, 5, 8, 9, 16, 17, 25, 33, 64, 100, 192, 257, 384, 448, 1000];

    [Theory]
    [MemberData(nameof(AllowedShapes.Options), MemberType = typeof(AllowedShapes))]
    public void Sweep_stays_below_the_limit(int precision, int unroll)
    {
        IEnumerable<NetworkShape> shapes =
            from n in s_lengths.Where(length => length is 1 or 33)
            from h in s_lengths
            from k in s_lengths.Where(length => length is 2 or 9 or 25 or 33 or 100 or 448)
            from t in new[] { 1, 32 }
            select new NetworkShape(n, h, k, t, (Precision)precision, (Unroll)unroll);
        (string Shape, int Bytes)[] sizes = [.. shapes.Where(AllowedShapes.IsAllowed).Select(shape => (shape.ToString(), Bytes(shape)))];
        Assert.NotEmpty(sizes);
        Assert.Empty(sizes.Where(size => size.Bytes >= Most).OrderByDescending(size => size.Bytes).Take(10));
    }

    [Theory]
    [MemberData(nameof(AllowedShapes.Options), MemberType = typeof(AllowedShapes))]
    public void Largest_stays_below_the_limit(int precision, int unroll) =>
        Assert.All(AllowedShapes.Largest(precision, unroll), shape => Assert.InRange(Bytes(shape), 1, Most - 1));

    /// <summary>The sizes where most is written out: all sums of a step in one kernel.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void All_small_networks_stay_below_it(int precision)
    {
        IEnumerable<NetworkShape> shapes =
            from n in new[] { 8, 33 }
            from h in Enumerable.Range(9, 24)
            from k in new[] { 4, 5, 7, 8, 11, 12, 15, 20, 23, 24, 31, 32, 47, 55, 64 }
            select new NetworkShape(n, h, k, 32, (Precision)precision);
        Assert.Empty(shapes.Select(shape => (Shape: shape.ToString(), Bytes: Bytes(shape))).Where(size => size.Bytes >= Most).OrderByDescending(size => size.Bytes));
    }

    [Theory]
    [InlineData(8, 31, 7)]
    [InlineData(8, 32, 5)]
    [InlineData(8, 16, 4)]
    [InlineData(28, 64, 10)]
    public void Kernels_do_not_depend_on_a_name(int n, int h, int k)
    {
        string name = new('A', 40);
        NetworkSpec spec = Spec(new(n, h, k, 32)), other = spec with { Namespace = "Some.Longer.Namespace", Types = new([new("class", name)]) };
        Assert.Equal(Kernels(NetworkEmitter.Emit(spec), "Net"), Kernels(NetworkEmitter.Emit(other), name));

        static string Kernels(string text, string name) => text[text.IndexOf("namespace RnnGen.Generated", StringComparison.Ordinal)..].Replace(name + "Kernels", "Kernels");
    }

    [Theory]
    [InlineData(8, 16, 4)]
    [InlineData(28, 64, 10)]
    [InlineData(3, 5, 3)]
    public void Size_does_not_grow_with_T(int n, int h, int k)
    {
        // Longer numbers are all that a longer window may add. Every tile divides these T, so the plan is the same.
        int[] lines = [.. new[] { 840, 8_400, 84_000 }.Select(t => Text(new(n, h, k, t)).Split('\n').Length).Distinct()];
        Assert.Single(lines);
    }

    /// <summary>The larger of the two files, and the second with mini-batches.</summary>
    private static int Bytes(NetworkShape shape) =>
        Math.Max(Encoding.UTF8.GetByteCount(Text(shape)), Encoding.UTF8.GetByteCount(BatchEmitter.Emit(Spec(shape with { B = 32 }))));

    private static string Text(NetworkShape shape) => NetworkEmitter.Emit(Spec(shape));

    private static NetworkSpec Spec(NetworkShape shape) => new("", new EquatableArray<TypeLevel>([new("class", "Net")]), "Net", shape);
}
