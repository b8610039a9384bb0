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
        internal static void Normalize(ref T y, nint row, int K, int steps) => Run<Probabilities>(K, new() { Y = ref y, Row = row, Last = steps - 1 });

        /// <inheritdoc cref="LaneSoftmax.Lines{V, T, L}"/>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal static void Lines(ref T y, nint row, int K, ref T labels, int first, int last, ref T sums, int line, T one, T share) =>
            Run<Differences>(K, new() { Y = ref y, Row = row, Labels = ref labels, First = first, Last = last, Sums = ref sums, Line = line, One = one, Share = share });

        private static void Run<P>(int K, in Window window)
            where P : IPass
        {
            switch (K)
            {
                case 2:
                    P.Run<Both<One, One>>(window);
                    break;
                case 3:
                    P.Run<Both<Both<One, One>, One>>(window);
                    break;
                case 4:
                    P.Run<Both<Both<One, One>, Both<One, One>>>(window);
                    break;
                case 5:
                    P.Run<Both<Both<Both<One, One>, One>, Both<One, One>>>(window);
                    break;
                case 6:
                    P.Run<Both<Both<Both<One, One>, One>, Both<Both<One, One>, One>>>(window);
                    break;
                case 7:
                    P.Run<Both<Both<Both<One, One>, Both<One, One>>, Both<Both<One, One>, One>>>(window);
                    break;
                default:
                    P.Run<Both<Both<Both<One, One>, Both<One, One>>, Both<Both<One, One>, Both<One, One>>>>(window);
                    break;
            }
        }

        /// <summary>What a pass goes over: scores, the columns from first to last, and for training what <see cref="LaneSoftmax.Lines{V, T, L}"/> is given.</summary>
        private ref struct Window
        {
            public ref T Y, Labels, Sums;

            public nint Row;

            public int First, Last, Line;

            public T One, Share;
        }

        private interface IPass
        {
            static abstract void Run<S>(in Window window)
                where S : struct, IScores;
        }

        /// <summary>p from y.</summary>
        private readonly struct Probabilities : IPass
        {
            [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
            public static void Run<S>(in Window window)
                where S : struct, IScores
            {
                for (int i = window.First; i <= window.Last; i += L.Count)
                {
                    ref T column = ref Unsafe.Add(ref window.Y, i);
                    S scores = default;
                    scores.Load(ref column, window.Row);
                    Exponentials(ref scores, scores.Max, out _);
                    scores.Store(ref column, window.Row, L.Reciprocal(scores.Sum));
                }
            }
        }

        /// <summary>D from y, and the loss.</summary>
        private readonly struct Differences : IPass
        {
            [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
            public static void Run<S>(in Window window)
                where S : struct, IScores
            {
                V one = L.Create(window.One), share = L.Create(window.Share);
                for (int i = window.Last; i >= window.First; i -= L.Count)
                {
                    ref T column = ref Unsafe.Add(ref window.Y, i);
                    V label = L.Load(ref Unsafe.Add(ref window.Labels, i));
                    S scores = default;
                    scores.Load(ref column, window.Row);
                    V max = scores.Max, score = scores.At(label, L.Zero, one, L.Zero);
                    Exponentials(ref scores, max, out V remainder);
                    V sum = scores.Sum;
                    scores.Store(ref column, window.Row, L.WhereNegative(label, L.Zero, L.Multiply(L.Reciprocal(sum), share)), label, L.Zero, one, share);
                    Gather<V, T, L>(ref Unsafe.Add(ref window.Sums, i & (window.Line - 1)), window.Line, label, sum, max, score, remainder, window.One);
                }
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
