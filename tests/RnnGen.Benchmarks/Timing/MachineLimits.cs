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

    private static float s_kept;

    /// <summary>The size of the first cache assumed by the bounds.</summary>
    public const int FirstCacheBytes = 32 * 1024;

    /// <summary>The width of the vectors that the peak and the loads are measured with: the widest this core has.</summary>
    public static int VectorBits => Vector512.IsHardwareAccelerated ? 512 : 256;

    /// <summary>Measures this core; takes a fraction of a second.</summary>
    public static MachineLimits Measure()
    {
        const int Rounds = 200_000;
        const double VectorFlops = 10 * 2;
        return new MachineLimits(
            Vector512.IsHardwareAccelerated
                ? Best(VectorFlops * Vector512<float>.Count * Rounds, () => Fma512(Rounds))
                : Best(VectorFlops * Vector256<float>.Count * Rounds, () => Fma256(Rounds)),
            LoadRate(16 * 1024),
            LoadRate(256 * 1024),
            1 / Best(Rounds, () => Links(Rounds)));
    }

    /// <summary>The better of two measurements, limit by limit: a busy neighbour only ever makes one look worse.</summary>
    public MachineLimits BestOf(MachineLimits other) => new(
        Math.Max(PeakFlops, other.PeakFlops),
        Math.Max(FirstCache, other.FirstCache),
        Math.Max(SecondCache, other.SecondCache),
        Math.Min(Link, other.Link));

    /// <summary>The best rate of several tries: units of work per nanosecond.</summary>
    /// <remarks>The clock is read out here: a loop in a method with calls keeps its vectors on the stack.</remarks>
    private static double Best(double work, Func<float> kernel)
    {
        double best = 0;
        for (int i = 0; i < Tries; i++)
        {
            TimeSpan start = ThreadClock.Now;
            s_kept = kernel();
            best = Math.Max(best, work / (ThreadClock.Now - start).TotalNanoseconds);
        }

        return best;
    }

    private static double LoadRate(int bytes)
    {
        // Written to first: pages that were only ever read are all the same one.
        int length = bytes / sizeof(float);
        var buffer = new AlignedBuffer<float>(length);
        buffer.Slice(0, length).Fill(1);
        int passes = (8 << 20) / bytes;
        return Vector512.IsHardwareAccelerated
            ? Best((double)passes * bytes, () => Loads512(buffer.Slice(0, length), passes))
            : Best((double)passes * bytes, () => Loads256(buffer.Slice(0, length), passes));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Fma256(int rounds)
    {
        // Ten chains: more than a latency of four cycles can hold back on two units.
        Vector256<float> a = Vector256<float>.Zero, b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a;
        Vector256<float> x = Vector256.Create(0.9999f);
        Vector256<float> y = Vector256.Create(1e-3f);
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

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Fma512(int rounds)
    {
        Vector512<float> a = Vector512<float>.Zero, b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a;
        Vector512<float> x = Vector512.Create(0.9999f);
        Vector512<float> y = Vector512.Create(1e-3f);
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

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Loads256(Span<float> memory, int passes)
    {
        ref float origin = ref MemoryMarshal.GetReference(memory);
        int blocks = memory.Length / 64;
        Vector256<int> a = default, b = default, c = default, d = default;
        for (int pass = 0; pass < passes; pass++)
        {
            ref float block = ref origin;
            for (int i = 0; i < blocks; i++)
            {
                // An OR costs less than the load it consumes.
                a |= Vector256.LoadUnsafe(ref block).AsInt32();
                b |= Vector256.LoadUnsafe(ref Unsafe.Add(ref block, 8)).AsInt32();
                c |= Vector256.LoadUnsafe(ref Unsafe.Add(ref block, 16)).AsInt32();
                d |= Vector256.LoadUnsafe(ref Unsafe.Add(ref block, 24)).AsInt32();
                a |= Vector256.LoadUnsafe(ref Unsafe.Add(ref block, 32)).AsInt32();
                b |= Vector256.LoadUnsafe(ref Unsafe.Add(ref block, 40)).AsInt32();
                c |= Vector256.LoadUnsafe(ref Unsafe.Add(ref block, 48)).AsInt32();
                d |= Vector256.LoadUnsafe(ref Unsafe.Add(ref block, 56)).AsInt32();
                block = ref Unsafe.Add(ref block, 64);
            }
        }

        return Vector256.Sum(a | b | c | d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Loads512(Span<float> memory, int passes)
    {
        ref float origin = ref MemoryMarshal.GetReference(memory);
        int blocks = memory.Length / 128;
        Vector512<int> a = default, b = default, c = default, d = default;
        for (int pass = 0; pass < passes; pass++)
        {
            ref float block = ref origin;
            for (int i = 0; i < blocks; i++)
            {
                a |= Vector512.LoadUnsafe(ref block).AsInt32();
                b |= Vector512.LoadUnsafe(ref Unsafe.Add(ref block, 16)).AsInt32();
                c |= Vector512.LoadUnsafe(ref Unsafe.Add(ref block, 32)).AsInt32();
                d |= Vector512.LoadUnsafe(ref Unsafe.Add(ref block, 48)).AsInt32();
                a |= Vector512.LoadUnsafe(ref Unsafe.Add(ref block, 64)).AsInt32();
                b |= Vector512.LoadUnsafe(ref Unsafe.Add(ref block, 80)).AsInt32();
                c |= Vector512.LoadUnsafe(ref Unsafe.Add(ref block, 96)).AsInt32();
                d |= Vector512.LoadUnsafe(ref Unsafe.Add(ref block, 112)).AsInt32();
                block = ref Unsafe.Add(ref block, 128);
            }
        }

        return Vector512.Sum(a | b | c | d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Links(int rounds)
    {
        Vector<float> h = Vector.Create(0.5f);
        Vector<float> weight = Vector.Create(0.9f);
        Vector<float> bias = Vector.Create(0.1f);
        for (int round = 0; round < rounds; round++)
        {
            h = VectorMath.Tanh(Vector.FusedMultiplyAdd(Vector.Create(h[0]), weight, bias));
        }

        return h[0];
    }
}
