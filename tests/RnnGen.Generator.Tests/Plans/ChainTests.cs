using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Tests.Plans;

using Precision = RnnGen.Generator.Model.Precision;
using Unroll = RnnGen.Generator.Model.Unroll;

/// <summary>The order of a sum, and how much of it is written out.</summary>
public sealed class ChainTests
{
    [Fact]
    public void Blocks_cover_all_terms_once_and_in_order()
    {
        foreach ((int terms, int count) in from terms in Enumerable.Range(1, 130) from count in new[] { 1, 2, 4, 8 } where count <= terms select (terms, count))
        {
            var chains = new Chains(terms, count, ChainOrder.InTurn);
            int[] covered = [.. Enumerable.Range(0, count).SelectMany(chain => Enumerable.Range(chains.Start(chain), chains.Length(chain)))];
            Assert.Equal(Enumerable.Range(0, terms), covered);
            Assert.All(Enumerable.Range(0, count), chain => Assert.InRange(chains.Length(chain), chains.Common, chains.Common + 1));
        }
    }

    [Fact]
    public void Interleaved_chains_take_turns_term_by_term()
    {
        foreach ((int terms, int count) in from terms in Enumerable.Range(1, 130) from count in new[] { 1, 2, 4 } where count <= terms select (terms, count))
        {
            var chains = new Chains(terms, count, ChainOrder.InTurn, Interleaved: true);
            IEnumerable<(int Term, int Chain)> covered = from chain in Enumerable.Range(0, count) from i in Enumerable.Range(0, chains.Length(chain)) select (chains.Start(chain) + i * chains.Stride, chain);
            Assert.Equal(Enumerable.Range(0, terms).Select(term => (term, term % count)), covered.Order());
            Assert.All(Enumerable.Range(0, count), chain => Assert.InRange(chains.Length(chain), chains.Common, chains.Common + 1));
        }
    }

    [Fact]
    public void Chains_are_a_power_of_two_that_the_terms_fill()
    {
        foreach (NetworkShape shape in from precision in Enum.GetValues<Precision>() from h in Enumerable.Range(1, 400).Append(4000) from k in new[] { 2, 9, 100 } select new NetworkShape(1, h, k, 1, precision))
        {
            foreach (Chains chains in new[] { NetworkPlan.HiddenChains(shape), NetworkPlan.ReadOutChains(shape) })
            {
                Assert.True(int.IsPow2(chains.Count) && chains.Count <= chains.Terms && chains.Terms == shape.H, $"{shape}: {chains}");
            }
        }
    }

    [Theory]
    [InlineData(1, 8, 1)]
    [InlineData(2, 8, 2)]
    [InlineData(3, 8, 2)]
    [InlineData(8, 8, 4)]
    [InlineData(32, 32, 4)] // two vectors of 16: 1.5 cycles for the loads of a term, 4 for its multiply-add
    [InlineData(33, 33, 2)]
    [InlineData(96, 96, 2)]
    [InlineData(97, 97, 1)] // seven vectors: four cycles of loads
    [InlineData(1, 200, 1)]
    public void Chains_hide_the_latency_of_a_multiply_add_behind_the_loads(int terms, int outputs, int expected) =>
        Assert.Equal(expected, Chains.Needed(terms, outputs, Lanes.Single));

    [Theory]
    [InlineData(1, ChainOrder.InPairs, 1)]
    [InlineData(8, ChainOrder.InPairs, 4)]
    [InlineData(12, ChainOrder.InPairs, 4)]
    [InlineData(13, ChainOrder.InPairs, 8)] // up to a vector of 16, with two terms in a chain
    [InlineData(16, ChainOrder.InPairs, 8)]
    [InlineData(17, ChainOrder.InPairs, 4)]
    [InlineData(32, ChainOrder.InPairs, 4)]
    [InlineData(33, ChainOrder.InTurn, 4)] // up to four vectors of 16, whose chains the next step waits for
    [InlineData(48, ChainOrder.InTurn, 4)]
    [InlineData(49, ChainOrder.InTurn, 4, true)] // four vectors, whose chains take their terms from one load
    [InlineData(64, ChainOrder.InTurn, 4, true)]
    [InlineData(65, ChainOrder.InTurn, 2)]
    [InlineData(90, ChainOrder.InTurn, 2)] // 32,400 bytes of Wh: within the first cache
    [InlineData(91, ChainOrder.InTurn, 4)]
    [InlineData(256, ChainOrder.InTurn, 8)]
    public void Chains_of_hidden_units(int h, object order, int count, bool interleaved = false) =>
        Assert.Equal(new Chains(h, count, (ChainOrder)order, interleaved), NetworkPlan.HiddenChains(new(1, h, 2, 1)));

