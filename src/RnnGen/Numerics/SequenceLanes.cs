using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>
/// The two recursions of a mini-batch of a tiny network, with its sequences across the lanes: x, h, D and e are a row for
/// each of their numbers, in it the steps one after the other and a lane for each sequence. All steps are one call, in which
/// a sum leaves its register only as a finished h or e.
/// </summary>
public static class SequenceLanes
{
    /// <summary>h[t] = tanh(Wx x[t] + Wh h[t-1]) for every step. A bias is one more column of its matrix, and the vector has a 1 there.</summary>
    /// <param name="wx">Wxᵀ, a row of it for every number of x.</param>
    /// <param name="wh">Whᵀ, a row of it for every number of h.</param>
    /// <param name="weightRow">Distance between rows of both, in elements.</param>
    /// <param name="x">x[1].</param>
    /// <param name="h">h[0]; the other h follow it. Rows from H on are read only.</param>
    /// <param name="row">Distance between rows of x and h.</param>
    /// <param name="step">Distance between steps.</param>
    /// <param name="steps">Number of steps.</param>
    /// <param name="lanes">Number of sequences; rows are read and written to two lines of 64 bytes.</param>
    /// <param name="inputs">Numbers in x.</param>
    /// <param name="H">Numbers in h that are computed.</param>
    /// <param name="states">Numbers in h that enter the sums.</param>
    public static void Forward(ref float wx, ref float wh, nint weightRow, ref float x, ref float h, nint row, nint step, int steps, int lanes, int inputs, int H, int states)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Pass<Vector512<float>, float, WideLanes, Squash<Vector512<float>, float, WideLanes>>(ref wx, 1, weightRow, ref x, inputs, ref wh, 1, weightRow, ref h, states, ref Unsafe.Add(ref h, step), ref h, row, step, steps, lanes, H);
        }
        else
        {
            Pass<Vector<float>, float, UsualLanes, Squash<Vector<float>, float, UsualLanes>>(ref wx, 1, weightRow, ref x, inputs, ref wh, 1, weightRow, ref h, states, ref Unsafe.Add(ref h, step), ref h, row, step, steps, lanes, H);
        }
    }

    /// <inheritdoc cref="Forward(ref float, ref float, nint, ref float, ref float, nint, nint, int, int, int, int, int)"/>
    public static void Forward(ref double wx, ref double wh, nint weightRow, ref double x, ref double h, nint row, nint step, int steps, int lanes, int inputs, int H, int states)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Pass<Vector512<double>, double, WideLanes, Squash<Vector512<double>, double, WideLanes>>(ref wx, 1, weightRow, ref x, inputs, ref wh, 1, weightRow, ref h, states, ref Unsafe.Add(ref h, step), ref h, row, step, steps, lanes, H);
        }
        else
        {
            Pass<Vector<double>, double, UsualLanes, Squash<Vector<double>, double, UsualLanes>>(ref wx, 1, weightRow, ref x, inputs, ref wh, 1, weightRow, ref h, states, ref Unsafe.Add(ref h, step), ref h, row, step, steps, lanes, H);
        }
    }

    /// <summary>e[t] = (1 - h[t]²) ∘ (Wyᵀ D[t] + Whᵀ e[t+1]) for every step, from the last to the first.</summary>
    /// <param name="wy">Wyᵀ, a row of K for every hidden unit.</param>
    /// <param name="wyRow">Distance between its rows, in elements.</param>
    /// <param name="wh">Whᵀ, a row of H for every hidden unit.</param>
    /// <param name="whRow">Distance between its rows.</param>
    /// <param name="d">D of the last step.</param>
    /// <param name="h">h of the last step.</param>
    /// <param name="e">What stands for e after the last step; the other e lie before it.</param>
    /// <param name="row">Distance between rows of D, h and e.</param>
    /// <param name="step">Distance between steps.</param>
    /// <param name="steps">Number of steps.</param>
    /// <param name="lanes">Number of sequences; rows are read and written to two lines of 64 bytes.</param>
    /// <param name="H">Numbers in h and e.</param>
    /// <param name="K">Numbers in D.</param>
    public static void Backward(ref float wy, nint wyRow, ref float wh, nint whRow, ref float d, ref float h, ref float e, nint row, nint step, int steps, int lanes, int H, int K)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Pass<Vector512<float>, float, WideLanes, Slope<Vector512<float>, float, WideLanes>>(ref wy, wyRow, 1, ref d, K, ref wh, whRow, 1, ref e, H, ref Unsafe.Subtract(ref e, step), ref h, row, -step, steps, lanes, H);
        }
        else
        {
            Pass<Vector<float>, float, UsualLanes, Slope<Vector<float>, float, UsualLanes>>(ref wy, wyRow, 1, ref d, K, ref wh, whRow, 1, ref e, H, ref Unsafe.Subtract(ref e, step), ref h, row, -step, steps, lanes, H);
        }
    }

    /// <inheritdoc cref="Backward(ref float, nint, ref float, nint, ref float, ref float, ref float, nint, nint, int, int, int, int)"/>
    public static void Backward(ref double wy, nint wyRow, ref double wh, nint whRow, ref double d, ref double h, ref double e, nint row, nint step, int steps, int lanes, int H, int K)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Pass<Vector512<double>, double, WideLanes, Slope<Vector512<double>, double, WideLanes>>(ref wy, wyRow, 1, ref d, K, ref wh, whRow, 1, ref e, H, ref Unsafe.Subtract(ref e, step), ref h, row, -step, steps, lanes, H);
        }
        else
        {
            Pass<Vector<double>, double, UsualLanes, Slope<Vector<double>, double, UsualLanes>>(ref wy, wyRow, 1, ref d, K, ref wh, whRow, 1, ref e, H, ref Unsafe.Subtract(ref e, step), ref h, row, -step, steps, lanes, H);
        }
    }

    /// <summary>c = F(Σ a1 b1 + Σ a2 b2) for every step, in tiles of 4 rows and 2 vectors; where fewer rows are left, the last one is computed several times over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pass<V, T, L, F>(ref T a1, nint a1Row, nint a1Column, ref T b1, int depth1, ref T a2, nint a2Row, nint a2Column, ref T b2, int depth2, ref T c, ref T h, nint row, nint step, int steps, int lanes, int rows)
        where L : struct, ILanes<V, T>
        where F : struct, IFinish<V, T>
    {
        for (int t = 0; t < steps; t++)
        {
            for (int i = 0; i < lanes; i += 2 * L.Count)
            {
                for (int r = 0; r < rows; r += 4)
                {
                    int last = rows - r - 1;
                    nint r1 = Math.Min(1, last);
                    nint r2 = Math.Min(2, last);
                    nint r3 = Math.Min(3, last);
                    V c00 = L.Zero, c01 = L.Zero, c10 = L.Zero, c11 = L.Zero, c20 = L.Zero, c21 = L.Zero, c30 = L.Zero, c31 = L.Zero;
                    ref T left = ref Unsafe.Add(ref a1, r * a1Row);
                    ref T right = ref Unsafe.Add(ref b1, i);
                    nint w1 = r1 * a1Row, w2 = r2 * a1Row, w3 = r3 * a1Row;
                    for (int k = depth1; k > 0; k--)
                    {
                        V v0 = L.Load(ref right), v1 = L.Load(ref Unsafe.Add(ref right, L.Count)), f;
                        f = L.Create(left); c00 = L.MultiplyAdd(f, v0, c00); c01 = L.MultiplyAdd(f, v1, c01);
                        f = L.Create(Unsafe.Add(ref left, w1)); c10 = L.MultiplyAdd(f, v0, c10); c11 = L.MultiplyAdd(f, v1, c11);
                        f = L.Create(Unsafe.Add(ref left, w2)); c20 = L.MultiplyAdd(f, v0, c20); c21 = L.MultiplyAdd(f, v1, c21);
                        f = L.Create(Unsafe.Add(ref left, w3)); c30 = L.MultiplyAdd(f, v0, c30); c31 = L.MultiplyAdd(f, v1, c31);
                        left = ref Unsafe.Add(ref left, a1Column);
                        right = ref Unsafe.Add(ref right, row);
                    }

                    left = ref Unsafe.Add(ref a2, r * a2Row);
                    right = ref Unsafe.Add(ref b2, i);
                    w1 = r1 * a2Row;
                    w2 = r2 * a2Row;
                    w3 = r3 * a2Row;
                    for (int k = depth2; k > 0; k--)
                    {
                        V v0 = L.Load(ref right), v1 = L.Load(ref Unsafe.Add(ref right, L.Count)), f;
                        f = L.Create(left); c00 = L.MultiplyAdd(f, v0, c00); c01 = L.MultiplyAdd(f, v1, c01);
                        f = L.Create(Unsafe.Add(ref left, w1)); c10 = L.MultiplyAdd(f, v0, c10); c11 = L.MultiplyAdd(f, v1, c11);
                        f = L.Create(Unsafe.Add(ref left, w2)); c20 = L.MultiplyAdd(f, v0, c20); c21 = L.MultiplyAdd(f, v1, c21);
                        f = L.Create(Unsafe.Add(ref left, w3)); c30 = L.MultiplyAdd(f, v0, c30); c31 = L.MultiplyAdd(f, v1, c31);
                        left = ref Unsafe.Add(ref left, a2Column);
                        right = ref Unsafe.Add(ref right, row);
                    }

                    nint at = r * row + i;
                    L.Store(F.Finish(c00, ref Unsafe.Add(ref h, at)), ref Unsafe.Add(ref c, at)); L.Store(F.Finish(c01, ref Unsafe.Add(ref h, at + L.Count)), ref Unsafe.Add(ref c, at + L.Count));
                    at = (r + r1) * row + i;
                    L.Store(F.Finish(c10, ref Unsafe.Add(ref h, at)), ref Unsafe.Add(ref c, at)); L.Store(F.Finish(c11, ref Unsafe.Add(ref h, at + L.Count)), ref Unsafe.Add(ref c, at + L.Count));
                    at = (r + r2) * row + i;
                    L.Store(F.Finish(c20, ref Unsafe.Add(ref h, at)), ref Unsafe.Add(ref c, at)); L.Store(F.Finish(c21, ref Unsafe.Add(ref h, at + L.Count)), ref Unsafe.Add(ref c, at + L.Count));
                    at = (r + r3) * row + i;
                    L.Store(F.Finish(c30, ref Unsafe.Add(ref h, at)), ref Unsafe.Add(ref c, at)); L.Store(F.Finish(c31, ref Unsafe.Add(ref h, at + L.Count)), ref Unsafe.Add(ref c, at + L.Count));
                }
            }

            b1 = ref Unsafe.Add(ref b1, step);
            b2 = ref Unsafe.Add(ref b2, step);
            c = ref Unsafe.Add(ref c, step);
            h = ref Unsafe.Add(ref h, step);
        }
    }

    /// <summary>What becomes of a sum.</summary>
    private interface IFinish<V, T>
    {
        static abstract V Finish(V sum, ref T h);
    }

    private readonly struct Squash<V, T, L> : IFinish<V, T>
        where L : struct, ILanes<V, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Finish(V sum, ref T h) => L.Tanh(sum);
    }

    private readonly struct Slope<V, T, L> : IFinish<V, T>
        where L : struct, ILanes<V, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Finish(V sum, ref T h) => L.ThroughTanh(sum, L.Load(ref h));
    }
}
