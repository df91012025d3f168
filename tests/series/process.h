/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series with known memory: first-order autoregressions x_i = rho x_{i-1} + xi_i, stationary from
 * their first value, variance 1/(1 - rho^2), autocorrelation rho^k. */
#ifndef FPK_TESTS_SERIES_PROCESS_H
#define FPK_TESTS_SERIES_PROCESS_H

#include "fpk/wiener/normal.h"

#include <math.h>

static inline void autoregression(uint32_t draw, double rho, size_t n, double *x)
{
    struct fpk_stream stream = {.seed = 20, .purpose = FPK_FOR_TEST, .step = draw};
    fpk_normal_fill(stream, 0, n, x);
    x[0] /= sqrt(1 - rho * rho);
    for (size_t i = 1; i < n; i++)
        x[i] += rho * x[i - 1];
}

/* The numbers of tests/data/series_known.py: uniform on (-1, 1), plus half of the one before. */
static inline void moving_average(uint64_t seed, size_t n, double *x)
{
    double before = 0;
    for (size_t i = 0; i < n; i++) {
        seed = 6364136223846793005u * seed + 1442695040888963407u;
        double u = (double)((int64_t)(seed >> 11) - ((int64_t)1 << 52)) * 0x1p-52;
        x[i] = u + 0.5 * before;
        before = u;
    }
}

#endif
