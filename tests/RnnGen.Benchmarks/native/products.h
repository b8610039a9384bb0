// Matrix products of constant size whose results stay in registers until they are finished.
#pragma once
#include "lanes.h"

#if LANES == 16 || defined(__AVX512VL__)
enum { Accumulators = 24 };
#else
enum { Accumulators = 12 };
#endif

// One tile: R rows by C vectors of init + A B, with A(m, k) = a[m * am + k * ak] and B's rows ldb apart.
template <int R, int C, class Init, class Finish>
INLINE void tile(const float *a, long am, long ak, const float *b, long ldb, int depth, Init init, Finish finish, int m, int v) {
    vec sum[R][C];
    UNROLL for (int r = 0; r < R; r++) UNROLL for (int c = 0; c < C; c++) sum[r][c] = init(m + r, v + c);
    UNROLL4 for (int k = 0; k < depth; k++) {
        vec row[C];
        UNROLL for (int c = 0; c < C; c++) row[c] = load(b + k * ldb + c * LANES);
        UNROLL for (int r = 0; r < R; r++) {
            vec x = all(a[r * am + k * ak]);
            UNROLL for (int c = 0; c < C; c++) sum[r][c] = fma_(x, row[c], sum[r][c]);
        }
    }
    UNROLL for (int r = 0; r < R; r++) UNROLL for (int c = 0; c < C; c++) finish(m + r, v + c, sum[r][c]);
}

template <int M, int C, class Init, class Finish>
INLINE void strip(const float *a, long am, long ak, const float *b, long ldb, int depth, Init init, Finish finish, int v) {
    constexpr int Most = Accumulators / C > 12 ? 12 : Accumulators / C, R = Most < M ? Most : M, Rest = M % R;
    int m = 0;
    for (; m + R <= M; m += R) tile<R, C>(a + m * am, am, ak, b, ldb, depth, init, finish, m, v);
    if constexpr (Rest != 0) tile<Rest, C>(a + m * am, am, ak, b, ldb, depth, init, finish, m, v);
}

// All of it: M rows by V vectors.
template <int M, int V, class Init, class Finish>
INLINE void product(const float *a, long am, long ak, const float *b, long ldb, int depth, Init init, Finish finish) {
    constexpr int Wide = Accumulators == 24 ? 4 : 2, C = V < Wide ? V : Wide, Rest = V % C;
    int v = 0;
    for (; v + C <= V; v += C) strip<M, C>(a, am, ak, b + v * LANES, ldb, depth, init, finish, v);
    if constexpr (Rest != 0) strip<M, Rest>(a, am, ak, b + v * LANES, ldb, depth, init, finish, v);
}

// sum[v] += Σ x[j] M[j][v] over j < J, in enough chains to keep both units busy; backwards in alternate steps, so that
// the end of the matrix, which the cache still holds, comes first.
template <int V, int J, bool Backwards>
INLINE void columns(const float *__restrict m, long ld, const float *__restrict x, vec (&sum)[V]) {
    constexpr int U = J % 4 ? 1 : V >= 5 ? 1 : V >= 3 ? 2 : 4;
    vec part[U][V];
    UNROLL for (int u = 0; u < U; u++) UNROLL for (int v = 0; v < V; v++) part[u][v] = u ? all(0) : sum[v];
    auto add = [&](int j) __attribute__((always_inline)) {
        UNROLL for (int u = 0; u < U; u++) {
            vec b = all(x[j + u]);
            UNROLL for (int v = 0; v < V; v++) part[u][v] = fma_(b, load(m + (j + u) * ld + v * LANES), part[u][v]);
        }
    };
    if constexpr (J * V <= 160) { UNROLL for (int j = 0; j < J; j += U) add(j); }
    else if constexpr (!Backwards) { UNROLL4 for (int j = 0; j < J; j += U) add(j); }
    else { UNROLL4 for (int j = J - U; j >= 0; j -= U) add(j); }
    UNROLL for (int v = 0; v < V; v++) {
        if constexpr (U == 4) sum[v] = (part[0][v] + part[1][v]) + (part[2][v] + part[3][v]);
        else if constexpr (U == 2) sum[v] = part[0][v] + part[1][v];
        else sum[v] = part[0][v];
    }
}

