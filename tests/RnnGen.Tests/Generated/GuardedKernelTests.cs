using System.Numerics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using RnnGen.Numbers;
using RnnGen.Tests.Generated.Guarded;
using RnnGen.Tests.Support;

namespace RnnGen.Tests.Generated;

/// <summary>
/// Both sets of kernels on every machine: those on 512 bits, which few processors have, and the usual ones, which a
/// processor with such vectors leaves aside. Their vectors stay within the network's memory, and both give the very bits
/// of the network as this machine runs it.
/// </summary>
public class GuardedKernelTests
{
    // Rows of one vector, of a vector and a bit, of tiles that come out even for 16 lanes and that do not; softmax in one
    // vector, in two, in a row of any length, and with time across the lanes (from 8 steps on); the read-out by rows of Wy.
    public static TheoryData<int, int, int, int, Unroll> SingleShapes => new()
    {
        { 1, 1, 5, 1, Unroll.Auto },
        { 5, 7, 2, 9, Unroll.Auto },
        { 7, 8, 8, 31, Unroll.Auto },
        { 8, 9, 15, 2, Unroll.Auto },
        { 9, 15, 16, 9, Unroll.Auto },
        { 15, 16, 17, 31, Unroll.Auto },
        { 16, 17, 7, 9, Unroll.Auto },
        { 17, 24, 31, 2, Unroll.Auto },
        { 24, 31, 33, 1, Unroll.Auto },
        { 31, 33, 5, 31, Unroll.Auto },
        { 33, 40, 24, 9, Unroll.Auto },
        { 40, 64, 40, 2, Unroll.Auto },
        { 64, 65, 9, 9, Unroll.Auto },
        { 65, 72, 64, 2, Unroll.Auto },
        { 72, 129, 65, 31, Unroll.Auto },
        { 129, 40, 129, 9, Unroll.Auto },
        { 33, 129, 72, 1, Unroll.Auto },
        { 2, 256, 130, 3, Unroll.Auto },
        { 40, 203, 30, 5, Unroll.Auto },
        { 5, 40, 2, 2, Unroll.Auto },
        { 6, 48, 12, 31, Unroll.Auto },
        { 7, 64, 10, 7, Unroll.Auto },
        { 3, 4, 2, 9, Unroll.Auto }, // few classes, four units at a time
        { 2, 8, 2, 31, Unroll.Auto },
        { 5, 12, 3, 2, Unroll.Auto },
        { 4, 16, 4, 9, Unroll.Auto },
        { 3, 136, 8, 20, Unroll.Tiles },
        { 4, 12, 4, 8, Unroll.Full },
        { 9, 9, 9, 2, Unroll.Full },
        { 24, 24, 24, 9, Unroll.Tiles },
        { 5, 72, 7, 31, Unroll.Tiles },
    };

    public static TheoryData<int, int, int, int, Unroll> DoubleShapes => new()
    {
        { 1, 1, 2, 1, Unroll.Auto },
        { 5, 7, 8, 9, Unroll.Auto },
        { 7, 8, 9, 31, Unroll.Auto },
        { 9, 12, 5, 9, Unroll.Auto },
        { 8, 9, 15, 2, Unroll.Auto },
        { 15, 16, 16, 9, Unroll.Auto },
        { 16, 17, 17, 31, Unroll.Auto },
        { 17, 20, 7, 31, Unroll.Auto },
        { 24, 33, 31, 2, Unroll.Auto },
        { 40, 65, 33, 9, Unroll.Auto },
        { 72, 129, 65, 2, Unroll.Auto },
        { 65, 36, 129, 9, Unroll.Auto },
        { 9, 150, 7, 3, Unroll.Auto },
        { 3, 9, 5, 7, Unroll.Full },
        { 17, 20, 7, 9, Unroll.Tiles },
    };

    [Theory]
    [MemberData(nameof(SingleShapes))]
    [InlineData(4, 35, 3, 9, Unroll.Auto)]
    [InlineData(4, 101, 3, 2, Unroll.Auto)]
    public void Float_stays_in_its_memory_and_gives_the_same_bits(int N, int H, int K, int T, Unroll unroll) => Compare<float>(new(N, H, K, T, unroll, B: 5));

    [Theory]
    [MemberData(nameof(DoubleShapes))]
    public void Double_stays_in_its_memory_and_gives_the_same_bits(int N, int H, int K, int T, Unroll unroll) => Compare<double>(new(N, H, K, T, unroll, B: 5));

    // Sequences across the lanes: up to a line of hidden units, 8 classes, and at least a line of sequences.
    [Theory]
    [InlineData(1, 1, 2, 1, 16)]
    [InlineData(5, 7, 5, 9, 17)]
    [InlineData(2, 8, 8, 31, 32)]
    [InlineData(9, 15, 4, 3, 33)]
    [InlineData(8, 16, 3, 16, 40)]
    [InlineData(4, 20, 3, 9, 32)]
    [InlineData(3, 10, 30, 6, 32)]
    [InlineData(4, 8, 40, 5, 32)]
    public void Float_across_the_lanes_does_too(int N, int H, int K, int T, int B) => Compare<float>(new(N, H, K, T, Unroll.Auto, B));

    [Theory]
    [InlineData(1, 1, 2, 1, 8)]
    [InlineData(5, 7, 5, 9, 17)]
    [InlineData(2, 8, 8, 31, 32)]
    [InlineData(5, 11, 3, 9, 16)]
    public void Double_across_the_lanes_does_too(int N, int H, int K, int T, int B) => Compare<double>(new(N, H, K, T, Unroll.Auto, B));

    private static void Compare<TNumber>(CompiledShape shape)
        where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
    {
        IReadOnlyList<Comparison> usual = NetworkComparer<TNumber>.Run(shape.Compile<TNumber>());
        int bytes = Vector<byte>.Count;
        foreach (bool wide in new[] { false, true })
        {
            GuardedMemory.Clear();
            IReadOnlyList<Comparison> guarded = NetworkComparer<TNumber>.Run(shape.CompileGuarded<TNumber>(wide));
            Assert.True(GuardedMemory.Touched(wide ? 64 : bytes) > 0, "No vector of the kernels in question was loaded.");
            Assert.True(wide || bytes == 64 || GuardedMemory.Touched(64) == 0, "A kernel on 512 bits ran.");
            TensorTests.Check(guarded);
            if (Fma.IsSupported || AdvSimd.Arm64.IsSupported)
            {
                Assert.Equal(usual.Select(tensor => tensor.Tensor), guarded.Select(tensor => tensor.Tensor));
                Assert.Empty(usual.Zip(guarded).Where(pair => pair.First.Hash != pair.Second.Hash).Select(pair => $"{pair.First.Tensor}, wide: {wide}"));
            }
        }
    }
}
