namespace RnnGen.Numbers;

// Mini-batches: tiles of sequences with and without a rest, every number of chains, scores with and without rows across
// the lanes, sequences across the lanes (H ≤ 16, B ≥ 16; half of it in double), blocks of rows that come out even
// and that do not, weights that are packed (Wh beyond 32 KB, T·B ≥ 64) and that are not, and windows of one step.
public static partial class Shapes
{
    [ElmanRnn(N: 1, H: 8, K: 2, T: 31, B = 32)] public sealed partial class FBatch_1_8_2_31_32;
    [ElmanRnn(N: 8, H: 16, K: 4, T: 9, B = 5)] public sealed partial class FBatch_8_16_4_9_5;
    [ElmanRnn(N: 3, H: 12, K: 3, T: 9, B = 20)] public sealed partial class FBatch_3_12_3_9_20;
    [ElmanRnn(N: 2, H: 12, K: 2, T: 3, B = 17)] public sealed partial class FBatch_2_12_2_3_17;
    [ElmanRnn(N: 3, H: 8, K: 2, T: 3, B = 3)] public sealed partial class FBatch_3_8_2_3_3;
    [ElmanRnn(N: 5, H: 16, K: 8, T: 3, B = 17)] public sealed partial class FBatch_5_16_8_3_17;
    [ElmanRnn(N: 5, H: 16, K: 13, T: 9, B = 17)] public sealed partial class FBatch_5_16_13_9_17;
    [ElmanRnn(N: 3, H: 5, K: 9, T: 7, B = 4)] public sealed partial class FBatch_3_5_9_7_4;
    [ElmanRnn(N: 8, H: 33, K: 5, T: 16, B = 33)] public sealed partial class FBatch_8_33_5_16_33;
    [ElmanRnn(N: 9, H: 64, K: 17, T: 5, B = 7)] public sealed partial class FBatch_9_64_17_5_7;
    [ElmanRnn(N: 33, H: 129, K: 65, T: 3, B = 16)] public sealed partial class FBatch_33_129_65_3_16;
    [ElmanRnn(N: 6, H: 40, K: 12, T: 9, B = 19)] public sealed partial class FBatch_6_40_12_9_19;
    [ElmanRnn(N: 3, H: 136, K: 3, T: 5, B = 17)] public sealed partial class FBatch_3_136_3_5_17;
    [ElmanRnn(N: 5, H: 97, K: 11, T: 5, B = 17)] public sealed partial class FBatch_5_97_11_5_17;
    [ElmanRnn(N: 4, H: 20, K: 3, T: 9, B = 32)] public sealed partial class FBatch_4_20_3_9_32;
    [ElmanRnn(N: 3, H: 10, K: 30, T: 6, B = 31)] public sealed partial class FBatch_3_10_30_6_31;
    [ElmanRnn(N: 4, H: 8, K: 40, T: 5, B = 32)] public sealed partial class FBatch_4_8_40_5_32;
    [ElmanRnn(N: 5, H: 16, K: 33, T: 4, B = 17)] public sealed partial class FBatch_5_16_33_4_17;
    [ElmanRnn(N: 2, H: 50, K: 6, T: 5, B = 33)] public sealed partial class FBatch_2_50_6_5_33;
    [ElmanRnn(N: 2, H: 52, K: 7, T: 5, B = 64)] public sealed partial class FBatch_2_52_7_5_64;
    [ElmanRnn(N: 2, H: 1, K: 8, T: 1, B = 130)] public sealed partial class FBatch_2_1_8_1_130;
    [ElmanRnn(N: 2, H: 3, K: 3, T: 2, B = 1)] public sealed partial class FBatch_2_3_3_2_1;

    [ElmanRnn(N: 1, H: 8, K: 2, T: 16, B = 9, Precision = Precision.Double)] public sealed partial class DBatch_1_8_2_16_9;
    [ElmanRnn(N: 5, H: 7, K: 11, T: 3, B = 9, Precision = Precision.Double)] public sealed partial class DBatch_5_7_11_3_9;
    [ElmanRnn(N: 4, H: 6, K: 20, T: 4, B = 9, Precision = Precision.Double)] public sealed partial class DBatch_4_6_20_4_9;
    [ElmanRnn(N: 5, H: 17, K: 9, T: 3, B = 8, Precision = Precision.Double)] public sealed partial class DBatch_5_17_9_3_8;
    [ElmanRnn(N: 5, H: 11, K: 3, T: 9, B = 15, Precision = Precision.Double)] public sealed partial class DBatch_5_11_3_9_15;
    [ElmanRnn(N: 7, H: 65, K: 33, T: 5, B = 3, Precision = Precision.Double)] public sealed partial class DBatch_7_65_33_5_3;
    [ElmanRnn(N: 7, H: 65, K: 3, T: 8, B = 9, Precision = Precision.Double)] public sealed partial class DBatch_7_65_3_8_9;
}
