/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/tridiagonal.h"

#include "fpk/base/memory.h"

#include <math.h>

enum fpk_status fpk_tridiagonal_init(struct fpk_tridiagonal *factor, size_t n, const double *lower,
                                     const double *diag, const double *upper)
{
    *factor = (struct fpk_tridiagonal){.n = n};
    enum fpk_status status = FPK_OK;
    FPK_TRY_DONE(status, fpk_allocate(&factor->multiplier, n));
    FPK_TRY_DONE(status, fpk_allocate(&factor->inverse, n));
    FPK_TRY_DONE(status, fpk_allocate(&factor->upper, n));
    FPK_TRY_DONE(status, fpk_tridiagonal_refactor(factor, lower, diag, upper));
done:
    if (status != FPK_OK)
        fpk_tridiagonal_clear(factor);
    return status;
}

void fpk_tridiagonal_clear(struct fpk_tridiagonal *factor)
{
    fpk_release(&factor->multiplier);
    fpk_release(&factor->inverse);
    fpk_release(&factor->upper);
    factor->n = 0;
}

/* A = L U: d_0 = diag_0, l_i = lower_i / d_{i-1}, d_i = diag_i - l_i upper_{i-1}. */
enum fpk_status fpk_tridiagonal_refactor(struct fpk_tridiagonal *factor, const double *lower,
                                         const double *diag, const double *upper)
{
    for (size_t i = 0; i < factor->n; i++) {
        double l = i == 0 ? 0 : lower[i] * factor->inverse[i - 1];
        double d = i == 0 ? diag[0] : diag[i] - l * upper[i - 1];
        FPK_CHECK(
            isfinite(d) && d != 0, FPK_NUMERIC,
            "tridiagonal system of order %zu: the pivot of row %zu is %g, so it has no stable "
            "solution without row exchanges; check the coefficients near that row",
            factor->n, i, d);
        factor->multiplier[i] = l;
        factor->inverse[i] = 1 / d;
        factor->upper[i] = i + 1 < factor->n ? upper[i] : 0;
    }
    return FPK_OK;
}

void fpk_tridiagonal_solve(const struct fpk_tridiagonal *factor, double *b)
{
    const double *l = factor->multiplier, *inverse = factor->inverse, *upper = factor->upper;
    size_t n = factor->n;
    if (n == 0)
        return;
    double y = b[0];
    for (size_t i = 1; i < n; i++) {
        y = b[i] - l[i] * y;
        b[i] = y;
    }
    double x = b[n - 1] * inverse[n - 1];
    b[n - 1] = x;
    for (size_t i = n - 1; i-- > 0;) {
        x = (b[i] - upper[i] * x) * inverse[i];
        b[i] = x;
    }
}

void fpk_tridiagonal_apply(size_t n, const double *lower, const double *diag, const double *upper,
                           const double *x, double *out)
{
    for (size_t i = 0; i < n; i++) {
        double v = diag[i] * x[i];
        if (i > 0)
            v += lower[i] * x[i - 1];
        if (i + 1 < n)
            v += upper[i] * x[i + 1];
        out[i] = v;
    }
}
