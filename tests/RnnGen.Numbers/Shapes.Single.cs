namespace RnnGen.Numbers;

// Sizes stand at and beside the edges of vectors (4, 8, 16 lanes), of lines of 64 bytes and of register tiles: 1, 7, 8,
// 9, 15, 16, 17, 31, 33, 64, 65, 129 for H in turn; N and K run through the same sizes, each block at another distance.
public static partial class Shapes
{
    [ElmanRnn(N: 1, H: 1, K: 2, T: 31)] public sealed partial class F_1_1_2_31;
    [ElmanRnn(N: 7, H: 7, K: 7, T: 1)] public sealed partial class F_7_7_7_1;
    [ElmanRnn(N: 8, H: 8, K: 8, T: 2)] public sealed partial class F_8_8_8_2;
    [ElmanRnn(N: 9, H: 9, K: 9, T: 31)] public sealed partial class F_9_9_9_31;
    [ElmanRnn(N: 15, H: 15, K: 15, T: 1)] public sealed partial class F_15_15_15_1;
    [ElmanRnn(N: 16, H: 16, K: 16, T: 2)] public sealed partial class F_16_16_16_2;
    [ElmanRnn(N: 17, H: 17, K: 17, T: 31)] public sealed partial class F_17_17_17_31;
    [ElmanRnn(N: 31, H: 31, K: 31, T: 1)] public sealed partial class F_31_31_31_1;
    [ElmanRnn(N: 33, H: 33, K: 33, T: 2)] public sealed partial class F_33_33_33_2;
    [ElmanRnn(N: 64, H: 64, K: 64, T: 31)] public sealed partial class F_64_64_64_31;
    [ElmanRnn(N: 65, H: 65, K: 65, T: 1)] public sealed partial class F_65_65_65_1;
    [ElmanRnn(N: 129, H: 129, K: 129, T: 2)] public sealed partial class F_129_129_129_2;

    [ElmanRnn(N: 16, H: 1, K: 31, T: 1)] public sealed partial class F_16_1_31_1;
    [ElmanRnn(N: 17, H: 7, K: 33, T: 2)] public sealed partial class F_17_7_33_2;
    [ElmanRnn(N: 31, H: 8, K: 64, T: 31)] public sealed partial class F_31_8_64_31;
    [ElmanRnn(N: 33, H: 9, K: 65, T: 1)] public sealed partial class F_33_9_65_1;
    [ElmanRnn(N: 64, H: 15, K: 129, T: 2)] public sealed partial class F_64_15_129_2;
    [ElmanRnn(N: 65, H: 16, K: 2, T: 31)] public sealed partial class F_65_16_2_31;
    [ElmanRnn(N: 129, H: 17, K: 7, T: 1)] public sealed partial class F_129_17_7_1;
    [ElmanRnn(N: 1, H: 31, K: 8, T: 2)] public sealed partial class F_1_31_8_2;
    [ElmanRnn(N: 7, H: 33, K: 9, T: 31)] public sealed partial class F_7_33_9_31;
    [ElmanRnn(N: 8, H: 64, K: 15, T: 1)] public sealed partial class F_8_64_15_1;
    [ElmanRnn(N: 9, H: 65, K: 16, T: 2)] public sealed partial class F_9_65_16_2;
    [ElmanRnn(N: 15, H: 129, K: 17, T: 31)] public sealed partial class F_15_129_17_31;

    [ElmanRnn(N: 31, H: 1, K: 9, T: 2)] public sealed partial class F_31_1_9_2;
    [ElmanRnn(N: 33, H: 7, K: 15, T: 31)] public sealed partial class F_33_7_15_31;
    [ElmanRnn(N: 64, H: 8, K: 16, T: 1)] public sealed partial class F_64_8_16_1;
    [ElmanRnn(N: 65, H: 9, K: 17, T: 2)] public sealed partial class F_65_9_17_2;
    [ElmanRnn(N: 129, H: 15, K: 31, T: 31)] public sealed partial class F_129_15_31_31;
    [ElmanRnn(N: 1, H: 16, K: 33, T: 1)] public sealed partial class F_1_16_33_1;
    [ElmanRnn(N: 7, H: 17, K: 64, T: 2)] public sealed partial class F_7_17_64_2;
    [ElmanRnn(N: 8, H: 31, K: 65, T: 31)] public sealed partial class F_8_31_65_31;
    [ElmanRnn(N: 9, H: 33, K: 129, T: 1)] public sealed partial class F_9_33_129_1;
    [ElmanRnn(N: 15, H: 64, K: 2, T: 2)] public sealed partial class F_15_64_2_2;
    [ElmanRnn(N: 16, H: 65, K: 7, T: 31)] public sealed partial class F_16_65_7_31;
    [ElmanRnn(N: 17, H: 129, K: 8, T: 1)] public sealed partial class F_17_129_8_1;

