using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

public static partial class LaneSoftmax
{
    /// <summary>
    /// Two to six classes, on 512 bits eight: their scores stay in registers from the first load to the last store, and no loop runs
    /// over them. The loops for any number of classes take 1.6 to 2 times as many instructions: a window at K = 2 and 3 takes 3 to 5 %
    /// less time so, at K = 5 to 8 1 %, a step of training up to 2 %, a mini-batch at K = 2 up to 7 %, at K = 5 to 8 1 to 3 %. With seven
    /// classes sixteen registers are too few, and it takes 1 to 2 % more.
    /// </summary>
    private static class Few<V, T, L>
        where L : struct, ILanes<V, T>
    {
        /// <summary>Whether there are so few classes.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static bool Are(int K) => K >= 2 && K <= (Unsafe.SizeOf<V>() == 64 ? 8 : 6);

        /// <inheritdoc cref="LaneSoftmax.Normalize{V, T, L}"/>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal static void Normalize(ref T y, nint row, int K, int steps)
        {
            switch (K)
            {
                case 2:
                    Normalize<Both<One, One>>(ref y, row, steps);
                    break;
                case 3:
                    Normalize<Both<Both<One, One>, One>>(ref y, row, steps);
                    break;
                case 4:
                    Normalize<Both<Both<One, One>, Both<One, One>>>(ref y, row, steps);
                    break;
                default:
                    NormalizeOfMore(ref y, row, K, steps);
                    break;
            }
        }

        /// <inheritdoc cref="LaneSoftmax.Lines{V, T, L}"/>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal static void Lines(ref T y, nint row, int K, ref T labels, int first, int last, ref T sums, int line, T one, T share)
        {
            switch (K)
            {
                case 2:
                    Lines<Both<One, One>>(ref y, row, ref labels, first, last, ref sums, line, one, share);
                    break;
                case 3:
                    Lines<Both<Both<One, One>, One>>(ref y, row, ref labels, first, last, ref sums, line, one, share);
                    break;
                case 4:
                    Lines<Both<Both<One, One>, Both<One, One>>>(ref y, row, ref labels, first, last, ref sums, line, one, share);
                    break;
                default:
                    LinesOfMore(ref y, row, K, ref labels, first, last, ref sums, line, one, share);
                    break;
            }
        }

        /// <summary>Five to eight classes, out of the way: inlined with the others they would use up the caller's budget.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private static void NormalizeOfMore(ref T y, nint row, int K, int steps)
        {
            switch (K)
            {
                case 5:
                    Normalize<Both<Both<Both<One, One>, One>, Both<One, One>>>(ref y, row, steps);
                    break;
                case 6:
                    Normalize<Both<Both<Both<One, One>, One>, Both<Both<One, One>, One>>>(ref y, row, steps);
                    break;
                case 7:
                    Normalize<Both<Both<Both<One, One>, Both<One, One>>, Both<Both<One, One>, One>>>(ref y, row, steps);
                    break;
                default:
                    Normalize<Both<Both<Both<One, One>, Both<One, One>>, Both<Both<One, One>, Both<One, One>>>>(ref y, row, steps);
                    break;
            }
        }

        /// <inheritdoc cref="NormalizeOfMore"/>
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private static void LinesOfMore(ref T y, nint row, int K, ref T labels, int first, int last, ref T sums, int line, T one, T share)
        {
            switch (K)
            {
                case 5:
                    Lines<Both<Both<Both<One, One>, One>, Both<One, One>>>(ref y, row, ref labels, first, last, ref sums, line, one, share);
                    break;
                case 6:
                    Lines<Both<Both<Both<One, One>, One>, Both<Both<One, One>, One>>>(ref y, row, ref labels, first, last, ref sums, line, one, share);
                    break;
                case 7:
                    Lines<Both<Both<Both<One, One>, Both<One, One>>, Both<Both<One, One>, One>>>(ref y, row, ref labels, first, last, ref sums, line, one, share);
                    break;
                default:
                    Lines<Both<Both<Both<One, One>, Both<One, One>>, Both<Both<One, One>, Both<One, One>>>>(ref y, row, ref labels, first, last, ref sums, line, one, share);
                    break;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private static void Normalize<S>(ref T y, nint row, int steps)
            where S : struct, IScores
        {
            for (int i = 0; i < steps; i += L.Count)
            {
                ref T column = ref Unsafe.Add(ref y, i);
                S scores = default;
                scores.Load(ref column, row);
                Exponentials(ref scores, scores.Max, out _);
                scores.Store(ref column, row, L.Reciprocal(scores.Sum));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private static void Lines<S>(ref T y, nint row, ref T labels, int first, int last, ref T sums, int line, T one, T share)
            where S : struct, IScores
        {
            for (int i = last; i >= first; i -= L.Count)
            {
                ref T column = ref Unsafe.Add(ref y, i);
                V label = L.Load(ref Unsafe.Add(ref labels, i));
                S scores = default;
                scores.Load(ref column, row);
                V max = scores.Max, score = scores.At(label, L.Zero, L.Create(one), L.Zero);
                Exponentials(ref scores, max, out V remainder);
                V sum = scores.Sum;
                scores.Store(ref column, row, L.WhereNegative(label, L.Zero, L.Multiply(L.Reciprocal(sum), L.Create(share))), label, L.Zero, L.Create(one), L.Create(share));
                Gather<V, T, L>(ref Unsafe.Add(ref sums, i & (line - 1)), line, label, sum, max, score, remainder, one);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Exponentials<S>(ref S scores, V greatest, out V remainder)
            where S : struct, IScores
        {
            if (Greatest<V, T, L>(greatest, out V max, out V top, out V basis))
            {
                scores.Subtract(basis);
            }

            remainder = L.Remainder(max, top);
            scores.Exp(top);
        }

        /// <summary>Scores of a few classes, then their exponentials e.</summary>
        private interface IScores
        {
            V Max { get; }

            V Sum { get; }

            /// <summary>Loads the scores of classes that are so far apart.</summary>
            void Load(ref T y, nint row);

            void Subtract(V basis);

            /// <summary>Of each lane the score at the label; where the label is none of these classes, the other. Classes are numbered from k on, so far apart.</summary>
            V At(V label, V k, V apart, V other);

            /// <summary>e = e^y / 2^top.</summary>
            void Exp(V top);

            /// <summary>Stores e scale.</summary>
            void Store(ref T p, nint row, V scale);

            /// <summary>Stores e scale, less the share at the label.</summary>
            void Store(ref T d, nint row, V scale, V label, V k, V apart, V share);
        }

        /// <summary>One class.</summary>
        private struct One : IScores
        {
            private V _e;

            public readonly V Max => _e;

            public readonly V Sum => _e;

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public void Load(ref T y, nint row) => _e = L.Load(ref y);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public void Subtract(V basis) => _e = L.Subtract(_e, basis);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public readonly V At(V label, V k, V apart, V other) => L.WhereEqual(label, k, _e, other);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public void Exp(V top) => _e = L.ExpBelow(L.Bounded(_e), top);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public readonly void Store(ref T p, nint row, V scale) => L.Store(L.Multiply(_e, scale), ref p);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public readonly void Store(ref T d, nint row, V scale, V label, V k, V apart, V share) =>
                L.Store(L.Subtract(L.Multiply(_e, scale), L.WhereEqual(label, k, share, L.Zero)), ref d);
        }

        /// <summary>Every second class, and those between: the tree in which a single step adds them up.</summary>
        private struct Both<TEven, TOdd> : IScores
            where TEven : struct, IScores
            where TOdd : struct, IScores
        {
            private TEven _even;
            private TOdd _odd;

            public readonly V Max
            {
                [MethodImpl(MethodImplOptions.AggressiveInlining)]
                get => L.Max(_even.Max, _odd.Max);
            }

            public readonly V Sum
            {
                [MethodImpl(MethodImplOptions.AggressiveInlining)]
                get => L.Add(_even.Sum, _odd.Sum);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public void Load(ref T y, nint row)
            {
                _even = default;
                _odd = default;
                _even.Load(ref y, 2 * row);
                _odd.Load(ref Unsafe.Add(ref y, row), 2 * row);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public void Subtract(V basis)
            {
                _even.Subtract(basis);
                _odd.Subtract(basis);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public readonly V At(V label, V k, V apart, V other) =>
                _odd.At(label, L.Add(k, apart), L.Add(apart, apart), _even.At(label, k, L.Add(apart, apart), other));

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public void Exp(V top)
            {
                _even.Exp(top);
                _odd.Exp(top);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public readonly void Store(ref T p, nint row, V scale)
            {
                _even.Store(ref p, 2 * row, scale);
                _odd.Store(ref Unsafe.Add(ref p, row), 2 * row, scale);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public readonly void Store(ref T d, nint row, V scale, V label, V k, V apart, V share)
            {
                _even.Store(ref d, 2 * row, scale, label, k, L.Add(apart, apart), share);
                _odd.Store(ref Unsafe.Add(ref d, row), 2 * row, scale, label, L.Add(k, apart), L.Add(apart, apart), share);
            }
        }
    }
}
