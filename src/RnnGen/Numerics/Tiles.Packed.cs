using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

// Many rows are multiplied by the same large factor: every tile of rows passes over a strip of it, and would find it cut into
// as many pieces as it has rows. Packed, a strip is one piece.
internal static partial class Tiles<V, T, L>
{
    /// <summary>The rows of a strip of columns, as wide as a tile, one behind the other; so strip by strip.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Pack(ref T b, nint bRow, ref T packed, int rows, int columns)
    {
        int vectors = (columns + L.Count - 1) / L.Count;
        for (int done = 0, strip; done < vectors; done += strip)
        {
            strip = PackedWidth(vectors - done);
            ref T source = ref Unsafe.Add(ref b, done * L.Count);
            for (int k = 0; k < rows; k++)
            {
                for (int v = 0; v < strip; v++)
                {
                    L.Store(L.Load(ref Unsafe.Add(ref source, v * L.Count)), ref Unsafe.Add(ref packed, v * L.Count));
                }

                source = ref Unsafe.Add(ref source, bRow);
                packed = ref Unsafe.Add(ref packed, strip * L.Count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PackedWidth(int vectors) => GoesInPairs(vectors) ? 2 : Width(vectors);

    /// <summary>What <see cref="Run{F}"/> does from a vector on, with two packed factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunPacked<F>(Product<T> first, Product<T> second, in Work<T> work, int rows, int done, int vectors, bool squash)
        where F : struct, IFinish
    {
        ref T first0 = ref first.B, second0 = ref second.B;
        for (int strip; done < vectors; done += strip)
        {
            // A tile looks for its strip one row to the right of the first: so many columns are before it, and so many rows of each.
            strip = PackedWidth(vectors - done);
            first.BRow = second.BRow = strip * L.Count;
            first.B = ref Unsafe.Add(ref first0, done * L.Count * (first.Depth - 1));
            second.B = ref Unsafe.Add(ref second0, done * L.Count * (second.Depth - 1));
            RunStrip<F>(first, second, work, done, strip, rows, squash);
        }
    }
}
