using System.Globalization;
using System.Text;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace Inspect;

/// <summary>Puts the plan of a network into tables: all that this program knows of the generator's planning is here.</summary>
internal static class PlanReport
{
    public static IEnumerable<Section> Of(NetworkShape shape, string source)
    {
        NetworkPlan plan = NetworkPlan.For(shape);
        return [Cost(plan), .. Memory(plan), VectorProducts(plan), Bounds(plan), Source(source)];
    }

    private static Section Cost(NetworkPlan plan)
    {
        (NetworkShape shape, CostFigures cost) = (plan.Shape, plan.Cost);
        return new($"N = {shape.N}, H = {shape.H}, K = {shape.K}, T = {shape.T}, {shape.Precision} precision, Unroll.{shape.Unroll}", ["cost", ""], [
            ["parameters", Count(cost.Parameters)],
            ["operations of a step, tanh and softmax apart", Count(cost.StepFlops)],
            [$"operations of training on {shape.T} steps", Count(cost.TrainFlops)],
            ["bytes of the weights", Count(cost.WeightBytes)],
            ["bytes of a network, with padding", Count(cost.NetworkBytes)],
            ["bytes of the hidden state", Count(cost.StateBytes)],
            ["bytes of a runner", Count(cost.RunnerBytes)],
            ["bytes of a trainer", Count(cost.TrainerBytes)],
        ]);
    }

    private static Section[] Memory(NetworkPlan plan)
    {
        (NetworkShape shape, Layout layout) = (plan.Shape, plan.Layout);
        (int hp, int kp, int tp) = (layout.Hp, layout.Kp, layout.Tp);

        // Where time runs across the lanes, a row belongs to a class and holds the steps. Few classes are read out along the
        // rows of Wy, and nothing is transposed.
        (int Offset, string What, int Rows, int Length) wy = plan.ReadOutByRows
            ? (layout.Parameters.Wy, "Wy", RowReadOut.Rows(shape), hp)
            : (layout.Parameters.Wy, "Wy, transposed", shape.H, layout.Ky);
        int transposed = plan.ReadOutByRows ? 0 : 1;
        (int scoreRows, int scoreLength) = plan.TimeAcrossLanes ? (TimeLanes.Rows(shape), tp) : (shape.T, kp);
        return [
            Offsets("Network and gradient", [
                (layout.Parameters.WxT, "Wx, transposed", shape.N, hp), (layout.Parameters.Bx, "bx", 1, hp),
                (layout.Parameters.WhT, "Wh, transposed", shape.H, hp), (layout.Parameters.Bh, "bh", 1, hp),
                wy, (layout.Parameters.By, "by", 1, kp)]),
            Offsets("Runner", [
                (layout.Runner.States, "h", shape.T + 1, hp), (layout.Runner.Scores, "y, then p", scoreRows, scoreLength),
                (layout.Runner.ScoreRows, "y as it is read out", transposed * tp, kp), (layout.Runner.Inputs, "x made finite", shape.T, shape.N)]),
            Offsets("Trainer", [
                (layout.Trainer.States, "h", shape.T + 1, hp), (layout.Trainer.Scores, "y, p, then p - l", scoreRows, scoreLength),
                (layout.Trainer.ScoreRows, "y as it is read out", transposed * tp, kp), (layout.Trainer.Labels, "labels, sums of the loss", 3, tp),
                (layout.Trainer.WyGradient, "dWy", plan.TimeAcrossLanes ? transposed * shape.K : 0, hp),
                (layout.Trainer.Errors, "G, then e", shape.T, hp), (layout.Trainer.Wh, "Wh", shape.H, hp), (layout.Trainer.Wy, "Wy", transposed * shape.K, hp),
                (layout.Trainer.Gradient, "gradient", 1, layout.Parameters.Length), (layout.Trainer.Inputs, "x made finite", shape.T, shape.N)]),
        ];
    }

    private static Section Offsets(string owner, (int Offset, string What, int Rows, int Length)[] parts) =>
        new($"{owner}: memory in elements", ["part", "offset", "rows", "length"],
            [.. parts.Where(part => part.Rows * part.Length > 0).Select(part => new[] { part.What, Count(part.Offset), Count(part.Rows), Count(part.Length) })]);

    private static Section VectorProducts(NetworkPlan plan)
    {
        return new("Matrix times vector: tiles of a row, in vectors", ["product", "chains", .. Widths(plan)], [
            Row("Wx x[t]", plan.InputTerms, kernels => kernels.Hidden),
            Row("Wh h[t-1]", plan.HiddenTerms, kernels => kernels.Hidden),
            Row("Wh h[t-1] alone, Whᵀ e[t+1]", plan.HiddenTerms, kernels => kernels.HiddenAlone),
            .. plan.ReadOutByRows || plan.FewClasses ? Array.Empty<string[]>() : [Row("Wy h[t]", plan.ReadOutTerms, kernels => kernels.ReadOut)],
        ]);

        string[] Row(string name, MatVecPlan product, Func<KernelPlan, MatVecTile> tile) =>
            [name, Count(product.Chains.Count), .. Kernels(plan).Select(kernels => Text(tile(kernels)))];

        string Text(MatVecTile tile) => $"{tile.Strips} of {tile.Vectors}";
    }

    private static Section Bounds(NetworkPlan plan)
    {
        Layout layout = plan.Layout;
        return new("Limits", ["of", "used", "limit"], [
            ["parameters", Count(plan.Cost.Parameters), Count(Limits.Parameters)],
            ["elements of memory in one object", Count(Math.Max(layout.Trainer.Length, Math.Max(layout.Runner.Length, layout.Parameters.Length))), Count(Limits.Workspace)],
        ]);
    }

    private static Section Source(string source) => new("Size of the source", ["", "size"], [
        ["bytes", Count(Encoding.UTF8.GetByteCount(source))],
        ["lines", Count(source.Count(character => character == '\n'))],
    ]);

    private static KernelPlan[] Kernels(NetworkPlan plan) => [plan.Usual, plan.Wide];

    private static IEnumerable<string> Widths(NetworkPlan plan) => Kernels(plan).Select(kernels => $"{kernels.Width} lanes");

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
