using RnnGen.Reference;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Reference;

/// <summary>
/// The float network against the double one with the very same parameters and inputs: all that is left is the rounding
/// of float, 6e-8 an operation. Sixteen units in the last place leave room for its growth over the steps.
/// </summary>
public class PrecisionTests
{
    private const double Tolerance = 16 * 1.1920929e-7;

    [Theory]
    [InlineData(1, 1, 2, 1)]
    [InlineData(3, 5, 4, 7)]
    [InlineData(8, 32, 10, 8)]
    [InlineData(5, 9, 3, 31)]
    public void Float_agrees_with_double_to_the_accuracy_of_float(int N, int H, int K, int steps)
    {
        var single = new ElmanReference<float>(N, H, K, seed: 41);
        var precise = new ElmanReference<double>(N, H, K);
        foreach (ElmanParameter parameter in ElmanParameters<double>.Order)
        {
            double[] widened = [.. single.Parameters[parameter].ToArray().Select(value => (double)value)];
            widened.CopyTo(precise.Parameters[parameter]);
        }

        TrainingExample<float> floats = TrainingExample<float>.Create(N, K, steps, seed: 42);
        TrainingExample<double> doubles = TrainingExample<double>.Create(N, K, steps, seed: 42);
        float loss = single.Train(floats.X, floats.Labels, 0.125f);
        double preciseLoss = precise.Train(doubles.X, doubles.Labels, 0.125);

        TensorAssert.Close([preciseLoss], [loss], Tolerance, "E");
        Close(precise.Trace.h, single.Trace.h, "h");
        Close(precise.Trace.p, single.Trace.p, "p");
        Close(precise.Trace.e, single.Trace.e, "e");
        foreach (ElmanParameter parameter in ElmanParameters<double>.Order)
        {
            TensorAssert.Close<double, float>(precise.Gradient[parameter], single.Gradient[parameter], Tolerance, $"d{parameter}");
            TensorAssert.Close<double, float>(precise.Parameters[parameter], single.Parameters[parameter], Tolerance, $"{parameter}");
        }
    }

    private static void Close(double[,] expected, float[,] actual, string name) =>
        TensorAssert.Close<double, float>(expected.RowMajor(), actual.RowMajor(), Tolerance, name);
}
