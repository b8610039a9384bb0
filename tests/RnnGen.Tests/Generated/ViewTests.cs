using System.Numerics;
using RnnGen.Numbers;
using RnnGen.Reference;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Generated;

/// <summary>One element written through each of the six views counts in the next call, in inference and in training.</summary>
public abstract class ViewTests<TNumber>
    where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
{
    public static TheoryData<string> Networks => TwoPrecisions.Names<TNumber>();

    [Theory]
    [MemberData(nameof(Networks))]
    public void One_element_counts_in_the_next_call(string name)
    {
        foreach (ElmanParameter parameter in Enum.GetValues<ElmanParameter>())
        {
            var network = new Network<TNumber>(Shapes.Named(name), seed: 51);
            NetworkRunner<TNumber> runner = network.CreateRunner();
            NetworkTrainer<TNumber> trainer = network.CreateTrainer();
            Sequence<TNumber> sequence = Sequence<TNumber>.Create(network.N, network.K, network.T, seed: 8);
            var before = new TNumber[network.T * network.K];
            runner.Forward(sequence.X, before);
            TNumber lossBefore = trainer.Backward(sequence.X, sequence.Labels);

            AddToLast(network.Parameters, parameter, TwoPrecisions.Number<TNumber>(0.25));

            // The reference is made now, so it holds the new element where [i, j] says it belongs.
            ElmanReference<double> reference = network.ToReference();
            double tolerance = typeof(TNumber) == typeof(float) ? 2e-6 : 1e-12;
            var after = new TNumber[before.Length];
            var expected = new double[before.Length];
            runner.Forward(sequence.X, after);
            runner.Forward(sequence.X, after); // Wh does not show in a single step from h = 0
            reference.Hidden.AsSpan().Clear();
            Settle(network, sequence, reference, expected);
            Assert.NotEqual(before, after);
            TensorAssert.Close(expected, after, tolerance, $"p after a change of {parameter}");

            TNumber loss = trainer.Backward(sequence.X, sequence.Labels);
            TensorAssert.Close([reference.Backward(sequence.WideX, sequence.Labels)], [loss], tolerance, $"E after a change of {parameter}");
            if (network.T > 1 || parameter != ElmanParameter.Wh)
            {
                Assert.NotEqual(lossBefore, loss);
            }
        }
    }

    /// <summary>The reference through what the runner went through: a window with the old element, two with the new one.</summary>
    private static void Settle(Network<TNumber> network, Sequence<TNumber> sequence, ElmanReference<double> reference, double[] p)
    {
        ElmanReference<double> old = new Network<TNumber>(Shapes.Named(network.Name), seed: 51).ToReference();
        old.Forward(sequence.WideX, p);
        old.Hidden.CopyTo(reference.Hidden, 0);
        reference.Forward(sequence.WideX, p);
        reference.Forward(sequence.WideX, p);
    }

    private static void AddToLast(SixTensors<TNumber> parameters, ElmanParameter parameter, TNumber value)
    {
        if (parameter is ElmanParameter.Wx or ElmanParameter.Wh or ElmanParameter.Wy)
        {
            MatrixView<TNumber> matrix = parameters.Matrix(parameter);
            matrix[matrix.Rows - 1, matrix.Columns - 1] += value;
        }
        else
        {
            parameters.Vector(parameter)[^1] += value;
        }
    }
}

public class SingleViewTests : ViewTests<float>;

public class DoubleViewTests : ViewTests<double>;
