using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

internal static partial class Tiles<V, T, L>
{
    /// <summary>What becomes of a sum; h is what stands in the place of the sum in a second matrix.</summary>
    internal interface IFinish
    {
        static abstract V Finish(V sum, ref T h);
    }

    /// <summary>The sum.</summary>
    internal readonly struct Keep : IFinish
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Finish(V sum, ref T h) => sum;
    }

    /// <summary>h + the sum.</summary>
    internal readonly struct Plus : IFinish
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Finish(V sum, ref T h) => L.Add(L.Load(ref h), sum);
    }

    /// <summary>(1 - h²) sum.</summary>
    internal readonly struct Slope : IFinish
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Finish(V sum, ref T h) => L.ThroughTanh(sum, L.Load(ref h));
    }
}
