/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tau(M) = 1 + 2 sum_{k<=M} rho_k, summed up to a window M: terms beyond it are noise of the same
 * size each, so that more of them only add to the error. M must lie well beyond the memory of the
 * series; tau itself says how long that is only when the correlations are positive (with rho_1 =
 * -.9 it is 1/19, and the memory is as long as with +.9), so their squares are asked too. */
#include "fpk/series/series.h"

#include "fpk/base/memory.h"

#include <float.h>
#include <math.h>

#define FIRST_LAGS 256 /* asked for at first; eight times as many while no window closes */
#define TIMES      5   /* window over memory: what is cut off is e^-5 for exponential decay */

/* Sums until the window closes; 0 when it does not within the lags. c [lags] is made unbiased. */
static int close_window(size_t n, size_t lags, const double *c, struct fpk_series_memory *m)
{
    double sum = 0, squares = 0;
    for (size_t k = 1; k < lags; k++) {
        double rho = c[k] / c[0] * ((double)n / (double)(n - k));
        sum += rho;
        squares += rho * rho;
        m->time = 1 + 2 * sum - rho; /* the last term by half: its alternating noise cancels */
        m->window = k;
        if ((double)k >= TIMES * fmax(m->time, 1 + 4 * squares))
            return 1;
    }
    return 0;
}

/* Wolff 2004: the subtracted mean is itself an average of the series, which lowers every
 * autocovariance by about C/N, hence the factor; the error is his eq 42, in our tau (twice his). */
static void finish(double total, struct fpk_series_memory *m)
{
    double window = (double)m->window;
    m->time *= 1 + (2 * window + 1) / total;
    m->time_se = m->time * sqrt(4 / total * fmax(window + 0.5 - m->time / 2, 0.5));
    m->effective = total / m->time;
}

static enum fpk_status check_varies(double value, double variance)
{
    double rounding = 4 * DBL_EPSILON * value;
    FPK_CHECK(variance > rounding * rounding, FPK_NUMERIC,
              "the series is constant (%.10g, variance %g): it has no autocorrelation", value,
              variance);
    return FPK_OK;
}

enum fpk_status fpk_series_memory(size_t n_series, size_t n, const double *x,
                                  struct fpk_series_memory *out)
{
    *out = (struct fpk_series_memory){0};
    FPK_CHECK(n_series >= 1 && n >= 16, FPK_USAGE,
              "%zu series of %zu values: at least 16 values are needed to see a memory", n_series,
              n);
    double *c = NULL;
    size_t lags = n < FIRST_LAGS ? n : FIRST_LAGS;
    enum fpk_status status;
    int closed = 0;
    for (;;) {
        FPK_TRY_DONE(status, fpk_allocate(&c, lags));
        FPK_TRY_DONE(status, fpk_series_autocovariance(n_series, n, x, lags, c));
        FPK_TRY_DONE(status, check_varies(x[0], c[0]));
        closed = close_window(n, lags, c, out);
        if (closed || lags == n)
            break;
        lags = n / 8 < lags ? n : 8 * lags;
        fpk_release(&c);
    }
    finish((double)n_series * (double)n, out);
    if (!closed || !(out->time > 0))
        status = fpk_fail(FPK_NUMERIC,
                          "the autocorrelation of %zu series of %zu values does not end within "
                          "them; a longer run is needed",
                          n_series, n);
done:
    fpk_release(&c);
    return status;
}
