using RnnGen.Reference;

namespace RnnGen.Tests.Reference;

/// <summary>DERIVATION.md cannot drift from the code: every number of its worked example is computed again.</summary>
public class WorkedExampleTests
{
    // The page prints nine decimals, so a right number is off by half of the last one; the rest is for rounding in here.
    private const double HalfOfTheLastDecimal = 0.5e-9 + 1e-12;

    private static readonly string[] Given = ["Wx", "bx", "Wh", "bh", "Wy", "by", "x[1]", "x[2]", "label", "gamma"];

    [Fact]
    public void Every_number_on_the_page_is_what_the_code_computes()
    {
        Dictionary<string, double[]> page = WorkedExample.Read();
        Dictionary<string, double[]> computed = Compute(page);

        Assert.Equal(computed.Keys.Order(StringComparer.Ordinal), page.Keys.Except(Given).Order(StringComparer.Ordinal));
        foreach ((string name, double[] values) in computed)
        {
            Assert.True(values.Length == page[name].Length, $"{name}: the page has {page[name].Length} numbers; the code computes {values.Length}.");
            for (int i = 0; i < values.Length; i++)
            {
                Assert.True(Math.Abs(page[name][i] - values[i]) <= HalfOfTheLastDecimal, $"{name}: the page has {page[name][i]}; the code computes {values[i]:F9}.");
            }
        }
    }

    private static Dictionary<string, double[]> Compute(Dictionary<string, double[]> page)
    {
        var network = new ElmanReference<double>(N: 1, H: 2, K: 2);
        foreach (ElmanParameter parameter in ElmanParameters<double>.Order)
        {
            page[Symbol(parameter)].CopyTo(network.Parameters[parameter]);
        }

        double[] x = [.. page["x[1]"], .. page["x[2]"]];
        int[] labels = [.. page["label"].Select(label => (int)label)];
        double loss = network.Train(x, labels, page["gamma"][0]);

        var computed = new Dictionary<string, double[]> { ["E"] = [loss] };
        (string, double[,])[] perStep =
        [
            ("z", network.Trace.z), ("h", network.Trace.h), ("y", network.Trace.y),
            ("p", network.Trace.p), ("d", network.Trace.d), ("e", network.Trace.e),
        ];
        foreach ((string symbol, double[,] tensor) in perStep)
        {
            computed[$"{symbol}[1]"] = tensor.Row(0).ToArray();
            computed[$"{symbol}[2]"] = tensor.Row(1).ToArray();
        }

        foreach (ElmanParameter parameter in ElmanParameters<double>.Order)
        {
            computed[$"d{Symbol(parameter)}"] = network.Gradient[parameter].ToArray();
            computed[$"{Symbol(parameter)}'"] = network.Parameters[parameter].ToArray();
        }

        return computed;
    }

    /// <summary>The page writes biases with a small letter: bx, bh, by.</summary>
    private static string Symbol(ElmanParameter parameter) => parameter.ToString().Replace('B', 'b');
}
