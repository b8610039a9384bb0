using System.Numerics;
using RnnGen.Numbers;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Generated;

/// <summary>Every stream of a batch runner gives the bits of a runner of its own.</summary>
public abstract class BatchRunnerTests<TNumber>
    where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
{
    private const int Steps = 3;

    public static TheoryData<string> Networks => TwoPrecisions.Names<TNumber>();

    [Theory]
    [MemberData(nameof(Networks))]
    public void Streams_are_runners(string name)
    {
        foreach (int count in (int[])[1, 2, 7, 14, 16, 33])
        {
            AssertSame(new Network<TNumber>(Shapes.Named(name), seed: 91), count);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void More_streams_than_are_read_out_at_once(string name) => AssertSame(new Network<TNumber>(Shapes.Named(name), seed: 92), 129);

    [Theory]
    [MemberData(nameof(Networks))]
    public void One_stream_can_be_set_and_reset_alone(string name)
    {
        const int Count = 16;
        var network = new Network<TNumber>(Shapes.Named(name), seed: 93);
        NetworkStreams<TNumber> streams = network.CreateBatchRunner(Count);
        TNumber[] x = Sequence<TNumber>.Create(network.N, network.K, Count, seed: 1).X;
        TNumber[] p = new TNumber[Count * network.K];
        streams.Step(x, p);
        TNumber[][] before = [.. Enumerable.Range(0, Count).Select(stream => streams.Hidden(stream).ToArray())];
        Assert.All(before, state => Assert.True(state.AsSpan().IndexOfAnyExcept(TNumber.Zero) >= 0, "A step left a state at zero."));

        streams.ResetOne(1);
        TNumber[] given = Sequence<TNumber>.Create(network.H, 2, 1, seed: 2).X;
        given.CopyTo(streams.Hidden(2));
        TwoPrecisions.SameBits<TNumber>(before[0], streams.Hidden(0), "stream 0");
        TwoPrecisions.SameBits<TNumber>(new TNumber[network.H], streams.Hidden(1), "stream 1");
        TwoPrecisions.SameBits<TNumber>(before[3], streams.Hidden(3), "stream 3");

        streams.Step(x, p);
        NetworkRunner<TNumber> runner = network.CreateRunner();
        given.CopyTo(runner.Hidden);
        TNumber[] expected = new TNumber[network.K];
        runner.Step(x.AsSpan(2 * network.N, network.N), expected);
        TwoPrecisions.SameBits<TNumber>(expected, p.AsSpan(2 * network.K, network.K), "p of stream 2");

        streams.Reset();
        Assert.All(Enumerable.Range(0, Count), stream => Assert.True(streams.Hidden(stream).IndexOfAnyExcept(TNumber.Zero) < 0, "Reset left something of a state."));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Infinities_and_NaN_stay_in_their_streams(string name)
    {
        var network = new Network<TNumber>(Shapes.Named(name), seed: 94);
        foreach (int count in (int[])[9, 22])
        {
            AssertSame(network, count, x =>
            {
                x[network.N] = TNumber.PositiveInfinity;
                x[3 * network.N - 1] = TNumber.NegativeInfinity;
                x[5 * network.N] = TNumber.NaN;
            });
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void There_must_be_a_stream_and_memory_for_all(int count)
    {
        var network = new Network<TNumber>(Shapes.Of<TNumber>().First());
        Exception wrapped = Assert.Throws<System.Reflection.TargetInvocationException>(() => network.CreateBatchRunner(count)).InnerException!;
        Assert.Equal("count", Assert.IsType<ArgumentOutOfRangeException>(wrapped).ParamName);
    }

    [Fact]
    public void A_stream_must_exist()
    {
        NetworkStreams<TNumber> streams = new Network<TNumber>(Shapes.Of<TNumber>().First()).CreateBatchRunner(3);
        Assert.Equal(3, streams.Count);
        foreach (int stream in (int[])[-1, 3, int.MaxValue, int.MinValue])
        {
            Assert.Equal("stream", Assert.Throws<ArgumentOutOfRangeException>(() => { streams.Hidden(stream); }).ParamName);
            Assert.Equal("stream", Assert.Throws<ArgumentOutOfRangeException>(() => streams.ResetOne(stream)).ParamName);
        }
    }

    private static void AssertSame(Network<TNumber> network, int count, Action<TNumber[]>? edit = null)
    {
        (int N, int K) = (network.N, network.K);
        NetworkStreams<TNumber> streams = network.CreateBatchRunner(count);
        NetworkRunner<TNumber>[] runners = [.. Enumerable.Range(0, count).Select(_ => network.CreateRunner())];
        TNumber[] p = new TNumber[count * K], expected = new TNumber[K];
        for (int step = 0; step < Steps; step++)
        {
            TNumber[] x = Sequence<TNumber>.Create(N, K, count, seed: step).X;
            edit?.Invoke(x);
            streams.Step(x, p);
            for (int stream = 0; stream < count; stream++)
            {
                runners[stream].Step(x.AsSpan(stream * N, N), expected);
                TwoPrecisions.SameBits<TNumber>(expected, p.AsSpan(stream * K, K), $"p of stream {stream} of {count}, step {step}");
                TwoPrecisions.SameBits<TNumber>(runners[stream].Hidden, streams.Hidden(stream), $"h of stream {stream} of {count}, step {step}");
            }
        }
    }
}

public class SingleBatchRunnerTests : BatchRunnerTests<float>;

public class DoubleBatchRunnerTests : BatchRunnerTests<double>;
