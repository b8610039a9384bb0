using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Numerics;

/// <summary>What kernels tell the processor about memory that they will read.</summary>
public static class Cache
{
    /// <summary>
    /// Asks for the line of 64 bytes at a place in memory, so that it is in the first cache when it is loaded. A hint only, of
    /// x86 (prefetcht0); elsewhere it is nothing. The place may lie beyond the end of what is allocated.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="place">Anywhere in the line; it is not read.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch<T>(ref T place)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref place));
        }
    }
}
