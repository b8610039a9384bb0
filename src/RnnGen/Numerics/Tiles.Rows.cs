using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

#pragma warning disable CS0649 // these fields are structures, which their own methods fill

// What a tile holds for one of its rows. The JIT takes these structures apart, so that every vector has a register of its own;
// with a structure for each vector in them it would not.
internal static partial class Tiles<V, T, L>
{
    /// <summary>Neighbouring sums of one row, zero at first.</summary>
    private interface IStrip<S>
        where S : struct, IStrip<S>
    {
        /// <summary>Vectors, one beside the other.</summary>
        static abstract int Vectors { get; }

        /// <summary>What stands in memory.</summary>
        void Load(ref T source);

        /// <summary>Adds other sums.</summary>
        void Add(S other);

        /// <summary>Adds a b.</summary>
        void MultiplyAdd(V a, S b);

        /// <summary>Makes F of every sum.</summary>
        void Finish<F>(ref T h)
            where F : struct, IFinish;

        void Store(ref T target);
    }

    /// <summary>
    /// What a tile has three or four of, side by side: a row of sums, or several rows with those of the others in between.
    /// What is called next is the distance in memory from one to the next.
    /// </summary>
    private interface IRows<S>
        where S : struct, IStrip<S>
    {
        /// <summary>Rows of the matrix.</summary>
        static abstract int Count { get; }

        /// <summary>Whether blocks of terms are summed on their own.</summary>
        static abstract bool InChains { get; }

        /// <summary>What the sums start from.</summary>
        void Load(ref T source, nint next);

        /// <summary>Adds a b, a being so many elements further on.</summary>
        void MultiplyAdd(ref T a, nint further, nint next, S b);

        /// <summary>Before the first block of terms.</summary>
        void Open();

        /// <summary>After each of them.</summary>
        void Close();

        /// <summary>Makes F of every sum.</summary>
        void Finish<F>(ref T h, nint next)
            where F : struct, IFinish;

        void Store(ref T target, nint next);
    }

    /// <summary>One vector.</summary>
    private struct One : IStrip<One>
    {
        private V _v0;

        public static int Vectors => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Load(ref T source) => _v0 = L.Load(ref source);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(One other) => _v0 = L.Add(_v0, other._v0);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void MultiplyAdd(V a, One b) => _v0 = L.MultiplyAdd(a, b._v0, _v0);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Finish<F>(ref T h)
            where F : struct, IFinish => _v0 = F.Finish(_v0, ref h);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store(ref T target) => L.Store(_v0, ref target);
    }

    /// <summary>Two vectors.</summary>
    private struct Two : IStrip<Two>
    {
        private V _v0, _v1;

