using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RnnGen.Numerics;

namespace RnnGen.Benchmarks.Timing;

/// <summary>What one core of this machine can do at best, measured in the same run as the peers.</summary>
/// <param name="PeakFlops">Multiply-adds in vectors, counted as two operations, per nanosecond (GFLOP/s).</param>
/// <param name="FirstCache">Loads from 16 KB, bytes per nanosecond (GB/s).</param>
/// <param name="SecondCache">Loads from 256 KB.</param>
/// <param name="Link">Nanoseconds of the chain no step can shorten: one lane broadcast, one multiply-add, one tanh.</param>
internal sealed record MachineLimits(double PeakFlops, double FirstCache, double SecondCache, double Link)
{
    private const int Tries = 15;

    /// <summary>The size of the first cache assumed by the bounds.</summary>
    public const int FirstCacheBytes = 32 * 1024;

    /// <summary>Measures this core; takes a fraction of a second.</summary>
    public static MachineLimits Measure() => new(
        Best(() => Vector512.IsHardwareAccelerated ? Fma512(200_000) : Fma256(200_000)),
        Best(() => Loads(16 * 1024)),
        Best(() => Loads(256 * 1024)),
        1 / Best(() => Links(100_000)));

    private static double Best(Func<double> rate) => Enumerable.Range(0, Tries).Max(_ => rate());

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Fma256(int rounds)
    {
        // Ten chains: more than a latency of four cycles can hold back on two units.
        Vector256<float> a = Vector256<float>.Zero, b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a;
        Vector256<float> x = Vector256.Create(0.9999f);
        Vector256<float> y = Vector256.Create(1e-3f);
        TimeSpan start = ThreadClock.Now;
        for (int round = 0; round < rounds; round++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
        }

        double nanoseconds = (ThreadClock.Now - start).TotalNanoseconds;
        Keep(Vector256.Sum(a + b + c + d + e + f + g + h + i + j));
        return rounds * 10.0 * 2 * Vector256<float>.Count / nanoseconds;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Fma512(int rounds)
    {
        Vector512<float> a = Vector512<float>.Zero, b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a;
        Vector512<float> x = Vector512.Create(0.9999f);
        Vector512<float> y = Vector512.Create(1e-3f);
        TimeSpan start = ThreadClock.Now;
        for (int round = 0; round < rounds; round++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
        }

        double nanoseconds = (ThreadClock.Now - start).TotalNanoseconds;
        Keep(Vector512.Sum(a + b + c + d + e + f + g + h + i + j));
        return rounds * 10.0 * 2 * Vector512<float>.Count / nanoseconds;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Loads(int bytes)
    {
        int length = bytes / sizeof(float);
        var buffer = new AlignedBuffer<float>(length);
        ref float origin = ref MemoryMarshal.GetReference(buffer.Slice(0, length));
        int passes = (4 << 20) / bytes;
        Vector256<int> a = default, b = default, c = default, d = default;
        TimeSpan start = ThreadClock.Now;
        for (int pass = 0; pass < passes; pass++)
        {
            for (nuint i = 0; i < (nuint)length; i += 64)
            {
                // An OR costs less than the load it consumes, on every port a load can feed.
                a |= Vector256.LoadUnsafe(ref origin, i).AsInt32();
                b |= Vector256.LoadUnsafe(ref origin, i + 8).AsInt32();
                c |= Vector256.LoadUnsafe(ref origin, i + 16).AsInt32();
                d |= Vector256.LoadUnsafe(ref origin, i + 24).AsInt32();
                a |= Vector256.LoadUnsafe(ref origin, i + 32).AsInt32();
                b |= Vector256.LoadUnsafe(ref origin, i + 40).AsInt32();
                c |= Vector256.LoadUnsafe(ref origin, i + 48).AsInt32();
                d |= Vector256.LoadUnsafe(ref origin, i + 56).AsInt32();
            }
        }

        double nanoseconds = (ThreadClock.Now - start).TotalNanoseconds;
        Keep(Vector256.Sum(a | b | c | d));
        return (double)passes * bytes / nanoseconds;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Links(int rounds)
    {
        Vector<float> h = Vector.Create(0.5f);
        Vector<float> weight = Vector.Create(0.9f);
        Vector<float> bias = Vector.Create(0.1f);
        TimeSpan start = ThreadClock.Now;
        for (int round = 0; round < rounds; round++)
        {
            h = VectorMath.Tanh(Vector.FusedMultiplyAdd(Vector.Create(h[0]), weight, bias));
        }

        double nanoseconds = (ThreadClock.Now - start).TotalNanoseconds;
        Keep(h[0]);
        return rounds / nanoseconds;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep<T>(T value) => _ = value;
}
