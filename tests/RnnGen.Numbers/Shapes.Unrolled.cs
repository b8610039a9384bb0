namespace RnnGen.Numbers;

// The same shapes in every mode of unrolling: what comes out has to be the same to the bit.
public static partial class Shapes
{
    [ElmanRnn(N: 1, H: 8, K: 2, T: 31, Unroll = Unroll.Full)] public sealed partial class FFull_1_8_2_31;
    [ElmanRnn(N: 3, H: 9, K: 5, T: 9, Unroll = Unroll.Full)] public sealed partial class FFull_3_9_5_9;
    [ElmanRnn(N: 9, H: 9, K: 9, T: 2, Unroll = Unroll.Full)] public sealed partial class FFull_9_9_9_2;
    [ElmanRnn(N: 4, H: 12, K: 4, T: 8, Unroll = Unroll.Full)] public sealed partial class FFull_4_12_4_8;

    [ElmanRnn(N: 1, H: 8, K: 2, T: 31, Unroll = Unroll.Tiles)] public sealed partial class FTiles_1_8_2_31;
    [ElmanRnn(N: 3, H: 9, K: 5, T: 9, Unroll = Unroll.Tiles)] public sealed partial class FTiles_3_9_5_9;
    [ElmanRnn(N: 9, H: 9, K: 9, T: 2, Unroll = Unroll.Tiles)] public sealed partial class FTiles_9_9_9_2;
    [ElmanRnn(N: 4, H: 12, K: 4, T: 8, Unroll = Unroll.Tiles)] public sealed partial class FTiles_4_12_4_8;

    [ElmanRnn(N: 1, H: 8, K: 2, T: 31)] public sealed partial class F_1_8_2_31;
    [ElmanRnn(N: 3, H: 9, K: 5, T: 9)] public sealed partial class F_3_9_5_9;
    [ElmanRnn(N: 9, H: 9, K: 9, T: 2)] public sealed partial class F_9_9_9_2;
    [ElmanRnn(N: 4, H: 12, K: 4, T: 8)] public sealed partial class F_4_12_4_8;

    [ElmanRnn(N: 3, H: 9, K: 5, T: 7, Precision = Precision.Double, Unroll = Unroll.Full)] public sealed partial class DFull_3_9_5_7;
    [ElmanRnn(N: 3, H: 9, K: 5, T: 7, Precision = Precision.Double, Unroll = Unroll.Tiles)] public sealed partial class DTiles_3_9_5_7;
    [ElmanRnn(N: 3, H: 9, K: 5, T: 7, Precision = Precision.Double)] public sealed partial class D_3_9_5_7;
}