// V vectors of the same product, in as many register blocks as it takes.
template <int V, int J, bool Backwards, class Init, class Finish>
INLINE void matrix_vector(const float *m, long ld, const float *x, Init init, Finish finish) {
    constexpr int Blocks = (V + Accumulators - 1) / Accumulators, C = (V + Blocks - 1) / Blocks, Full = V / C, Rest = V % C;
    int v0 = 0;
    for (int block = 0; block < Full; block++, v0 += C) {
        vec sum[C];
        UNROLL for (int v = 0; v < C; v++) sum[v] = init(v0 + v);
        columns<C, J, Backwards>(m + v0 * LANES, ld, x, sum);
        UNROLL for (int v = 0; v < C; v++) finish(v0 + v, sum[v]);
    }
    if constexpr (Rest != 0) {
        vec sum[Rest];
        UNROLL for (int v = 0; v < Rest; v++) sum[v] = init(v0 + v);
        columns<Rest, J, Backwards>(m + v0 * LANES, ld, x, sum);
        UNROLL for (int v = 0; v < Rest; v++) finish(v0 + v, sum[v]);
    }
}

// The same for an x of at most LANES numbers that never leaves its register.
template <int V, int J>
INLINE void columns_in_register(const float *__restrict m, long ld, vec x, vec (&sum)[V]) {
    constexpr int U = J % 4 ? 1 : 4;
    vec part[U][V];
    UNROLL for (int u = 0; u < U; u++) UNROLL for (int v = 0; v < V; v++) part[u][v] = u ? all(0) : sum[v];
    UNROLL for (int j = 0; j < J; j += U) UNROLL for (int u = 0; u < U; u++) {
        vec b = broadcast_lane(x, j + u);
        UNROLL for (int v = 0; v < V; v++) part[u][v] = fma_(b, load(m + (j + u) * ld + v * LANES), part[u][v]);
    }
    UNROLL for (int v = 0; v < V; v++) sum[v] = U == 4 ? (part[0][v] + part[1][v]) + (part[2 % U][v] + part[3 % U][v]) : part[0][v];
}

// b = aᵀ for one block of 8 by 8.
INLINE void transpose8(const float *a, long lda, float *b, long ldb) {
    __m256 r[8], t[8];
    UNROLL for (int i = 0; i < 8; i++) r[i] = _mm256_loadu_ps(a + i * lda);
    UNROLL for (int i = 0; i < 4; i++) {
        t[2 * i] = _mm256_unpacklo_ps(r[2 * i], r[2 * i + 1]);
        t[2 * i + 1] = _mm256_unpackhi_ps(r[2 * i], r[2 * i + 1]);
    }
    UNROLL for (int i = 0; i < 2; i++) {
        r[4 * i] = _mm256_shuffle_ps(t[4 * i], t[4 * i + 2], 0x44);
        r[4 * i + 1] = _mm256_shuffle_ps(t[4 * i], t[4 * i + 2], 0xEE);
        r[4 * i + 2] = _mm256_shuffle_ps(t[4 * i + 1], t[4 * i + 3], 0x44);
        r[4 * i + 3] = _mm256_shuffle_ps(t[4 * i + 1], t[4 * i + 3], 0xEE);
    }
    UNROLL for (int i = 0; i < 4; i++) {
        _mm256_storeu_ps(b + i * ldb, _mm256_permute2f128_ps(r[i], r[i + 4], 0x20));
        _mm256_storeu_ps(b + (i + 4) * ldb, _mm256_permute2f128_ps(r[i], r[i + 4], 0x31));
    }
}
