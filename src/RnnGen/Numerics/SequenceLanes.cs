using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>
/// The two recursions of a mini-batch of a small network, with its sequences across the lanes: x, h, D and e are a row for
/// each of their numbers, in it the steps one after the other and a lane for each sequence. All steps are one call, in which
/// a sum leaves its register only as a finished h or e.
/// </summary>
public static class SequenceLanes
{
    /// <summary>h[t] = tanh(Wx x[t] + bx + Wh h[t-1] + bh) for every step.</summary>
    /// <param name="wx">Wxᵀ, a row of it for every number of x.</param>
    /// <param name="wh">Whᵀ, a row of it for every number of h.</param>
    /// <param name="weightRow">Distance between rows of both, in elements.</param>
    /// <param name="bx">bx.</param>
    /// <param name="bh">bh.</param>
    /// <param name="x">x[1].</param>
    /// <param name="h">h[0]; the other h follow it.</param>
    /// <param name="biases">Receives bx + bh, what all sums start from: a row for each hidden unit, as long as a step, its number in every lane. As columns of Wx and Wh, with a 1 in x and h, the two took 2 % of a mini-batch at H = 8 and 16.</param>
    /// <param name="row">Distance between rows of x, h and the biases.</param>
    /// <param name="step">Distance between steps.</param>
    /// <param name="steps">Number of steps.</param>
    /// <param name="lanes">Number of sequences; rows are read and written to two lines of 64 bytes.</param>
    /// <param name="inputs">Numbers in x.</param>
    /// <param name="H">Numbers in h.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(ref float wx, ref float wh, nint weightRow, ref float bx, ref float bh, ref float x, ref float h, ref float biases, nint row, nint step, int steps, int lanes, int inputs, int H)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Spread<Vector512<float>, float, WideLanes>(ref bx, ref bh, ref biases, row, lanes, H);
            Pass<Vector512<float>, float, WideLanes, Tiles<Vector512<float>, float, WideLanes>.Keep>(new(ref wx, 1, weightRow, ref x, row, inputs), new(ref wh, 1, weightRow, ref h, row, H), ref biases, ref Unsafe.Add(ref h, step), ref h, step, steps, lanes, H, squash: true);
        }
        else
        {
            Spread<Vector<float>, float, UsualLanes>(ref bx, ref bh, ref biases, row, lanes, H);
            Pass<Vector<float>, float, UsualLanes, Tiles<Vector<float>, float, UsualLanes>.Keep>(new(ref wx, 1, weightRow, ref x, row, inputs), new(ref wh, 1, weightRow, ref h, row, H), ref biases, ref Unsafe.Add(ref h, step), ref h, step, steps, lanes, H, squash: true);
        }
    }

    /// <inheritdoc cref="Forward(ref float, ref float, nint, ref float, ref float, ref float, ref float, ref float, nint, nint, int, int, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(ref double wx, ref double wh, nint weightRow, ref double bx, ref double bh, ref double x, ref double h, ref double biases, nint row, nint step, int steps, int lanes, int inputs, int H)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Spread<Vector512<double>, double, WideLanes>(ref bx, ref bh, ref biases, row, lanes, H);
            Pass<Vector512<double>, double, WideLanes, Tiles<Vector512<double>, double, WideLanes>.Keep>(new(ref wx, 1, weightRow, ref x, row, inputs), new(ref wh, 1, weightRow, ref h, row, H), ref biases, ref Unsafe.Add(ref h, step), ref h, step, steps, lanes, H, squash: true);
        }
        else
        {
            Spread<Vector<double>, double, UsualLanes>(ref bx, ref bh, ref biases, row, lanes, H);
            Pass<Vector<double>, double, UsualLanes, Tiles<Vector<double>, double, UsualLanes>.Keep>(new(ref wx, 1, weightRow, ref x, row, inputs), new(ref wh, 1, weightRow, ref h, row, H), ref biases, ref Unsafe.Add(ref h, step), ref h, step, steps, lanes, H, squash: true);
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(ref float wy, nint wyRow, ref float wh, nint whRow, ref float d, ref float h, ref float e, nint row, nint step, int steps, int lanes, int H, int K)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Pass<Vector512<float>, float, WideLanes, Tiles<Vector512<float>, float, WideLanes>.Slope>(new(ref wy, wyRow, 1, ref d, row, K), new(ref wh, whRow, 1, ref e, row, H), ref Unsafe.NullRef<float>(), ref Unsafe.Subtract(ref e, step), ref h, -step, steps, lanes, H, squash: false);
        }
        else
        {
            Pass<Vector<float>, float, UsualLanes, Tiles<Vector<float>, float, UsualLanes>.Slope>(new(ref wy, wyRow, 1, ref d, row, K), new(ref wh, whRow, 1, ref e, row, H), ref Unsafe.NullRef<float>(), ref Unsafe.Subtract(ref e, step), ref h, -step, steps, lanes, H, squash: false);
        }
    }

    /// <inheritdoc cref="Backward(ref float, nint, ref float, nint, ref float, ref float, ref float, nint, nint, int, int, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(ref double wy, nint wyRow, ref double wh, nint whRow, ref double d, ref double h, ref double e, nint row, nint step, int steps, int lanes, int H, int K)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Pass<Vector512<double>, double, WideLanes, Tiles<Vector512<double>, double, WideLanes>.Slope>(new(ref wy, wyRow, 1, ref d, row, K), new(ref wh, whRow, 1, ref e, row, H), ref Unsafe.NullRef<double>(), ref Unsafe.Subtract(ref e, step), ref h, -step, steps, lanes, H, squash: false);
        }
        else
        {
            Pass<Vector<double>, double, UsualLanes, Tiles<Vector<double>, double, UsualLanes>.Slope>(new(ref wy, wyRow, 1, ref d, row, K), new(ref wh, whRow, 1, ref e, row, H), ref Unsafe.NullRef<double>(), ref Unsafe.Subtract(ref e, step), ref h, -step, steps, lanes, H, squash: false);
        }
    }

    /// <summary>bx + bh of every unit in all lanes of its row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread<V, T, L>(ref T bx, ref T bh, ref T biases, nint row, int lanes, int H)
        where L : struct, ILanes<V, T>
    {
        for (int i = 0; i < H; i++)
        {
            V bias = L.Add(L.Create(Unsafe.Add(ref bx, i)), L.Create(Unsafe.Add(ref bh, i)));
            for (int lane = 0; lane < lanes; lane += L.Count)
            {
                L.Store(bias, ref Unsafe.Add(ref biases, i * row + lane));
            }
        }
    }

    /// <summary>c = F(start + A1 B1 + A2 B2) for every step, B1, B2, c and h being a step further each time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pass<V, T, L, F>(Product<T> first, Product<T> second, ref T start, ref T c, ref T h, nint step, int steps, int lanes, int rows, bool squash)
        where L : struct, ILanes<V, T>
        where F : struct, Tiles<V, T, L>.IFinish
    {
        var work = new Work<T>(1, 1, ref start, first.BRow, ref c, first.BRow, ref h, first.BRow);
        if (Tiles<V, T, L>.GoesInSteps(rows))
        {
            Tiles<V, T, L>.Steps<F>(first, second, work, step, steps, rows, lanes, squash);
            return;
        }

        for (int t = 0; t < steps; t++)
        {
            Tiles<V, T, L>.Run<F>(first, second, work, rows, lanes, squash);
            first.B = ref Unsafe.Add(ref first.B, step);
            second.B = ref Unsafe.Add(ref second.B, step);
            work.C = ref Unsafe.Add(ref work.C, step);
            work.H = ref Unsafe.Add(ref work.H, step);
        }
    }
}
