using System;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Numerics;

// The constants of tanh. With sixteen registers they do not fit beside what it computes: the JIT would load all of them ahead
// of a loop, spill six, and load these again in every turn. What it reads from a table it knows to be constant as well, but not
// before it has decided what to keep, so that each is an operand in memory: 34 instructions in a turn for 38, and none before.
// Windows at H = 32 take 2 to 3 % less time so, at H = 64 1 to 2 % (measured on 256 bits). Where tanh is there twice, though, it
// would keep what both read, and spill all the more: a step at H = 16 takes 7 to 11 % more.
public static partial class VectorMath
{
    private const float D1 = 21.011692f, D0 = 45.7162132f, Scale = -1.1590811e-08f;

    private const float Most = 9.02f;

    // The bits of 1 and of Most; added to those of a magnitude, ToLeast makes the least integer of the first float above 1.
    private const int BitsOfOne = 0x3f800000, BitsOfMost = 0x411051ec;

    private const int ToLeast = int.MaxValue - BitsOfOne, EndOfLarge = int.MinValue + (BitsOfMost - BitsOfOne - 1);

    private const float C0 = -62809.5352f, C1 = 31431.4844f, C2 = -6639.22314f, C3 = 734.751587f, C4 = -42.2365646f;

    private const float M0 = 1.31473178e+09f, M1 = 78330896f;

    private static ReadOnlySpan<float> TanhConstants => [D1, D0, Scale, Most, C0, C1, C2, C3, C4, M0, M1];

    private static bool SignComesFirst => Vector512.IsHardwareAccelerated;

    private static bool HasFewRegisters => X86Base.IsSupported && !Vector512.IsHardwareAccelerated;
}