        public static int Vectors => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Load(ref T source)
        {
            _v0 = L.Load(ref source);
            _v1 = L.Load(ref Unsafe.Add(ref source, L.Count));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Two other)
        {
            _v0 = L.Add(_v0, other._v0);
            _v1 = L.Add(_v1, other._v1);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void MultiplyAdd(V a, Two b)
        {
            _v0 = L.MultiplyAdd(a, b._v0, _v0);
            _v1 = L.MultiplyAdd(a, b._v1, _v1);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Finish<F>(ref T h)
            where F : struct, IFinish
        {
            _v0 = F.Finish(_v0, ref h);
            _v1 = F.Finish(_v1, ref Unsafe.Add(ref h, L.Count));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store(ref T target)
        {
            L.Store(_v0, ref target);
            L.Store(_v1, ref Unsafe.Add(ref target, L.Count));
        }
    }

    /// <summary>Three vectors.</summary>
    private struct Three : IStrip<Three>
    {
        private V _v0, _v1, _v2;

        public static int Vectors => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Load(ref T source)
        {
            _v0 = L.Load(ref source);
            _v1 = L.Load(ref Unsafe.Add(ref source, L.Count));
            _v2 = L.Load(ref Unsafe.Add(ref source, 2 * L.Count));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Three other)
        {
            _v0 = L.Add(_v0, other._v0);
            _v1 = L.Add(_v1, other._v1);
            _v2 = L.Add(_v2, other._v2);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void MultiplyAdd(V a, Three b)
        {
            _v0 = L.MultiplyAdd(a, b._v0, _v0);
            _v1 = L.MultiplyAdd(a, b._v1, _v1);
            _v2 = L.MultiplyAdd(a, b._v2, _v2);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Finish<F>(ref T h)
            where F : struct, IFinish
        {
            _v0 = F.Finish(_v0, ref h);
            _v1 = F.Finish(_v1, ref Unsafe.Add(ref h, L.Count));
            _v2 = F.Finish(_v2, ref Unsafe.Add(ref h, 2 * L.Count));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store(ref T target)
        {
            L.Store(_v0, ref target);
            L.Store(_v1, ref Unsafe.Add(ref target, L.Count));
            L.Store(_v2, ref Unsafe.Add(ref target, 2 * L.Count));
        }
    }

    /// <summary>A row whose sums go on, term by term.</summary>
    private struct Single<S> : IRows<S>
        where S : struct, IStrip<S>
    {
        private S _sums;

        public static int Count => 1;

        public static bool InChains => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Load(ref T source, nint next) => _sums.Load(ref source);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void MultiplyAdd(ref T a, nint further, nint next, S b) => _sums.MultiplyAdd(L.Create(Unsafe.Add(ref a, further)), b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Open()
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Close()
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Finish<F>(ref T h, nint next)
            where F : struct, IFinish => _sums.Finish<F>(ref h);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(ref T target, nint next) => _sums.Store(ref target);
    }

    /// <summary>A row whose blocks of terms are summed from zero, each of them, and then added to what came before.</summary>
    private struct InBlocks<S> : IRows<S>
        where S : struct, IStrip<S>
    {
        private S _before;
        private S _sums;

        public static int Count => 1;

        public static bool InChains => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Load(ref T source, nint next) => _sums.Load(ref source);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void MultiplyAdd(ref T a, nint further, nint next, S b) => _sums.MultiplyAdd(L.Create(Unsafe.Add(ref a, further)), b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Open()
        {
            _before = _sums;
            _sums = default;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Close()
        {
            _before.Add(_sums);
            _sums = default;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Finish<F>(ref T h, nint next)
            where F : struct, IFinish => _before.Finish<F>(ref h);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(ref T target, nint next) => _before.Store(ref target);
    }

    /// <summary>No rows: the fourth of a tile that has three.</summary>
    private struct None<S> : IRows<S>
        where S : struct, IStrip<S>
    {
        public static int Count => 0;

        public static bool InChains => false;

        public readonly void Load(ref T source, nint next)
        {
        }

        public readonly void MultiplyAdd(ref T a, nint further, nint next, S b)
        {
        }

        public readonly void Open()
        {
        }

        public readonly void Close()
        {
        }

        public readonly void Finish<F>(ref T h, nint next)
            where F : struct, IFinish
        {
        }

        public readonly void Store(ref T target, nint next)
        {
        }
    }

    /// <summary>As many rows again below.</summary>
    private struct Twice<R, S> : IRows<S>
        where R : struct, IRows<S>
        where S : struct, IStrip<S>
    {
        private R _upper;
        private R _lower;

        public static int Count => 2 * R.Count;

        public static bool InChains => R.InChains;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Load(ref T source, nint next)
        {
            _upper.Load(ref source, next);
            _lower.Load(ref Unsafe.Add(ref source, R.Count * next), next);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void MultiplyAdd(ref T a, nint further, nint next, S b)
        {
            _upper.MultiplyAdd(ref a, further, next, b);
            _lower.MultiplyAdd(ref Unsafe.Add(ref a, R.Count * next), further, next, b);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Open()
        {
            _upper.Open();
            _lower.Open();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Close()
        {
            _upper.Close();
            _lower.Close();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Finish<F>(ref T h, nint next)
            where F : struct, IFinish
        {
            _upper.Finish<F>(ref h, next);
            _lower.Finish<F>(ref Unsafe.Add(ref h, R.Count * next), next);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(ref T target, nint next)
        {
            _upper.Store(ref target, next);
            _lower.Store(ref Unsafe.Add(ref target, R.Count * next), next);
        }
    }
}
