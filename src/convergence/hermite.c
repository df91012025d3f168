/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gauss-Hermite nodes for the standard normal. With the orthonormal polynomials
 *
 *     p_0 = 1,   sqrt(k+1) p_{k+1} = x p_k - sqrt(k) p_{k-1},
 *
 * the nodes are the zeros of p_n, which the zeros of p_{n-1} separate, and the weights
 * 1 / sum_{k<n} p_k(x_i)^2 (Christoffel; Szego, Orthogonal Polynomials, 1939, section 3.4). */
#include "convergence_priv.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* p_n(x); *sum <- p_0^2 + ... + p_{n-1}^2. */
static double polynomial(size_t n, double x, double *sum)
{
    double before = 0, p = 1;
    *sum = 0;
    for (size_t k = 0; k < n; k++) {
        *sum += p * p;
        double next = (x * p - sqrt((double)k) * before) / sqrt((double)(k + 1));
        before = p;
        p = next;
    }
    return p;
}

/* The zero of p_n between a and b, by bisection down to neighbouring doubles. */
static double zero_between(size_t n, double a, double b)
{
    double sum;
    bool rising = polynomial(n, b, &sum) > 0;
    for (;;) {
        double middle = 0.5 * (a + b);
        if (middle <= a || middle >= b)
            return middle;
        if ((polynomial(n, middle, &sum) > 0) == rising)
            b = middle;
        else
            a = middle;
    }
}

void fpk_gauss_hermite(size_t n, double *x, double *w)
{
    assert(n >= 1 && n <= FPK_HERMITE_MAX);
    double below[FPK_HERMITE_MAX];
    x[0] = 0;
    for (size_t m = 2; m <= n; m++) {
        double bound = 2 * sqrt((double)m); /* all zeros are smaller */
        memcpy(below, x, (m - 1) * sizeof *x);
        for (size_t i = (m + 1) / 2; i < m; i++) { /* the positive ones, then their mirror images */
            x[i] = zero_between(m, i > 0 ? fmax(below[i - 1], 0) : 0, i < m - 1 ? below[i] : bound);
            x[m - 1 - i] = -x[i];
        }
        if (m % 2 == 1)
            x[m / 2] = 0;
    }
    for (size_t i = 0; i < n; i++) {
        double sum;
        polynomial(n, x[i], &sum);
        w[i] = 1 / sum;
    }
}
