namespace RnnGen.Benchmarks.Instructions;

/// <summary>The instructions of one pass of a job.</summary>
/// <param name="Counts">How often the instruction at each address was executed.</param>
internal sealed record Trace(IReadOnlyDictionary<ulong, long> Counts)
{
    /// <summary>All of them.</summary>
    public long Total { get; } = Counts.Values.Sum();

    /// <summary>All of them by the method they lie in, the largest share first.</summary>
    public IEnumerable<(string Method, long Count)> ByMethod(MethodMap methods) =>
        Counts.GroupBy(entry => methods.Find(entry.Key), entry => entry.Value)
            .Select(group => (group.Key, group.Sum()))
            .OrderByDescending(share => share.Item2);
}
