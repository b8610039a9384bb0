using RnnGen;

namespace Digits;

/// <summary>
/// Weight decay, θ ← θ - γλθ, taken once a pass for all its updates together. The views are the network's own memory:
/// what is written here is what the next <c>Train</c> starts from.
/// </summary>
internal static class WeightDecay
{
    public static void Shrink(DigitReader net, float factor)
    {
        Shrink(net.Wx, factor);
        Shrink(net.Wh, factor);
        Shrink(net.Wy, factor);
    }

    private static void Shrink(MatrixView<float> weights, float factor)
    {
        for (int i = 0; i < weights.Rows; i++)
        {
            for (int j = 0; j < weights.Columns; j++)
            {
                weights[i, j] *= factor;
            }
        }
    }
}
