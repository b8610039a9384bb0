using RnnGen.Benchmarks.Peers;
using RnnGen.Benchmarks.Shapes;
using RnnGen.Benchmarks.Timing;

namespace RnnGen.Benchmarks.Compare;

/// <summary>All peers on one job of one shape.</summary>
internal sealed record Cell(Shape Shape, Job Job, IReadOnlyList<Series> All)
{
    /// <summary>The generated network.</summary>
    public Series Ours => All[0];

    /// <summary>The fastest variant of the tuned C, by its median; null where there is none.</summary>
    public Series? BestTuned { get; } = All.Where(series => series.Name.StartsWith(PeerNames.TunedC, StringComparison.Ordinal)).MinBy(series => series.Median);

    /// <summary>The series of a peer; <see cref="PeerNames.BestTunedC"/> counts as one.</summary>
    public Series? this[string peer] => peer == PeerNames.BestTunedC ? BestTuned : All.FirstOrDefault(series => series.Name == peer);
}
