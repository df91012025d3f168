/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "transform_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/sum.h"

#include <fftw3.h>
#include <limits.h>
#include <math.h>

/* FFTW's planner is one state of the whole process; only the execution of plans may overlap. */
static void plan(struct fpk_transform *t)
{
    fftw_complex *y = (fftw_complex *)(void *)t->x;
#pragma omp critical(fpk_fftw_planner)
    {
        t->forward = fftw_plan_dft_r2c_1d((int)t->n, t->x, y, FFTW_ESTIMATE);
        t->backward = fftw_plan_dft_c2r_1d((int)t->n, y, t->x, FFTW_ESTIMATE);
    }
}

enum fpk_status fpk_transform_init(struct fpk_transform *t, size_t n)
{
    *t = (struct fpk_transform){.n = n};
    FPK_CHECK(n <= INT_MAX - 2, FPK_NUMERIC, "a Fourier transform of %zu numbers is too long", n);
    FPK_TRY(fpk_allocate(&t->x, n + 2));
    plan(t);
    if (t->forward && t->backward)
        return FPK_OK;
    fpk_transform_clear(t);
    return fpk_fail(FPK_NUMERIC, "no plan for a Fourier transform of %zu numbers: memory short?",
                    n);
}

void fpk_transform_clear(struct fpk_transform *t)
{
#pragma omp critical(fpk_fftw_planner)
    {
        if (t->forward)
            fftw_destroy_plan(t->forward);
        if (t->backward)
            fftw_destroy_plan(t->backward);
    }
    t->forward = t->backward = NULL;
    fpk_release(&t->x);
}

void fpk_transform_forward(const struct fpk_transform *t)
{
    fftw_execute(t->forward);
}

void fpk_transform_backward(const struct fpk_transform *t)
{
    fftw_execute(t->backward);
}

enum fpk_status fpk_series_mean(size_t n_series, size_t n, const double *x, double *mean)
{
    struct fpk_binned_sum sum = {0};
    fpk_binned_sum_add(&sum, n_series * n, x);
    for (size_t i = 0; i < n_series * n && (sum.nans || sum.up || sum.down); i++)
        FPK_CHECK(isfinite(x[i]), FPK_NUMERIC,
                  "x not finite in series %zu at %zu: %g; a series needs numbers throughout", i / n,
                  i % n, x[i]);
    *mean = fpk_binned_sum_value(&sum) / (double)(n_series * n);
    FPK_CHECK(isfinite(*mean), FPK_NUMERIC, "the sum of the series is too large for doubles");
    return FPK_OK;
}
