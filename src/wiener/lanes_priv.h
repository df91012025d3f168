/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A vector of 64-bit lanes, as wide as the instruction set of this copy: `lanes` of words, `reals`
 * of doubles.
 *
 * The two kernels of this layer are not left to the compiler. Philox's 32 x 32 -> 64 bit products
 * are a single instruction everywhere, which gcc 12 does not find (3.3 ns a normal with AVX2
 * instead of 1.5); with AVX-512 three logical operations or a choice by a bit are one instruction,
 * which it does not find either. Bit operations, so the choice cannot change a result; + - * / are
 * the operators of C, which gcc and clang have for vectors. */
#ifndef FPK_WIENER_LANES_PRIV_H
#define FPK_WIENER_LANES_PRIV_H

#include <stdint.h>

#if defined(__AVX512F__)
#include <immintrin.h>
typedef __m512i lanes;
typedef __m512d reals;
#define LANES                    8
#define lanes_all(x)             _mm512_set1_epi64((long long)(x))
#define lanes_count()            _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0)
#define lanes_multiply_low(a, b) _mm512_mul_epu32(a, b)
#define lanes_add(a, b)          _mm512_add_epi64(a, b)
#define lanes_xor(a, b)          _mm512_xor_si512(a, b)
#define lanes_xor3(a, b, c)      _mm512_ternarylogic_epi64(a, b, c, 0x96)
#define lanes_or(a, b)           _mm512_or_si512(a, b)
#define lanes_and(a, b)          _mm512_and_si512(a, b)
#define lanes_and_or(a, b, c)    _mm512_ternarylogic_epi64(a, b, c, 0xea)
#define lanes_and_xor(a, b, c)   _mm512_ternarylogic_epi64(a, b, c, 0x6a)
#define lanes_right(a, n)        _mm512_srli_epi64(a, n)
#define lanes_join(low, high)    _mm512_mask_shuffle_epi32(low, 0xaaaa, high, _MM_PERM_CDAB)
#define lanes_load(p)            _mm512_loadu_si512(p)
#define lanes_store(p, a)        _mm512_storeu_si512(p, a)
#define reals_all(x)             _mm512_set1_pd(x)
#define reals_of(a)              _mm512_castsi512_pd(a)
#define lanes_of(x)              _mm512_castpd_si512(x)
#define reals_sqrt(x)            _mm512_sqrt_pd(x)
#define reals_load(p)            _mm512_loadu_pd(p)
#define reals_store(p, x)        _mm512_storeu_pd(p, x)
#define reals_choose62(w, x, y)                                                                    \
    _mm512_mask_blend_pd(_mm512_test_epi64_mask(w, lanes_all(1ull << 62)), x, y)
#elif defined(__AVX2__)
#include <immintrin.h>
typedef __m256i lanes;
typedef __m256d reals;
#define LANES                    4
#define lanes_all(x)             _mm256_set1_epi64x((long long)(x))
#define lanes_count()            _mm256_set_epi64x(3, 2, 1, 0)
#define lanes_multiply_low(a, b) _mm256_mul_epu32(a, b)
#define lanes_add(a, b)          _mm256_add_epi64(a, b)
#define lanes_xor(a, b)          _mm256_xor_si256(a, b)
#define lanes_or(a, b)           _mm256_or_si256(a, b)
#define lanes_and(a, b)          _mm256_and_si256(a, b)
#define lanes_right(a, n)        _mm256_srli_epi64(a, n)
#define lanes_join(low, high)    _mm256_blend_epi32(low, _mm256_shuffle_epi32(high, 0xb1), 0xaa)
#define lanes_load(p)            _mm256_loadu_si256((const __m256i *)(const void *)(p))
#define lanes_store(p, a)        _mm256_storeu_si256((__m256i *)(void *)(p), a)
#define reals_all(x)             _mm256_set1_pd(x)
#define reals_of(a)              _mm256_castsi256_pd(a)
#define lanes_of(x)              _mm256_castpd_si256(x)
#define reals_sqrt(x)            _mm256_sqrt_pd(x)
#define reals_load(p)            _mm256_loadu_pd(p)
#define reals_store(p, x)        _mm256_storeu_pd(p, x)
#define reals_choose62(w, x, y)  _mm256_blendv_pd(x, y, reals_of(_mm256_slli_epi64(w, 1)))
#elif defined(__SSE2__)
#include <emmintrin.h>
typedef __m128i lanes;
typedef __m128d reals;
#define LANES                    2
#define lanes_all(x)             _mm_set1_epi64x((long long)(x))
#define lanes_count()            _mm_set_epi64x(1, 0)
#define lanes_multiply_low(a, b) _mm_mul_epu32(a, b)
#define lanes_add(a, b)          _mm_add_epi64(a, b)
#define lanes_xor(a, b)          _mm_xor_si128(a, b)
#define lanes_or(a, b)           _mm_or_si128(a, b)
#define lanes_and(a, b)          _mm_and_si128(a, b)
#define lanes_right(a, n)        _mm_srli_epi64(a, n)
#define lanes_join(low, high)                                                                      \
    _mm_or_si128(_mm_and_si128(low, lanes_all(0xffffffffu)), _mm_slli_epi64(high, 32))
