using RnnGen.Benchmarks.Shapes;
using RnnGen.Reference;

namespace RnnGen.Benchmarks.Peers.Onnx;

/// <summary>
/// The network as an ONNX model: RNN over the window, Reshape, Gemm, Softmax. Inputs x [T,1,N] and h [1,1,H]; outputs
/// p [T,K] and g [1,1,H], the hidden state after the last step.
/// </summary>
internal static class OnnxModel
{
    private const int Float = 1;
    private const int Int64 = 7;

    /// <summary>The model's bytes, for windows of <paramref name="steps"/> steps.</summary>
    public static byte[] Build(Shape shape, int steps, ElmanParameters<float> parameters)
    {
        (_, int n, int h, int k, _) = shape;
        ProtoWriter graph = new ProtoWriter()
            .Message(1, Node("RNN", ["x", "W", "R", "B", "", "h"], ["states", "g"], Attribute("hidden_size", h)))
            .Message(1, Node("Reshape", ["states", "rows"], ["H"]))
            .Message(1, Node("Gemm", ["H", "Wy", "by"], ["y"], Attribute("transB", 1)))
            .Message(1, Node("Softmax", ["y"], ["p"], Attribute("axis", 1)))
            .Text(2, "elman")
            .Message(5, Tensor("W", [1, h, n], parameters[ElmanParameter.Wx]))
            .Message(5, Tensor("R", [1, h, h], parameters[ElmanParameter.Wh]))
            .Message(5, Tensor("B", [1, 2 * h], [.. parameters.Bx, .. parameters.Bh]))
            .Message(5, Tensor("Wy", [k, h], parameters[ElmanParameter.Wy]))
            .Message(5, Tensor("by", [k], parameters.By))
            .Message(5, Shape("rows", [steps, h]))
            .Message(11, Value("x", [steps, 1, n]))
            .Message(11, Value("h", [1, 1, h]))
            .Message(12, Value("p", [steps, k]))
            .Message(12, Value("g", [1, 1, h]));
        return new ProtoWriter()
            .Number(1, 7) // the version of the format that opset 14 came with
            .Message(7, graph)
            .Message(8, new ProtoWriter().Text(1, "").Number(2, 14))
            .ToArray();
    }

    private static ProtoWriter Node(string type, string[] inputs, string[] outputs, ProtoWriter? attribute = null)
    {
        var node = new ProtoWriter();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        foreach (string output in outputs)
        {
            node.Text(2, output);
        }

        node.Text(4, type);
        return attribute is null ? node : node.Message(5, attribute);
    }

    private static ProtoWriter Attribute(string name, long value) => new ProtoWriter().Text(1, name).Number(3, value).Number(20, 2);

    private static ProtoWriter Tensor(string name, long[] dimensions, ReadOnlySpan<float> values) =>
        Header(dimensions, Float).Text(8, name).Floats(9, values);

    private static ProtoWriter Shape(string name, long[] values) =>
        Header([values.Length], Int64).Text(8, name).Integers(9, values);

    private static ProtoWriter Header(long[] dimensions, int type)
    {
        var tensor = new ProtoWriter();
        foreach (long dimension in dimensions)
        {
            tensor.Number(1, dimension);
        }

        return tensor.Number(2, type);
    }

    private static ProtoWriter Value(string name, long[] dimensions)
    {
        var shape = new ProtoWriter();
        foreach (long dimension in dimensions)
        {
            shape.Message(1, new ProtoWriter().Number(1, dimension));
        }

        var tensor = new ProtoWriter().Number(1, Float).Message(2, shape);
        return new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Message(1, tensor));
    }
}
