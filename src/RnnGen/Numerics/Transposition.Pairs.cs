using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Numerics;

// Two rows into pairs that lie one behind the other, and back.
public static partial class Transposition
{
    /// <summary>Two rows into pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pairs(ref float a, ref float b, ref float target, int columns)
    {
        nint j = 0;
        if (Avx.IsSupported)
        {
            for (; j <= columns - 8; j += 8)
            {
                Vector256<float> first = Vector256.LoadUnsafe(ref Unsafe.Add(ref a, j)), second = Vector256.LoadUnsafe(ref Unsafe.Add(ref b, j));
                (Vector256<float> low, Vector256<float> high) = (Avx.UnpackLow(first, second), Avx.UnpackHigh(first, second)); // of each half
                Avx.Permute2x128(low, high, 0x20).StoreUnsafe(ref Unsafe.Add(ref target, 2 * j));
                Avx.Permute2x128(low, high, 0x31).StoreUnsafe(ref Unsafe.Add(ref target, 2 * j + 8));
            }
        }

        for (; j <= columns - 4; j += 4)
        {
            Vector128<float> first = Vector128.LoadUnsafe(ref Unsafe.Add(ref a, j)), second = Vector128.LoadUnsafe(ref Unsafe.Add(ref b, j));
            UnpackLow(first, second).StoreUnsafe(ref Unsafe.Add(ref target, 2 * j));
            UnpackHigh(first, second).StoreUnsafe(ref Unsafe.Add(ref target, 2 * j + 4));
        }

        for (; j < columns; j++)
        {
            Unsafe.Add(ref target, 2 * j) = Unsafe.Add(ref a, j);
            Unsafe.Add(ref target, 2 * j + 1) = Unsafe.Add(ref b, j);
        }
    }

    /// <summary>Pairs into two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apart(ref float source, ref float a, ref float b, int rows)
    {
        nint i = 0;
        if (Avx2.IsSupported)
        {
            for (; i <= rows - 8; i += 8)
            {
                Vector256<float> first = Vector256.LoadUnsafe(ref Unsafe.Add(ref source, 2 * i)), second = Vector256.LoadUnsafe(ref Unsafe.Add(ref source, 2 * i + 8));
                (Vector256<float> low, Vector256<float> high) = (Avx.Permute2x128(first, second, 0x20), Avx.Permute2x128(first, second, 0x31));
                Avx.Shuffle(low, high, 0b10_00_10_00).StoreUnsafe(ref Unsafe.Add(ref a, i));
                Avx.Shuffle(low, high, 0b11_01_11_01).StoreUnsafe(ref Unsafe.Add(ref b, i));
            }
        }

        for (; i <= rows - 4; i += 4)
        {
            Vector128<float> first = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 2 * i)), second = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 2 * i + 4));
            Vector128<float> low = UnpackLow(first, second), high = UnpackHigh(first, second); // 0 2 and 1 3 of a and of b
            UnpackLow(low, high).StoreUnsafe(ref Unsafe.Add(ref a, i));
            UnpackHigh(low, high).StoreUnsafe(ref Unsafe.Add(ref b, i));
        }

        for (; i < rows; i++)
        {
            Unsafe.Add(ref a, i) = Unsafe.Add(ref source, 2 * i);
            Unsafe.Add(ref b, i) = Unsafe.Add(ref source, 2 * i + 1);
        }
    }
}
