/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run_priv.h"

#include <math.h>

static void sift(double *a, size_t root, size_t n)
{
    for (size_t child; (child = 2 * root + 1) < n; root = child) {
        if (child + 1 < n && a[child] < a[child + 1])
            child++;
        if (!(a[root] < a[child]))
            return;
        double swap = a[root];
        a[root] = a[child];
        a[child] = swap;
    }
}

/* The value at place q (n - 1) of the sorted a, linear between neighbours. Quantiles near 1 are
 * wanted: a heap gives the largest ones first. a is destroyed. */
static double quantile(double *a, size_t n, double q)
{
    double place = q * (double)(n - 1);
    size_t below = (size_t)place, last = n;
    for (size_t root = n / 2; root-- > 0;)
        sift(a, root, n);
    double upper = a[0];
    while (last - 1 > below) {
        upper = a[0];
        a[0] = a[--last];
        sift(a, 0, last);
    }
    return a[0] + (place - (double)below) * (upper - a[0]);
}

void fpk_threshold_block(const struct fpk_instruction *instruction, size_t dim, size_t m,
                         const double *x, double *spare, double *out)
{
    double bound = instruction->bound;
    for (size_t i = 0; i < m; i++) {
        for (size_t d = 0; d < dim; d++)
            spare[d] = fabs(x[d * m + i]);
        double s = quantile(spare, dim, instruction->quantile);
        s = s > bound ? s : bound;
        double scale = bound / s;
        for (size_t d = 0; d < dim; d++) {
            double v = x[d * m + i] < -s ? -s : x[d * m + i];
            out[d * m + i] = scale * (v > s ? s : v); /* NaN stays NaN and is reported */
        }
    }
}
