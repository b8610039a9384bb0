using System.Numerics;
using RnnGen.Numbers;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Generated;

/// <summary>Many runners on one network, each on its own thread, give the bits that each gives alone.</summary>
public abstract class ThreadTests<TNumber>(string name)
    where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
{
    private const int Threads = 8;
    private const int Windows = 200;

    [Fact]
    public void Runners_in_parallel_give_the_bits_of_runners_alone()
    {
        var network = new Network<TNumber>(Shapes.Named(name), seed: 95);
        TNumber[][] alone = [.. Enumerable.Range(0, Threads).Select(stream => Run(network, stream, start: null))];

        var together = new TNumber[Threads][];
        using var start = new Barrier(Threads); // all at once, or the first might be done before the last begins
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(stream => new Thread(() => together[stream] = Run(network, stream, start)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        for (int stream = 0; stream < Threads; stream++)
        {
            TwoPrecisions.SameBits<TNumber>(alone[stream], together[stream], $"stream {stream}");
        }

        // Streams differ, so one that had another's state would have shown.
        Assert.NotEqual(alone[0], alone[1]);
    }

    private static TNumber[] Run(Network<TNumber> network, int stream, Barrier? start)
    {
        NetworkRunner<TNumber> runner = network.CreateRunner();
        Sequence<TNumber> sequence = Sequence<TNumber>.Create(network.N, network.K, network.T, seed: stream);
        int length = network.T * network.K;
        var p = new TNumber[Windows * length];
        start?.SignalAndWait();
        for (int window = 0; window < Windows; window++)
        {
            runner.Forward(sequence.X, p.AsSpan(window * length, length));
        }

        return p;
    }
}

public class SingleThreadTests() : ThreadTests<float>("F_31_64_8_31");

public class DoubleThreadTests() : ThreadTests<double>("D_33_16_7_31");
