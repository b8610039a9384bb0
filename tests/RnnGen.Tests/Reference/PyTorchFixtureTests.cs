using RnnGen.Reference;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Reference;

/// <summary>Every tensor of the reference trainer in double precision against PyTorch's.</summary>
public class PyTorchFixtureTests
{
    private const double Tolerance = 1e-12;

    public static TheoryData<string> Shapes => PyTorchFixture.Shapes;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Forward_gives_the_probabilities_and_the_last_hidden_state(string shape)
    {
        PyTorchFixture fixture = PyTorchFixture.Load(shape);
        ElmanReference<double> network = fixture.CreateReference();
        var p = new double[fixture.T * fixture.K];
        network.Forward(fixture.x, p);

        TensorAssert.Close(fixture.p, p, Tolerance, "p");
        TensorAssert.Close(fixture.h[^fixture.H..], network.Hidden, Tolerance, "h[T]");
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Backward_gives_the_loss_the_intermediate_tensors_and_the_six_gradients(string shape)
    {
        PyTorchFixture fixture = PyTorchFixture.Load(shape);
        ElmanReference<double> network = fixture.CreateReference();
        double loss = network.Backward(fixture.x, fixture.labels);

        TensorAssert.Close([fixture.E], [loss], Tolerance, "E");
        TensorAssert.Close(fixture.h, network.Trace.h.RowMajor().ToArray(), Tolerance, "h");
        TensorAssert.Close(fixture.p, network.Trace.p.RowMajor().ToArray(), Tolerance, "p");
        TensorAssert.Close(fixture.e, network.Trace.e.RowMajor().ToArray(), Tolerance, "e");
        foreach (ElmanParameter parameter in ElmanParameters<double>.Order)
        {
            TensorAssert.Close(fixture.Gradient[parameter], network.Gradient[parameter].ToArray(), Tolerance, $"d{parameter}");
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Ten_steps_of_training_end_at_the_same_parameters(string shape)
    {
        PyTorchFixture fixture = PyTorchFixture.Load(shape);
        ElmanReference<double> network = fixture.CreateReference();
        var losses = new double[fixture.SgdSteps];
        foreach (ref double loss in losses.AsSpan())
        {
            loss = network.Train(fixture.x, fixture.labels, fixture.LearningRate);
        }

        Assert.Equal(10, losses.Length);
        TensorAssert.Close(fixture.Losses, losses, Tolerance, "E before each step");
        foreach (ElmanParameter parameter in ElmanParameters<double>.Order)
        {
            TensorAssert.Close(fixture.Trained[parameter], network.Parameters[parameter].ToArray(), Tolerance, $"{parameter}");
        }
    }
}
