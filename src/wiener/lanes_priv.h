/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A vector of 64-bit lanes, as wide as the instruction set of this copy.
 *
 * Philox is the one kernel that is not left to the compiler: its 32 x 32 -> 64 bit products are a
 * single instruction everywhere, which gcc 12 does not find (3.3 ns a normal with AVX2 instead of
 * 1.5). Integer operations, so that the choice cannot change a bit. */
#ifndef FPK_WIENER_LANES_PRIV_H
#define FPK_WIENER_LANES_PRIV_H

#include <stdint.h>

#if defined(__AVX512F__)
#include <immintrin.h>
typedef __m512i lanes;
#define LANES                    8
#define lanes_all(x)             _mm512_set1_epi64((long long)(x))
#define lanes_count()            _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0)
#define lanes_multiply_low(a, b) _mm512_mul_epu32(a, b)
#define lanes_add(a, b)          _mm512_add_epi64(a, b)
#define lanes_xor(a, b)          _mm512_xor_si512(a, b)
#define lanes_or(a, b)           _mm512_or_si512(a, b)
#define lanes_and(a, b)          _mm512_and_si512(a, b)
#define lanes_upper(a)           _mm512_srli_epi64(a, 32)
#define lanes_raise(a)           _mm512_slli_epi64(a, 32)
#define lanes_store(p, a)        _mm512_storeu_si512(p, a)
#elif defined(__AVX2__)
#include <immintrin.h>
typedef __m256i lanes;
#define LANES                    4
#define lanes_all(x)             _mm256_set1_epi64x((long long)(x))
#define lanes_count()            _mm256_set_epi64x(3, 2, 1, 0)
#define lanes_multiply_low(a, b) _mm256_mul_epu32(a, b)
#define lanes_add(a, b)          _mm256_add_epi64(a, b)
#define lanes_xor(a, b)          _mm256_xor_si256(a, b)
#define lanes_or(a, b)           _mm256_or_si256(a, b)
#define lanes_and(a, b)          _mm256_and_si256(a, b)
#define lanes_upper(a)           _mm256_srli_epi64(a, 32)
#define lanes_raise(a)           _mm256_slli_epi64(a, 32)
#define lanes_store(p, a)        _mm256_storeu_si256((__m256i *)(void *)(p), a)
#elif defined(__SSE2__)
#include <emmintrin.h>
typedef __m128i lanes;
#define LANES                    2
#define lanes_all(x)             _mm_set1_epi64x((long long)(x))
#define lanes_count()            _mm_set_epi64x(1, 0)
#define lanes_multiply_low(a, b) _mm_mul_epu32(a, b)
#define lanes_add(a, b)          _mm_add_epi64(a, b)
#define lanes_xor(a, b)          _mm_xor_si128(a, b)
#define lanes_or(a, b)           _mm_or_si128(a, b)
#define lanes_and(a, b)          _mm_and_si128(a, b)
#define lanes_upper(a)           _mm_srli_epi64(a, 32)
#define lanes_raise(a)           _mm_slli_epi64(a, 32)
#define lanes_store(p, a)        _mm_storeu_si128((__m128i *)(void *)(p), a)
#else
typedef uint64_t lanes;
#define LANES                    1
#define lanes_all(x)             (x)
#define lanes_count()            0
#define lanes_multiply_low(a, b) (((a)&0xffffffffu) * ((b)&0xffffffffu))
#define lanes_add(a, b)          ((a) + (b))
#define lanes_xor(a, b)          ((a) ^ (b))
#define lanes_or(a, b)           ((a) | (b))
#define lanes_and(a, b)          ((a) & (b))
#define lanes_upper(a)           ((a) >> 32)
#define lanes_raise(a)           ((a) << 32)
#define lanes_store(p, a)        (*(p) = (a))
#endif

#endif