#define lanes_load(p)     _mm_loadu_si128((const __m128i *)(const void *)(p))
#define lanes_store(p, a) _mm_storeu_si128((__m128i *)(void *)(p), a)
#define reals_all(x)      _mm_set1_pd(x)
#define reals_of(a)       _mm_castsi128_pd(a)
#define lanes_of(x)       _mm_castpd_si128(x)
#define reals_sqrt(x)     _mm_sqrt_pd(x)
#define reals_load(p)     _mm_loadu_pd(p)
#define reals_store(p, x) _mm_storeu_pd(p, x)
static inline reals reals_choose62(lanes w, reals x, reals y)
{
    /* Bit 62 to the sign of the upper half, all over the upper half, then over both. */
    __m128i half = _mm_srai_epi32(_mm_slli_epi64(w, 1), 31);
    __m128d mask = reals_of(_mm_shuffle_epi32(half, 0xf5));
    return _mm_or_pd(_mm_and_pd(mask, y), _mm_andnot_pd(mask, x));
}
#else
#include <math.h>
#include <string.h>
typedef uint64_t lanes;
typedef double reals;
#define LANES                    1
#define lanes_all(x)             ((uint64_t)(x))
#define lanes_count()            0
#define lanes_multiply_low(a, b) (((a)&0xffffffffu) * ((b)&0xffffffffu))
#define lanes_add(a, b)          ((a) + (b))
#define lanes_xor(a, b)          ((a) ^ (b))
#define lanes_or(a, b)           ((a) | (b))
#define lanes_and(a, b)          ((a) & (b))
#define lanes_right(a, n)        ((a) >> (n))
#define lanes_join(low, high)    (((low)&0xffffffffu) | (high) << 32)
#define lanes_load(p)            (*(p))
#define lanes_store(p, a)        (*(p) = (a))
#define reals_all(x)             (x)
#define reals_sqrt(x)            sqrt(x)
#define reals_load(p)            (*(p))
#define reals_store(p, x)        (*(p) = (x))
#define reals_choose62(w, x, y)  ((w) >> 62 & 1 ? (y) : (x))
static inline reals reals_of(lanes a)
{
    reals x;
    memcpy(&x, &a, sizeof x);
    return x;
}
static inline lanes lanes_of(reals x)
{
    lanes a;
    memcpy(&a, &x, sizeof a);
    return a;
}
#endif

#if !defined(__AVX512F__)
#define lanes_xor3(a, b, c)    lanes_xor(lanes_xor(a, b), c)
#define lanes_and_or(a, b, c)  lanes_or(lanes_and(a, b), c)
#define lanes_and_xor(a, b, c) lanes_xor(lanes_and(a, b), c)
#endif

#endif
