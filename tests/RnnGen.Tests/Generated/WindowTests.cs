using System.Numerics;
using RnnGen.Numbers;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Generated;

/// <summary><c>Forward</c> promises to be, bit for bit, as many calls of <c>Step</c>.</summary>
public abstract class WindowTests<TNumber>
    where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
{
    public static TheoryData<string> Networks => TwoPrecisions.Names<TNumber>();

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_window_of_any_length_has_the_bits_of_its_steps(string name)
    {
        var network = new Network<TNumber>(Shapes.Named(name), seed: 21);
        (NetworkRunner<TNumber> windows, NetworkRunner<TNumber> steps) = (network.CreateRunner(), network.CreateRunner());
        int N = network.N, K = network.K;
        for (int length = 1; length <= network.T; length++)
        {
            TNumber[] x = Sequence<TNumber>.Create(N, K, length, seed: length).X;
            TNumber[] p = new TNumber[length * K], expected = new TNumber[length * K];
            windows.Forward(x, p);
            for (int t = 0; t < length; t++)
            {
                steps.Step(x.AsSpan(t * N, N), expected.AsSpan(t * K, K));
            }

            // Each length starts from the state the shorter ones left.
            TwoPrecisions.SameBits<TNumber>(expected, p, $"p of {length} steps");
            TwoPrecisions.SameBits<TNumber>(steps.Hidden, windows.Hidden, $"h after {length} steps");
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_window_cut_in_two_is_the_same_window(string name)
    {
        var network = new Network<TNumber>(Shapes.Named(name), seed: 22);
        (NetworkRunner<TNumber> whole, NetworkRunner<TNumber> cut) = (network.CreateRunner(), network.CreateRunner());
        int N = network.N, K = network.K, T = network.T;
        TNumber[] x = Sequence<TNumber>.Create(N, K, T, seed: 5).X;
        TNumber[] expected = new TNumber[T * K], p = new TNumber[T * K];
        whole.Forward(x, expected);
        for (int first = 1; first < T; first += Math.Max(1, T / 5))
        {
            cut.Reset();
            cut.Forward(x.AsSpan(0, first * N), p.AsSpan(0, first * K));
            cut.Forward(x.AsSpan(first * N), p.AsSpan(first * K));
            TwoPrecisions.SameBits<TNumber>(expected, p, $"p, cut after {first} steps");
        }

        cut.Reset();
        cut.Forward(x, p);
        TwoPrecisions.SameBits<TNumber>(expected, p, "p after Reset");
        TwoPrecisions.SameBits<TNumber>(whole.Hidden, cut.Hidden, "h after Reset");
    }
}

public class SingleWindowTests : WindowTests<float>;

public class DoubleWindowTests : WindowTests<double>;
