using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

// The same sums and maxima lane by lane: on up to 8 lanes the chain of dependent operations is as long as with halves
// of vectors, and it takes no other type of vector, of which the runtime loads three at 1 ms each where a network's
// first step needs one. With K lanes given by a constant, only those are read.
public static partial class VectorMath
{
    /// <summary>The sum of the first K lanes, bit for bit that of all lanes where the others are 0.</summary>
    /// <param name="l">The lanes.</param>
    /// <param name="K">How many count, from 1 to the number of lanes; a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector<float> l, int K)
    {
        if (Vector<float>.Count == 16)
        {
            return Sum(l);
        }

        float m0 = l[0], m1 = K > 1 ? l[1] : 0f;
        if (K > 2)
        {
            float m2 = l[2], m3 = K > 3 ? l[3] : 0f;
            if (Vector<float>.Count == 8 && K > 4)
            {
                m0 += l[4];
                m1 += l[5];
                m2 += l[6];
                m3 += l[7];
            }

            m0 += m2;
            m1 += m3;
        }

        return m0 + m1;
    }

    /// <summary>The greatest of the first K lanes; of all where the others are no greater.</summary>
    /// <inheritdoc cref="Sum(Vector{float}, int)" path="/param"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector<float> l, int K)
    {
        if (Vector<float>.Count == 16)
        {
            return Max(l);
        }

        float m0 = l[0], m1 = K > 1 ? l[1] : m0;
        if (K > 2)
        {
            float m2 = l[2], m3 = K > 3 ? l[3] : m2;
            if (Vector<float>.Count == 8 && K > 4)
            {
                m0 = float.MaxNative(m0, l[4]);
                m1 = float.MaxNative(m1, l[5]);
                m2 = float.MaxNative(m2, l[6]);
                m3 = float.MaxNative(m3, l[7]);
            }

            m0 = float.MaxNative(m0, m2);
            m1 = float.MaxNative(m1, m3);
        }

        return float.MaxNative(m0, m1);
    }
}
