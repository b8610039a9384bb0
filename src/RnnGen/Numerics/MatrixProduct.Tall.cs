using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

// Tiles for 32 registers of 512 bits: 16 and 24 sums, and no more than half a load for each. The smaller ones have just
// enough sums to keep two units busy if nothing ever waits. These take whole tiles of 8 rows; the smaller ones the rest.
public static partial class MatrixProduct
{
    /// <summary>The rows that tall tiles compute, from the first on: all but less than 8 where the registers are those of AVX-512.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TallRows<V>(int rows) => Unsafe.SizeOf<V>() == 64 ? rows & ~7 : 0;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tall8x3<V, T, L>(ref T a, nint aRow, nint aColumn, ref T b, nint bRow, ref T start, nint startRow, ref T c, nint cRow, int rows, int depth, bool add)
        where L : struct, ILanes<V, T>
    {
        nint a1 = aRow, a2 = 2 * aRow, a3 = 3 * aRow;
        for (int r = 0; r < rows; r += 8)
        {
            V c00 = L.Zero, c01 = L.Zero, c02 = L.Zero;
            V c10 = L.Zero, c11 = L.Zero, c12 = L.Zero;
            V c20 = L.Zero, c21 = L.Zero, c22 = L.Zero;
            V c30 = L.Zero, c31 = L.Zero, c32 = L.Zero;
            V c40 = L.Zero, c41 = L.Zero, c42 = L.Zero;
            V c50 = L.Zero, c51 = L.Zero, c52 = L.Zero;
            V c60 = L.Zero, c61 = L.Zero, c62 = L.Zero;
            V c70 = L.Zero, c71 = L.Zero, c72 = L.Zero;
            if (!Unsafe.IsNullRef(ref start))
            {
                ref T from = ref Unsafe.Add(ref start, r * startRow);
                c00 = L.Load(ref from); c01 = L.Load(ref Unsafe.Add(ref from, L.Count)); c02 = L.Load(ref Unsafe.Add(ref from, 2 * L.Count));
                c10 = L.Load(ref Unsafe.Add(ref from, startRow)); c11 = L.Load(ref Unsafe.Add(ref from, startRow + L.Count)); c12 = L.Load(ref Unsafe.Add(ref from, startRow + 2 * L.Count));
                c20 = L.Load(ref Unsafe.Add(ref from, 2 * startRow)); c21 = L.Load(ref Unsafe.Add(ref from, 2 * startRow + L.Count)); c22 = L.Load(ref Unsafe.Add(ref from, 2 * startRow + 2 * L.Count));
                c30 = L.Load(ref Unsafe.Add(ref from, 3 * startRow)); c31 = L.Load(ref Unsafe.Add(ref from, 3 * startRow + L.Count)); c32 = L.Load(ref Unsafe.Add(ref from, 3 * startRow + 2 * L.Count));
                c40 = L.Load(ref Unsafe.Add(ref from, 4 * startRow)); c41 = L.Load(ref Unsafe.Add(ref from, 4 * startRow + L.Count)); c42 = L.Load(ref Unsafe.Add(ref from, 4 * startRow + 2 * L.Count));
                c50 = L.Load(ref Unsafe.Add(ref from, 5 * startRow)); c51 = L.Load(ref Unsafe.Add(ref from, 5 * startRow + L.Count)); c52 = L.Load(ref Unsafe.Add(ref from, 5 * startRow + 2 * L.Count));
                c60 = L.Load(ref Unsafe.Add(ref from, 6 * startRow)); c61 = L.Load(ref Unsafe.Add(ref from, 6 * startRow + L.Count)); c62 = L.Load(ref Unsafe.Add(ref from, 6 * startRow + 2 * L.Count));
                c70 = L.Load(ref Unsafe.Add(ref from, 7 * startRow)); c71 = L.Load(ref Unsafe.Add(ref from, 7 * startRow + L.Count)); c72 = L.Load(ref Unsafe.Add(ref from, 7 * startRow + 2 * L.Count));
            }

            ref T left = ref Unsafe.Add(ref a, r * aRow);
            ref T lower = ref Unsafe.Add(ref left, 4 * aRow);
            ref T right = ref b;
            for (int k = depth; k > 0; k--)
            {
                V b0 = L.Load(ref right), b1 = L.Load(ref Unsafe.Add(ref right, L.Count)), b2 = L.Load(ref Unsafe.Add(ref right, 2 * L.Count)), f;
                f = L.Create(left); c00 = L.MultiplyAdd(f, b0, c00); c01 = L.MultiplyAdd(f, b1, c01); c02 = L.MultiplyAdd(f, b2, c02);
                f = L.Create(Unsafe.Add(ref left, a1)); c10 = L.MultiplyAdd(f, b0, c10); c11 = L.MultiplyAdd(f, b1, c11); c12 = L.MultiplyAdd(f, b2, c12);
                f = L.Create(Unsafe.Add(ref left, a2)); c20 = L.MultiplyAdd(f, b0, c20); c21 = L.MultiplyAdd(f, b1, c21); c22 = L.MultiplyAdd(f, b2, c22);
                f = L.Create(Unsafe.Add(ref left, a3)); c30 = L.MultiplyAdd(f, b0, c30); c31 = L.MultiplyAdd(f, b1, c31); c32 = L.MultiplyAdd(f, b2, c32);
                f = L.Create(lower); c40 = L.MultiplyAdd(f, b0, c40); c41 = L.MultiplyAdd(f, b1, c41); c42 = L.MultiplyAdd(f, b2, c42);
                f = L.Create(Unsafe.Add(ref lower, a1)); c50 = L.MultiplyAdd(f, b0, c50); c51 = L.MultiplyAdd(f, b1, c51); c52 = L.MultiplyAdd(f, b2, c52);
                f = L.Create(Unsafe.Add(ref lower, a2)); c60 = L.MultiplyAdd(f, b0, c60); c61 = L.MultiplyAdd(f, b1, c61); c62 = L.MultiplyAdd(f, b2, c62);
                f = L.Create(Unsafe.Add(ref lower, a3)); c70 = L.MultiplyAdd(f, b0, c70); c71 = L.MultiplyAdd(f, b1, c71); c72 = L.MultiplyAdd(f, b2, c72);
                left = ref Unsafe.Add(ref left, aColumn);
                lower = ref Unsafe.Add(ref lower, aColumn);
                right = ref Unsafe.Add(ref right, bRow);
            }

            ref T cell = ref Unsafe.Add(ref c, r * cRow);
            if (add)
            {
                c00 = L.Add(L.Load(ref cell), c00); c01 = L.Add(L.Load(ref Unsafe.Add(ref cell, L.Count)), c01); c02 = L.Add(L.Load(ref Unsafe.Add(ref cell, 2 * L.Count)), c02);
                c10 = L.Add(L.Load(ref Unsafe.Add(ref cell, cRow)), c10); c11 = L.Add(L.Load(ref Unsafe.Add(ref cell, cRow + L.Count)), c11); c12 = L.Add(L.Load(ref Unsafe.Add(ref cell, cRow + 2 * L.Count)), c12);
                c20 = L.Add(L.Load(ref Unsafe.Add(ref cell, 2 * cRow)), c20); c21 = L.Add(L.Load(ref Unsafe.Add(ref cell, 2 * cRow + L.Count)), c21); c22 = L.Add(L.Load(ref Unsafe.Add(ref cell, 2 * cRow + 2 * L.Count)), c22);
                c30 = L.Add(L.Load(ref Unsafe.Add(ref cell, 3 * cRow)), c30); c31 = L.Add(L.Load(ref Unsafe.Add(ref cell, 3 * cRow + L.Count)), c31); c32 = L.Add(L.Load(ref Unsafe.Add(ref cell, 3 * cRow + 2 * L.Count)), c32);
                c40 = L.Add(L.Load(ref Unsafe.Add(ref cell, 4 * cRow)), c40); c41 = L.Add(L.Load(ref Unsafe.Add(ref cell, 4 * cRow + L.Count)), c41); c42 = L.Add(L.Load(ref Unsafe.Add(ref cell, 4 * cRow + 2 * L.Count)), c42);
                c50 = L.Add(L.Load(ref Unsafe.Add(ref cell, 5 * cRow)), c50); c51 = L.Add(L.Load(ref Unsafe.Add(ref cell, 5 * cRow + L.Count)), c51); c52 = L.Add(L.Load(ref Unsafe.Add(ref cell, 5 * cRow + 2 * L.Count)), c52);
                c60 = L.Add(L.Load(ref Unsafe.Add(ref cell, 6 * cRow)), c60); c61 = L.Add(L.Load(ref Unsafe.Add(ref cell, 6 * cRow + L.Count)), c61); c62 = L.Add(L.Load(ref Unsafe.Add(ref cell, 6 * cRow + 2 * L.Count)), c62);
                c70 = L.Add(L.Load(ref Unsafe.Add(ref cell, 7 * cRow)), c70); c71 = L.Add(L.Load(ref Unsafe.Add(ref cell, 7 * cRow + L.Count)), c71); c72 = L.Add(L.Load(ref Unsafe.Add(ref cell, 7 * cRow + 2 * L.Count)), c72);
            }

            L.Store(c00, ref cell); L.Store(c01, ref Unsafe.Add(ref cell, L.Count)); L.Store(c02, ref Unsafe.Add(ref cell, 2 * L.Count));
            L.Store(c10, ref Unsafe.Add(ref cell, cRow)); L.Store(c11, ref Unsafe.Add(ref cell, cRow + L.Count)); L.Store(c12, ref Unsafe.Add(ref cell, cRow + 2 * L.Count));
            L.Store(c20, ref Unsafe.Add(ref cell, 2 * cRow)); L.Store(c21, ref Unsafe.Add(ref cell, 2 * cRow + L.Count)); L.Store(c22, ref Unsafe.Add(ref cell, 2 * cRow + 2 * L.Count));
            L.Store(c30, ref Unsafe.Add(ref cell, 3 * cRow)); L.Store(c31, ref Unsafe.Add(ref cell, 3 * cRow + L.Count)); L.Store(c32, ref Unsafe.Add(ref cell, 3 * cRow + 2 * L.Count));
            L.Store(c40, ref Unsafe.Add(ref cell, 4 * cRow)); L.Store(c41, ref Unsafe.Add(ref cell, 4 * cRow + L.Count)); L.Store(c42, ref Unsafe.Add(ref cell, 4 * cRow + 2 * L.Count));
            L.Store(c50, ref Unsafe.Add(ref cell, 5 * cRow)); L.Store(c51, ref Unsafe.Add(ref cell, 5 * cRow + L.Count)); L.Store(c52, ref Unsafe.Add(ref cell, 5 * cRow + 2 * L.Count));
            L.Store(c60, ref Unsafe.Add(ref cell, 6 * cRow)); L.Store(c61, ref Unsafe.Add(ref cell, 6 * cRow + L.Count)); L.Store(c62, ref Unsafe.Add(ref cell, 6 * cRow + 2 * L.Count));
            L.Store(c70, ref Unsafe.Add(ref cell, 7 * cRow)); L.Store(c71, ref Unsafe.Add(ref cell, 7 * cRow + L.Count)); L.Store(c72, ref Unsafe.Add(ref cell, 7 * cRow + 2 * L.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tall8x2<V, T, L>(ref T a, nint aRow, nint aColumn, ref T b, nint bRow, ref T start, nint startRow, ref T c, nint cRow, int rows, int depth, bool add)
        where L : struct, ILanes<V, T>
    {
        nint a1 = aRow, a2 = 2 * aRow, a3 = 3 * aRow;
        for (int r = 0; r < rows; r += 8)
        {
            V c00 = L.Zero, c01 = L.Zero;
            V c10 = L.Zero, c11 = L.Zero;
            V c20 = L.Zero, c21 = L.Zero;
            V c30 = L.Zero, c31 = L.Zero;
            V c40 = L.Zero, c41 = L.Zero;
            V c50 = L.Zero, c51 = L.Zero;
            V c60 = L.Zero, c61 = L.Zero;
            V c70 = L.Zero, c71 = L.Zero;
            if (!Unsafe.IsNullRef(ref start))
            {
                ref T from = ref Unsafe.Add(ref start, r * startRow);
                c00 = L.Load(ref from); c01 = L.Load(ref Unsafe.Add(ref from, L.Count));
                c10 = L.Load(ref Unsafe.Add(ref from, startRow)); c11 = L.Load(ref Unsafe.Add(ref from, startRow + L.Count));
                c20 = L.Load(ref Unsafe.Add(ref from, 2 * startRow)); c21 = L.Load(ref Unsafe.Add(ref from, 2 * startRow + L.Count));
                c30 = L.Load(ref Unsafe.Add(ref from, 3 * startRow)); c31 = L.Load(ref Unsafe.Add(ref from, 3 * startRow + L.Count));
                c40 = L.Load(ref Unsafe.Add(ref from, 4 * startRow)); c41 = L.Load(ref Unsafe.Add(ref from, 4 * startRow + L.Count));
                c50 = L.Load(ref Unsafe.Add(ref from, 5 * startRow)); c51 = L.Load(ref Unsafe.Add(ref from, 5 * startRow + L.Count));
                c60 = L.Load(ref Unsafe.Add(ref from, 6 * startRow)); c61 = L.Load(ref Unsafe.Add(ref from, 6 * startRow + L.Count));
                c70 = L.Load(ref Unsafe.Add(ref from, 7 * startRow)); c71 = L.Load(ref Unsafe.Add(ref from, 7 * startRow + L.Count));
            }

            ref T left = ref Unsafe.Add(ref a, r * aRow);
            ref T lower = ref Unsafe.Add(ref left, 4 * aRow);
            ref T right = ref b;
            for (int k = depth; k > 0; k--)
            {
                V b0 = L.Load(ref right), b1 = L.Load(ref Unsafe.Add(ref right, L.Count)), f;
                f = L.Create(left); c00 = L.MultiplyAdd(f, b0, c00); c01 = L.MultiplyAdd(f, b1, c01);
                f = L.Create(Unsafe.Add(ref left, a1)); c10 = L.MultiplyAdd(f, b0, c10); c11 = L.MultiplyAdd(f, b1, c11);
                f = L.Create(Unsafe.Add(ref left, a2)); c20 = L.MultiplyAdd(f, b0, c20); c21 = L.MultiplyAdd(f, b1, c21);
                f = L.Create(Unsafe.Add(ref left, a3)); c30 = L.MultiplyAdd(f, b0, c30); c31 = L.MultiplyAdd(f, b1, c31);
                f = L.Create(lower); c40 = L.MultiplyAdd(f, b0, c40); c41 = L.MultiplyAdd(f, b1, c41);
                f = L.Create(Unsafe.Add(ref lower, a1)); c50 = L.MultiplyAdd(f, b0, c50); c51 = L.MultiplyAdd(f, b1, c51);
                f = L.Create(Unsafe.Add(ref lower, a2)); c60 = L.MultiplyAdd(f, b0, c60); c61 = L.MultiplyAdd(f, b1, c61);
                f = L.Create(Unsafe.Add(ref lower, a3)); c70 = L.MultiplyAdd(f, b0, c70); c71 = L.MultiplyAdd(f, b1, c71);
                left = ref Unsafe.Add(ref left, aColumn);
                lower = ref Unsafe.Add(ref lower, aColumn);
                right = ref Unsafe.Add(ref right, bRow);
            }

            ref T cell = ref Unsafe.Add(ref c, r * cRow);
            if (add)
            {
                c00 = L.Add(L.Load(ref cell), c00); c01 = L.Add(L.Load(ref Unsafe.Add(ref cell, L.Count)), c01);
                c10 = L.Add(L.Load(ref Unsafe.Add(ref cell, cRow)), c10); c11 = L.Add(L.Load(ref Unsafe.Add(ref cell, cRow + L.Count)), c11);
                c20 = L.Add(L.Load(ref Unsafe.Add(ref cell, 2 * cRow)), c20); c21 = L.Add(L.Load(ref Unsafe.Add(ref cell, 2 * cRow + L.Count)), c21);
                c30 = L.Add(L.Load(ref Unsafe.Add(ref cell, 3 * cRow)), c30); c31 = L.Add(L.Load(ref Unsafe.Add(ref cell, 3 * cRow + L.Count)), c31);
                c40 = L.Add(L.Load(ref Unsafe.Add(ref cell, 4 * cRow)), c40); c41 = L.Add(L.Load(ref Unsafe.Add(ref cell, 4 * cRow + L.Count)), c41);
                c50 = L.Add(L.Load(ref Unsafe.Add(ref cell, 5 * cRow)), c50); c51 = L.Add(L.Load(ref Unsafe.Add(ref cell, 5 * cRow + L.Count)), c51);
                c60 = L.Add(L.Load(ref Unsafe.Add(ref cell, 6 * cRow)), c60); c61 = L.Add(L.Load(ref Unsafe.Add(ref cell, 6 * cRow + L.Count)), c61);
                c70 = L.Add(L.Load(ref Unsafe.Add(ref cell, 7 * cRow)), c70); c71 = L.Add(L.Load(ref Unsafe.Add(ref cell, 7 * cRow + L.Count)), c71);
            }

            L.Store(c00, ref cell); L.Store(c01, ref Unsafe.Add(ref cell, L.Count));
            L.Store(c10, ref Unsafe.Add(ref cell, cRow)); L.Store(c11, ref Unsafe.Add(ref cell, cRow + L.Count));
            L.Store(c20, ref Unsafe.Add(ref cell, 2 * cRow)); L.Store(c21, ref Unsafe.Add(ref cell, 2 * cRow + L.Count));
            L.Store(c30, ref Unsafe.Add(ref cell, 3 * cRow)); L.Store(c31, ref Unsafe.Add(ref cell, 3 * cRow + L.Count));
            L.Store(c40, ref Unsafe.Add(ref cell, 4 * cRow)); L.Store(c41, ref Unsafe.Add(ref cell, 4 * cRow + L.Count));
            L.Store(c50, ref Unsafe.Add(ref cell, 5 * cRow)); L.Store(c51, ref Unsafe.Add(ref cell, 5 * cRow + L.Count));
            L.Store(c60, ref Unsafe.Add(ref cell, 6 * cRow)); L.Store(c61, ref Unsafe.Add(ref cell, 6 * cRow + L.Count));
            L.Store(c70, ref Unsafe.Add(ref cell, 7 * cRow)); L.Store(c71, ref Unsafe.Add(ref cell, 7 * cRow + L.Count));
        }
    }
}