    [ElmanRnn(N: 65, H: 1, K: 16, T: 31)] public sealed partial class F_65_1_16_31;
    [ElmanRnn(N: 129, H: 7, K: 17, T: 1)] public sealed partial class F_129_7_17_1;
    [ElmanRnn(N: 1, H: 8, K: 31, T: 2)] public sealed partial class F_1_8_31_2;
    [ElmanRnn(N: 7, H: 9, K: 33, T: 31)] public sealed partial class F_7_9_33_31;
    [ElmanRnn(N: 8, H: 15, K: 64, T: 1)] public sealed partial class F_8_15_64_1;
    [ElmanRnn(N: 9, H: 16, K: 65, T: 2)] public sealed partial class F_9_16_65_2;
    [ElmanRnn(N: 15, H: 17, K: 129, T: 31)] public sealed partial class F_15_17_129_31;
    [ElmanRnn(N: 16, H: 31, K: 2, T: 1)] public sealed partial class F_16_31_2_1;
    [ElmanRnn(N: 17, H: 33, K: 7, T: 2)] public sealed partial class F_17_33_7_2;
    [ElmanRnn(N: 31, H: 64, K: 8, T: 31)] public sealed partial class F_31_64_8_31;
    [ElmanRnn(N: 33, H: 65, K: 9, T: 1)] public sealed partial class F_33_65_9_1;
    [ElmanRnn(N: 64, H: 129, K: 15, T: 2)] public sealed partial class F_64_129_15_2;

    // Long enough for the loss to take its logarithm twice on the way.
    [ElmanRnn(N: 2, H: 5, K: 3, T: 130)] public sealed partial class F_2_5_3_130;

    // Gradients in registers: all of the rows, and more rows than there are registers, whose sums stay in memory; a window longer
    // than the products' blocks of terms, which sum in the same order.
    [ElmanRnn(N: 16, H: 8, K: 12, T: 9)] public sealed partial class F_16_8_12_9;
    [ElmanRnn(N: 6, H: 16, K: 2, T: 130)] public sealed partial class F_6_16_2_130;
    [ElmanRnn(N: 12, H: 16, K: 8, T: 31)] public sealed partial class F_12_16_8_31;

    // Wh larger than the first cache, from end to end on 256 bits: in steps, in windows too, and where both visit its blocks in alternate order.
    [ElmanRnn(N: 60, H: 133, K: 40, T: 4)] public sealed partial class F_60_133_40_4;
    [ElmanRnn(N: 40, H: 203, K: 30, T: 5)] public sealed partial class F_40_203_30_5;
    [ElmanRnn(N: 2, H: 190, K: 3, T: 9)] public sealed partial class F_2_190_3_9;
    [ElmanRnn(N: 3, H: 384, K: 12, T: 3)] public sealed partial class F_3_384_12_3;

    // Some of the gradients on the way back: of inputs and read-out, of one of them, of all but the read-out; with and without time
    // across the lanes, rows of one vector of 512 bits and of two.
    [ElmanRnn(N: 3, H: 20, K: 5, T: 9)] public sealed partial class F_3_20_5_9;
    [ElmanRnn(N: 1, H: 32, K: 5, T: 17)] public sealed partial class F_1_32_5_17;
    [ElmanRnn(N: 2, H: 32, K: 6, T: 3)] public sealed partial class F_2_32_6_3;
    [ElmanRnn(N: 11, H: 32, K: 8, T: 31)] public sealed partial class F_11_32_8_31;
    [ElmanRnn(N: 6, H: 17, K: 12, T: 130)] public sealed partial class F_6_17_12_130;
    [ElmanRnn(N: 5, H: 24, K: 40, T: 4)] public sealed partial class F_5_24_40_4;
    [ElmanRnn(N: 4, H: 32, K: 80, T: 16)] public sealed partial class F_4_32_80_16; // more classes than a step computes
    [ElmanRnn(N: 6, H: 18, K: 65, T: 9)] public sealed partial class F_6_18_65_9;
    [ElmanRnn(N: 16, H: 16, K: 9, T: 9)] public sealed partial class F_16_16_9_9;
    [ElmanRnn(N: 3, H: 10, K: 7, T: 5)] public sealed partial class F_3_10_7_5;

    // Few classes, read out four units at a time: all numbers of units and classes, and fewer units; windows with and without time across the lanes.
    [ElmanRnn(N: 2, H: 4, K: 3, T: 9)] public sealed partial class F_2_4_3_9;
    [ElmanRnn(N: 1, H: 8, K: 2, T: 2)] public sealed partial class F_1_8_2_2;
    [ElmanRnn(N: 5, H: 8, K: 4, T: 3)] public sealed partial class F_5_8_4_3;
    [ElmanRnn(N: 3, H: 12, K: 2, T: 11)] public sealed partial class F_3_12_2_11;
    [ElmanRnn(N: 7, H: 12, K: 3, T: 1)] public sealed partial class F_7_12_3_1;
    [ElmanRnn(N: 9, H: 16, K: 3, T: 31)] public sealed partial class F_9_16_3_31;
}