    /// <summary>A sum of inputs runs beside those of hidden units that are added up in pairs, but for one of two terms.</summary>
    [Theory]
    [InlineData(2, 8, ChainOrder.InPairs)]
    [InlineData(3, 8, ChainOrder.InPairsFromZero)]
    [InlineData(8, 16, ChainOrder.InPairsFromZero)]
    [InlineData(3, 32, ChainOrder.InPairsFromZero)]
    [InlineData(3, 33, ChainOrder.InTurn)]
    public void Sums_of_inputs_run_beside_them(int n, int h, object order)
    {
        NetworkShape shape = new(n, h, 2, 1);
        Assert.Equal((ChainOrder)order, NetworkPlan.HiddenChains(shape).Order);
        Assert.Equal((ChainOrder)order != ChainOrder.InTurn, NetworkPlan.WaitsForItself(shape));
    }

    /// <summary>Two chains from five inputs on where a vector holds the units, else from eight for each vector on, up to 24; four of many inputs where they are one vector or two.</summary>
    [Theory]
    [InlineData(4, 8, 1)]
    [InlineData(5, 8, 2)]
    [InlineData(8, 17, 1)]
    [InlineData(48, 16, 2)]
    [InlineData(49, 16, 4)]
    [InlineData(16, 17, 1)]
    [InlineData(17, 17, 2)]
    [InlineData(49, 32, 4)]
    [InlineData(24, 33, 1)]
    [InlineData(25, 33, 2)]
    [InlineData(200, 33, 2)]
    [InlineData(24, 64, 1)]
    [InlineData(25, 64, 2)]
    [InlineData(200, 65, 1)] // five vectors keep the multiply-adds busy
    public void Inputs(int n, int h, int count) =>
        Assert.Equal(new Chains(n, count, ChainOrder.InTurn, Interleaved: true), NetworkPlan.For(new(n, h, 2, 1)).InputTerms.Chains);

    [Theory]
    [InlineData(2, 1)]
    [InlineData(32, 1)]
    [InlineData(33, 2)]
    [InlineData(64, 2)]
    public void Classes_on_the_way_back(int k, int count) => Assert.Equal(new Chains(k, count, ChainOrder.InPairs, Interleaved: true), NetworkPlan.For(new(3, 16, k, 16)).ClassTerms.Chains);

    [Fact]
    public void Written_terms_are_no_more_than_each_chain_has()
    {
        foreach (Unroll unroll in Enum.GetValues<Unroll>())
        {
            foreach ((int terms, int count, int vectors) in from terms in Enumerable.Range(1, 100) from count in new[] { 1, 2, 4, 8 } where count <= terms from vectors in Enumerable.Range(1, 10) select (terms, count, vectors))
            {
                var chains = new Chains(terms, count, ChainOrder.InTurn);
                int written = new MatVecPlan(chains, 16, unroll).TermsWritten(vectors, chains.Count);
                int adds = written * count * vectors;
                Assert.InRange(written, 1, chains.Common);
                Assert.True(unroll != Unroll.Full || written == chains.Common, $"{chains}: {written} terms");
                Assert.True(adds >= 8 || written is 4 || written == chains.Common, $"{unroll} {chains}: {adds} multiply-adds do not hide the loop");
                Assert.True(unroll == Unroll.Full || adds <= 16 || written == 1 || adds < 8 + count * vectors, $"{unroll} {chains}: {adds} multiply-adds");
            }
        }
    }

    /// <summary>Four only where the scores are few, or the sums short.</summary>
    [Theory]
    [InlineData(64, 16, 4)]
    [InlineData(32, 17, 2)]
    [InlineData(31, 17, 4)]
    [InlineData(128, 32, 2)]
    [InlineData(128, 96, 2)]
    [InlineData(128, 97, 1)]
    public void The_read_out_has(int h, int k, int chains) => Assert.Equal(chains, NetworkPlan.ReadOutChains(new(3, h, k, 16)).Count);
}
