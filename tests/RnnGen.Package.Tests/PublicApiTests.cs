namespace RnnGen.Package.Tests;

/// <summary>The library's public surface, kept as text: no change of it goes unseen.</summary>
public sealed class PublicApiTests
{
    private const string Snapshot = "tests/RnnGen.Package.Tests/PublicApi.verified.txt";

    [Fact]
    public void IsAsAccepted()
    {
        string[] now = PublicApi.Of(typeof(ElmanRnnAttribute).Assembly);
        if (Acceptance.On)
        {
            File.WriteAllText(Repository.PathOf(Snapshot), string.Join('\n', now) + "\n");
        }

        string[] accepted = File.ReadAllLines(Repository.PathOf(Snapshot));
        IEnumerable<string> difference = accepted.Except(now).Select(line => "- " + line).Concat(now.Except(accepted).Select(line => "+ " + line));
        Assert.True(
            now.SequenceEqual(accepted),
            $"The public surface has changed:\n{string.Join('\n', difference)}\n{Acceptance.HowTo}");
    }

    /// <summary>The snapshot is worth what the printer sees: one member of each kind, as C# would declare it.</summary>
    [Theory]
    [InlineData("public sealed class RnnGen.ElmanRnnAttribute : System.Attribute")]
    [InlineData("public RnnGen.ElmanRnnAttribute(int N, int H, int K, int T)")]
    [InlineData("public int RnnGen.ElmanRnnAttribute.N { get; }")]
    [InlineData("public RnnGen.Precision RnnGen.ElmanRnnAttribute.Precision { get; set; }")]
    [InlineData("public enum RnnGen.Unroll")]
    [InlineData("RnnGen.Unroll.Full = 1")]
    [InlineData("public readonly ref struct RnnGen.MatrixView<T> where T : unmanaged")]
    [InlineData("public ref T RnnGen.MatrixView<T>.this[int i, int j] { get; }")]
    [InlineData("public void RnnGen.MatrixView<T>.CopyFrom(System.ReadOnlySpan<T> rowMajor)")]
    [InlineData("public T[] RnnGen.MatrixView<T>.ToArray()")]
    public void IsPrintedAsDeclared(string line) => Assert.Contains(line, PublicApi.Of(typeof(ElmanRnnAttribute).Assembly));
}
