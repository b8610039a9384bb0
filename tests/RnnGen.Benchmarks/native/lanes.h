// A vector of LANES floats (8: AVX2, 16: AVX-512) and the few functions the tuned network needs of it.
#pragma once
#include <immintrin.h>

#define INLINE static inline __attribute__((always_inline))
#ifdef __clang__
#define UNROLL _Pragma("unroll")
#define UNROLL4 _Pragma("clang loop unroll_count(4)")
#else
#define UNROLL _Pragma("GCC unroll 32")
#define UNROLL4 _Pragma("GCC unroll 4")
#endif

#if LANES == 16
typedef __m512 vec;
INLINE vec load(const float *p) { return _mm512_loadu_ps(p); }
INLINE void store(float *p, vec v) { _mm512_storeu_ps(p, v); }
INLINE vec all(float a) { return _mm512_set1_ps(a); }
INLINE vec fma_(vec a, vec b, vec c) { return _mm512_fmadd_ps(a, b, c); }
INLINE vec fnma(vec a, vec b, vec c) { return _mm512_fnmadd_ps(a, b, c); }
INLINE vec least(vec a, vec b) { return _mm512_min_ps(a, b); }
INLINE vec most(vec a, vec b) { return _mm512_max_ps(a, b); }
INLINE vec whole(vec a) { return _mm512_roundscale_ps(a, 8); }
INLINE vec power2(vec n) { return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_add_epi32(_mm512_cvtps_epi32(n), _mm512_set1_epi32(127)), 23)); }
INLINE vec broadcast_lane(vec a, int i) { return _mm512_permutexvar_ps(_mm512_set1_epi32(i), a); }
INLINE vec swap8(vec a) { return _mm512_shuffle_f32x4(a, a, 0x4E); }
INLINE vec swap4(vec a) { return _mm512_shuffle_f32x4(a, a, 0xB1); }
INLINE vec swap2(vec a) { return _mm512_permute_ps(a, 0x4E); }
INLINE vec swap1(vec a) { return _mm512_permute_ps(a, 0xB1); }
INLINE void store_first(float *p, vec v, int count) { _mm512_mask_storeu_ps(p, (__mmask16)((1u << count) - 1), v); }
#else
typedef __m256 vec;
INLINE vec load(const float *p) { return _mm256_loadu_ps(p); }
INLINE void store(float *p, vec v) { _mm256_storeu_ps(p, v); }
INLINE vec all(float a) { return _mm256_set1_ps(a); }
INLINE vec fma_(vec a, vec b, vec c) { return _mm256_fmadd_ps(a, b, c); }
INLINE vec fnma(vec a, vec b, vec c) { return _mm256_fnmadd_ps(a, b, c); }
INLINE vec least(vec a, vec b) { return _mm256_min_ps(a, b); }
INLINE vec most(vec a, vec b) { return _mm256_max_ps(a, b); }
INLINE vec whole(vec a) { return _mm256_round_ps(a, 8); }
INLINE vec power2(vec n) { return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127)), 23)); }
INLINE vec broadcast_lane(vec a, int i) { return _mm256_permutevar8x32_ps(a, _mm256_set1_epi32(i)); }
INLINE vec swap4(vec a) { return _mm256_permute2f128_ps(a, a, 1); }
INLINE vec swap2(vec a) { return _mm256_permute_ps(a, 0x4E); }
INLINE vec swap1(vec a) { return _mm256_permute_ps(a, 0xB1); }
INLINE void store_first(float *p, vec v, int count) {
    static const int ones[16] = {-1, -1, -1, -1, -1, -1, -1, -1};
    _mm256_maskstore_ps(p, _mm256_loadu_si256((const __m256i *)(ones + 8 - count)), v);
}
#endif

// The sum, or the maximum, of every group of G neighbouring lanes, in each lane of the group.
template <int G> INLINE vec group_sum(vec a) {
    if constexpr (G >= 2) a = a + swap1(a);
    if constexpr (G >= 4) a = a + swap2(a);
    if constexpr (G >= 8) a = a + swap4(a);
#if LANES == 16
    if constexpr (G >= 16) a = a + swap8(a);
#endif
    return a;
}

template <int G> INLINE vec group_most(vec a) {
    if constexpr (G >= 2) a = most(a, swap1(a));
    if constexpr (G >= 4) a = most(a, swap2(a));
    if constexpr (G >= 8) a = most(a, swap4(a));
#if LANES == 16
    if constexpr (G >= 16) a = most(a, swap8(a));
#endif
    return a;
}

// The sum of lane k of every group of G, in lane k of the first group.
template <int G> INLINE vec fold(vec a) {
#if LANES == 16
    if constexpr (G <= 8) a = a + swap8(a);
#endif
    if constexpr (G <= 4) a = a + swap4(a);
    if constexpr (G <= 2) a = a + swap2(a);
    return a;
}

// A rational function of degrees 13 and 6, exact to 3e-7.
INLINE vec vtanh(vec x) {
    x = most(least(x, all(7.90531110763549805f)), all(-7.90531110763549805f));
    vec x2 = x * x, x4 = x2 * x2, x8 = x4 * x4;
    vec q = fma_(x4, fma_(x2, all(1.19825839466702e-06f), all(1.18534705686654e-04f)),
                 fma_(x2, all(2.26843463243900e-03f), all(4.89352518554385e-03f)));
    vec p = fma_(x4, fma_(x2, all(5.12229709037114e-08f), all(1.48572235717979e-05f)),
                 fma_(x2, all(6.37261928875436e-04f), all(4.89352455891786e-03f)));
    vec r = fma_(x4, all(-2.76076847742355e-16f), fma_(x2, all(2.00018790482477e-13f), all(-8.60467152213735e-11f)));
    return fma_(x8, r, p) * (x / q);
}

// e^x for x <= 0. Not below e^-80: the lanes of padding must not make denormals.
INLINE vec vexp(vec x) {
    x = most(x, all(-80.f));
    vec n = whole(x * all(1.44269504088896341f));
    vec r = fnma(n, all(-2.12194440e-4f), fnma(n, all(0.693359375f), x));
    vec r2 = r * r;
    vec p = fma_(fma_(r, all(1.9875691500e-4f), all(1.3981999507e-3f)), r2, fma_(r, all(8.3334519073e-3f), all(4.1665795894e-2f)));
    p = fma_(p, r2, fma_(r, all(1.6666665459e-1f), all(5.0000001201e-1f)));
    return fma_(p, r2, r + all(1.f)) * power2(n);
}
