using Xunit.Sdk;

namespace RnnGen.Tests.Support;

public class TensorAssertTests
{
    [Fact]
    public void Measures_the_error_on_the_scale_of_the_largest_expected_element()
    {
        double[] expected = [8, 0, -16];
        double[] actual = [8, 0.25, -16];
        TensorAssert.Close(expected, actual, 1.0 / 64, "a");
        Assert.Throws<FailException>(() => TensorAssert.Close(expected, actual, 0.99 / 64, "a"));
    }

    [Fact]
    public void Equal_elements_have_no_error()
    {
        TensorAssert.Close([1.0, -2.0], [1.0, -2.0], 0, "a");
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.NaN)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity)]
    public void Whatever_is_not_finite_fails(double expected, double actual)
    {
        // First and last, so that neither a later nor an earlier element hides it.
        Assert.Throws<FailException>(() => TensorAssert.Close([expected, 1.0], [actual, 1.0], double.MaxValue, "a"));
        Assert.Throws<FailException>(() => TensorAssert.Close([1.0, expected], [1.0, actual], double.MaxValue, "a"));
    }

    [Fact]
    public void An_expected_zero_tensor_admits_only_zeros()
    {
        TensorAssert.Close([0.0, 0.0], [0.0, -0.0], 0, "a");
        Assert.Throws<FailException>(() => TensorAssert.Close([0.0, 0.0], [0.0, 1e-300], 1, "a"));
    }

    [Fact]
    public void Lengths_must_agree_and_not_be_zero()
    {
        Assert.Throws<FailException>(() => TensorAssert.Close([1.0, 1.0], [1.0], 1, "a"));
        Assert.Throws<FailException>(() => TensorAssert.Close(Array.Empty<double>(), Array.Empty<double>(), 1, "a"));
    }

    [Fact]
    public void A_float_is_compared_with_the_double_it_came_from()
    {
        TensorAssert.Close([0.1], [0.1f], 1e-7, "a");
        Assert.Throws<FailException>(() => TensorAssert.Close([0.1], [0.1f], 1e-9, "a"));
    }

    [Fact]
    public void The_message_names_the_tensor_and_its_worst_element()
    {
        var failure = Assert.Throws<FailException>(() => TensorAssert.Close([1.0, 2.0, 4.0], [1.5, 4.0, 4.0], 0.1, "dWh"));
        Assert.Contains("dWh", failure.Message);
        Assert.Contains("[1]", failure.Message);
    }
}
