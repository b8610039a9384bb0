using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>What the network costs, for the reader of the generated file. A multiply-add counts as two operations.</summary>
/// <param name="Parameters">HN + H + HH + H + KH + K.</param>
/// <param name="StepFlops">Operations of one step, tanh and softmax left out.</param>
/// <param name="TrainFlops">Operations of one Train call with T steps: forward, backward, all six gradients.</param>
/// <param name="WeightBytes">The six parameters, without padding.</param>
/// <param name="NetworkBytes">A network's memory, with padding.</param>
/// <param name="StateBytes">The hidden state.</param>
/// <param name="RunnerBytes">A runner's memory.</param>
/// <param name="TrainerBytes">A trainer's memory, that for mini-batches left out.</param>
/// <param name="BatchBytes">A trainer's memory for mini-batches.</param>
internal sealed record CostFigures(
    long Parameters,
    long StepFlops,
    long TrainFlops,
    long WeightBytes,
    long NetworkBytes,
    long StateBytes,
    long RunnerBytes,
    long TrainerBytes,
    long BatchBytes)
{
    public static CostFigures Of(NetworkShape shape, Layout layout)
    {
        long n = shape.N, h = shape.H, k = shape.K, t = shape.T;
        long weights = (n + h + k) * h;
        long parameters = weights + h + h + k;
        int size = shape.Precision == Precision.Single ? 4 : 8;

        // Backward: Wyᵀ D and Whᵀ e, then one multiply-add for each weight and step of the three outer products.
        long train = t * 2 * (weights + (k + h) * h + weights) + 2 * parameters;
        return new(
            parameters,
            2 * weights,
            train,
            size * parameters,
            (long)size * layout.Parameters.Length,
            size * h,
            (long)size * layout.Runner.Length,
            (long)size * layout.Trainer.Length,
            shape.HasBatch ? size * (long)BatchLayout.Of(shape).Length : 0);
    }
}
