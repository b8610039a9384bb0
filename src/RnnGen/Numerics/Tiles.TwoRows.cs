using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

// One or two rows, four vectors at a time: two classes of a mini-batch, or the gradient of two inputs. In tiles of two rows by two
// vectors every sum waits for its multiply-adds, and a tile of three rows computes one for nothing. Mini-batches at K = 2 and H = 8 take
// 2 % less time so, on 256 bits 2 to 5 %, and at N = 1, H = 32 3 %; training at H = 64 1 to 2 %.
internal static partial class Tiles<V, T, L>
{
    /// <summary>Whether so many rows of so many columns go so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool GoesInTwoRows(int rows, int columns) => rows <= 2 && (columns + L.Count - 1) / L.Count % 4 == 0;

    /// <summary>c = start + A B. Not for inlining: whoever has more rows would compile it too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void RunTwoRows(in Product<T> product, in Work<T> work, int rows, int columns)
    {
        nint down = rows > 1 ? Unsafe.SizeOf<T>() : 0; // a single row is computed twice
        nint a1 = product.ARow * down, cRow = work.CRow * down;
        for (nint column = 0; column < columns; column += 4 * L.Count)
        {
            Square left = default, right = default;
            if (!Unsafe.IsNullRef(ref work.Start))
            {
                ref T start = ref Unsafe.Add(ref work.Start, column);
                left = new(ref start, work.StartRow * down);
                right = new(ref Unsafe.Add(ref start, 2 * L.Count), work.StartRow * down);
            }

            ref T a = ref product.A, b = ref Unsafe.Add(ref product.B, column);
            for (int k = product.Depth; k > 0; k--)
            {
                ref T lower = ref Unsafe.AddByteOffset(ref a, a1);
                left.MultiplyAdd(ref a, ref lower, L.Load(ref b), L.Load(ref Unsafe.Add(ref b, L.Count)));
                right.MultiplyAdd(ref a, ref lower, L.Load(ref Unsafe.Add(ref b, 2 * L.Count)), L.Load(ref Unsafe.Add(ref b, 3 * L.Count)));
                a = ref Unsafe.Add(ref a, product.AColumn);
                b = ref Unsafe.Add(ref b, product.BRow);
            }

            ref T c = ref Unsafe.Add(ref work.C, column);
            left.Store<Keep>(ref c, cRow, ref c, 0);
            right.Store<Keep>(ref Unsafe.Add(ref c, 2 * L.Count), cRow, ref c, 0);
        }
    }
}
