namespace RnnGen.Numbers;

// In double a line of 64 bytes holds 8 numbers and a vector 2, 4 or 8: the same edges, met at other distances.
public static partial class Shapes
{
    [ElmanRnn(N: 9, H: 1, K: 33, T: 1, Precision = Precision.Double)] public sealed partial class D_9_1_33_1;
    [ElmanRnn(N: 15, H: 7, K: 64, T: 2, Precision = Precision.Double)] public sealed partial class D_15_7_64_2;
    [ElmanRnn(N: 16, H: 8, K: 65, T: 31, Precision = Precision.Double)] public sealed partial class D_16_8_65_31;
    [ElmanRnn(N: 17, H: 9, K: 129, T: 1, Precision = Precision.Double)] public sealed partial class D_17_9_129_1;
    [ElmanRnn(N: 31, H: 15, K: 2, T: 2, Precision = Precision.Double)] public sealed partial class D_31_15_2_2;
    [ElmanRnn(N: 33, H: 16, K: 7, T: 31, Precision = Precision.Double)] public sealed partial class D_33_16_7_31;
    [ElmanRnn(N: 64, H: 17, K: 8, T: 1, Precision = Precision.Double)] public sealed partial class D_64_17_8_1;
    [ElmanRnn(N: 65, H: 31, K: 9, T: 2, Precision = Precision.Double)] public sealed partial class D_65_31_9_2;
    [ElmanRnn(N: 129, H: 33, K: 15, T: 31, Precision = Precision.Double)] public sealed partial class D_129_33_15_31;
    [ElmanRnn(N: 1, H: 64, K: 16, T: 1, Precision = Precision.Double)] public sealed partial class D_1_64_16_1;
    [ElmanRnn(N: 7, H: 65, K: 17, T: 2, Precision = Precision.Double)] public sealed partial class D_7_65_17_2;
    [ElmanRnn(N: 8, H: 129, K: 31, T: 31, Precision = Precision.Double)] public sealed partial class D_8_129_31_31;

    [ElmanRnn(N: 1, H: 1, K: 2, T: 31, Precision = Precision.Double)] public sealed partial class D_1_1_2_31;
    [ElmanRnn(N: 1, H: 8, K: 2, T: 31, Precision = Precision.Double)] public sealed partial class D_1_8_2_31;
    [ElmanRnn(N: 4, H: 3, K: 5, T: 9, Precision = Precision.Double)] public sealed partial class D_4_3_5_9;
    [ElmanRnn(N: 2, H: 33, K: 3, T: 8, Precision = Precision.Double)] public sealed partial class D_2_33_3_8;
    [ElmanRnn(N: 2, H: 5, K: 3, T: 130, Precision = Precision.Double)] public sealed partial class D_2_5_3_130;
    [ElmanRnn(N: 16, H: 4, K: 9, T: 9, Precision = Precision.Double)] public sealed partial class D_16_4_9_9;
    [ElmanRnn(N: 16, H: 8, K: 12, T: 31, Precision = Precision.Double)] public sealed partial class D_16_8_12_31;
    [ElmanRnn(N: 2, H: 9, K: 6, T: 9, Precision = Precision.Double)] public sealed partial class D_2_9_6_9;
    [ElmanRnn(N: 6, H: 16, K: 9, T: 4, Precision = Precision.Double)] public sealed partial class D_6_16_9_4;
    [ElmanRnn(N: 6, H: 9, K: 78, T: 19, Precision = Precision.Double)] public sealed partial class D_6_9_78_19; // more classes than a step computes
    [ElmanRnn(N: 3, H: 16, K: 33, T: 5, Precision = Precision.Double)] public sealed partial class D_3_16_33_5;
    [ElmanRnn(N: 3, H: 7, K: 4, T: 5, Precision = Precision.Double)] public sealed partial class D_3_7_4_5;
    [ElmanRnn(N: 30, H: 101, K: 20, T: 4, Precision = Precision.Double)] public sealed partial class D_30_101_20_4;
    [ElmanRnn(N: 9, H: 150, K: 7, T: 5, Precision = Precision.Double)] public sealed partial class D_9_150_7_5;
}
