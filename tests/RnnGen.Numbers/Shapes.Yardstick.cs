namespace RnnGen.Numbers;

// Sizes that speed is measured at: the tests that read the JIT's listings take these.
public static partial class Shapes
{
    [ElmanRnn(N: 1, H: 8, K: 2, T: 32)] public sealed partial class F_1_8_2_32;
    [ElmanRnn(N: 8, H: 16, K: 4, T: 32)] public sealed partial class F_8_16_4_32;
    [ElmanRnn(N: 28, H: 64, K: 10, T: 28)] public sealed partial class F_28_64_10_28;
    [ElmanRnn(N: 64, H: 128, K: 64, T: 32)] public sealed partial class F_64_128_64_32;
}
