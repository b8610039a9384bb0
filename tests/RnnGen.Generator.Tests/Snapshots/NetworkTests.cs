using RnnGen.Generator.Tests.Support;
using static RnnGen.Generator.Tests.Support.Verifier;

namespace RnnGen.Generator.Tests.Snapshots;

/// <summary>Whole generated files at sizes small enough to read, one concern each.</summary>
public sealed class NetworkTests
{
    [Fact]
    public async Task Smallest() => await Verify(Host.Run(
        """
        [RnnGen.ElmanRnn(N: 1, H: 1, K: 2, T: 1)]
        public sealed partial class Net;
        """));

    [Fact]
    public async Task OneVector() => await Verify(Host.Run(
        """
        [RnnGen.ElmanRnn(N: 2, H: 8, K: 3, T: 4)]
        public sealed partial class Net;
        """));

    [Fact]
    public async Task TailsEverywhere() => await Verify(Host.Run(
        """
        [RnnGen.ElmanRnn(N: 3, H: 5, K: 3, T: 7)]
        public sealed partial class Net;
        """));

    [Fact]
    public async Task TimeAcrossLanes() => await Verify(Host.Run(
        """
        [RnnGen.ElmanRnn(N: 1, H: 9, K: 2, T: 8)]
        public sealed partial class Net;
        """));

    [Fact]
    public async Task GradientsOnTheWayBack() => await Verify(Host.Run(
        """
        [RnnGen.ElmanRnn(N: 2, H: 3, K: 2, T: 8)]
        public sealed partial class Net;
        """));

    [Fact]
    public async Task MiniBatches() => await Verify(Host.Run(
        """
        [RnnGen.ElmanRnn(N: 3, H: 5, K: 9, T: 7, B = 4)]
        public sealed partial class Net;
        """));

    [Fact]
    public async Task SequencesAcrossLanes() => await Verify(Host.Run(
        """
        [RnnGen.ElmanRnn(N: 1, H: 2, K: 2, T: 3, B = 16)]
        public sealed partial class Net;
        """));

    /// <summary>Chains of Wh two before the other two, and a window's read-out by rows of Wy, apart from its way back.</summary>
    [Fact]
    public async Task PairsOfChains() => await Verify(Host.Run(
        """
        [RnnGen.ElmanRnn(N: 8, H: 32, K: 5, T: 16)]
        public sealed partial class Net;
        """));

    /// <summary>Blocks of Wh, first to last in every step.</summary>
    [Fact]
    public async Task BlocksInOrder() => await Verify(Host.Run(
        """
        [RnnGen.ElmanRnn(N: 2, H: 64, K: 2, T: 4)]
        public sealed partial class Net;
        """));

    /// <summary>Weights beyond the first cache: in blocks, last to first in every second step, and packed for mini-batches.</summary>
    [Fact]
    public async Task LargeWeights() => await Verify(Host.Run(
        """
        [RnnGen.ElmanRnn(N: 2, H: 96, K: 3, T: 16, B = 4)]
        public sealed partial class Net;
        """));

    [Fact]
    public async Task DoublePrecision() => await Verify(Host.Run(
        """
        [RnnGen.ElmanRnn(N: 1, H: 4, K: 2, T: 3, Precision = RnnGen.Precision.Double)]
        public sealed partial class Net;
        """));

    [Fact]
    public async Task UnrolledFully() => await Verify(Host.Run(
        """
        [RnnGen.ElmanRnn(N: 2, H: 9, K: 2, T: 2, Unroll = RnnGen.Unroll.Full)]
        public sealed partial class Net;
        """));

    [Fact]
    public async Task NestedInNamespace() => await Verify(Host.Run(
        """
        namespace Shop.Models;

        public partial record struct Outer
        {
            internal partial interface IInner
            {
                [RnnGen.ElmanRnn(N: 1, H: 2, K: 2, T: 2)]
                internal sealed partial class Net;
            }
        }
        """));
}
