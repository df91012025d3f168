/* SPDX-License-Identifier: GPL-3.0-or-later */
/* L D L^T of B^T B - s I by the stationary quotient-difference sweep: with t_0 = down_0 - s, down_0
 * and up_{n-1} what leaks out through the ends,
 *     d_i = up_i + t_i,   t_{i+1} = t_i down_{i+1}/d_i - s,
 * as many d_i are negative as eigenvalues lie below s. Rounding is worth relative changes of a few
 * 2^-53 in each rate, which move each eigenvalue by as little (Fernando, Parlett). A pivot that is
 * exactly 0 is such a change away from a negative one.
 *
 * Compiled once per instruction set. Vectors are written out; 16 shifts abreast hide the time from
 * one pivot to the next, and the divider is what bounds the loop. */
#include "sturm_kernel.h"

#include <float.h>

#if defined(__AVX512F__)
#define WIDTH   8
#define EACH(X) X(0) X(1)
#elif defined(__AVX__)
#define WIDTH   4
#define EACH(X) X(0) X(1) X(2) X(3)
#else
#define WIDTH   2
#define EACH(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7)
#endif
typedef double real __attribute__((vector_size(8 * WIDTH), aligned(8), may_alias));
typedef long long whole __attribute__((vector_size(8 * WIDTH), aligned(8), may_alias));

#define OF(p, k) (*(const real *)((p) + (k)*WIDTH))
#define AT(p, k) (*(real *)((p) + (k)*WIDTH))

/* One cell of vector k: an exact zero becomes -2^-52 up, a negative pivot counts. */
#define PIVOT(k)                                                                                   \
    {                                                                                              \
        real d = up_i + t##k;                                                                      \
        d -= (real)((whole)tiny & (d == zero));                                                    \
        n##k -= (d < zero);                                                                        \
        t##k = down_i * (t##k / d) - s##k;                                                         \
    }
#define BEGIN(k)                                                                                   \
    real s##k = OF(s, k), t##k = down[0] - s##k;                                                   \
    whole n##k = {0};
#define END(k)                                                                                     \
    n##k -= (t##k + up[n - 1] < zero);                                                             \
    *(whole *)seen = n##k;                                                                         \
    for (int j = 0; j < WIDTH; j++)                                                                \
        below[(k)*WIDTH + j] = (double)seen[j];

void FPK_KERNEL(fpk_sturm_kernel)(size_t n, const double *up, const double *down, const double *s,
                                  double *below)
{
    const real zero = {0};
    long long seen[WIDTH];
    EACH(BEGIN)
    for (size_t i = 0; i + 1 < n; i++) {
        real up_i = zero + up[i], down_i = zero + down[i + 1], tiny = DBL_EPSILON * up_i;
        EACH(PIVOT)
    }
    EACH(END)
}
