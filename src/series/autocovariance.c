/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Products at all lags by transforms whose length follows the lags, not the series: (1) a stretch a
 * of B values, zeros behind it; (2) b: the same stretch and the lags - 1 values that follow it;
 * (3) conj(A) times B is summed over all stretches of all series; (4) one transform back gives
 * sum_i a_i b_{i+k} for every lag k < lags, without wrapping round because B + lags - 1 <= length.
 * So memory is bounded by the lags, and rounding by the length of one transform. */
#include "fpk/series/series.h"

#include "fpk/base/memory.h"

#include "transform_priv.h"

#include <math.h>
#include <string.h>

#define SHORTEST 1024 /* length of a transform below which a call costs more than its numbers */
#define PER_LAG  8    /* length of a transform over the lags: an eighth of it is overlap */

struct products {
    struct fpk_transform a, b;
    double *sum; /* [length + 2] conj(A) B in pairs */
    size_t lags, stretch;
    double mean;
};

static void products_clear(struct products *p)
{
    fpk_transform_clear(&p->a);
    fpk_transform_clear(&p->b);
    fpk_release(&p->sum);
}

static enum fpk_status products_init(struct products *p, size_t n, size_t lags)
{
    size_t wanted = PER_LAG * lags, length = 2;
    wanted = wanted < SHORTEST ? SHORTEST : wanted;
    wanted = wanted < n + lags ? wanted : n + lags;
    while (length < wanted)
        length *= 2;
    *p = (struct products){.lags = lags, .stretch = length - lags + 1};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_transform_init(&p->a, length));
    FPK_TRY_DONE(status, fpk_transform_init(&p->b, length));
    FPK_TRY_DONE(status, fpk_allocate(&p->sum, length + 2));
    return FPK_OK;
done:
    products_clear(p);
    return status;
}

/* t->x <- the first m of x without the mean, then zeros. */
static void load(const struct products *p, const struct fpk_transform *t, size_t m, const double *x)
{
    memset(t->x, 0, (t->n + 2) * sizeof *t->x);
    for (size_t i = 0; i < m; i++)
        t->x[i] = x[i] - p->mean;
}

/* Adds one stretch, the `left` values of its series that begin at x. */
static void add_stretch(struct products *p, size_t left, const double *x)
{
    load(p, &p->a, left < p->stretch ? left : p->stretch, x);
    load(p, &p->b, left < p->b.n ? left : p->b.n, x);
    fpk_transform_forward(&p->a);
    fpk_transform_forward(&p->b);
    const double *a = p->a.x, *b = p->b.x;
    for (size_t k = 0; k < p->a.n + 2; k += 2) {
        p->sum[k] += a[k] * b[k] + a[k + 1] * b[k + 1];
        p->sum[k + 1] += a[k] * b[k + 1] - a[k + 1] * b[k];
    }
}

enum fpk_status fpk_series_autocovariance(size_t n_series, size_t n, const double *x, size_t lags,
                                          double *out)
{
    FPK_CHECK(n_series >= 1 && lags >= 1 && lags <= n, FPK_USAGE,
              "%zu lags of %zu series of %zu values: 1 to as many as there are values are possible",
              lags, n_series, n);
    double mean;
    struct products p;
    FPK_TRY(fpk_series_mean(n_series, n, x, &mean));
    FPK_TRY(products_init(&p, n, lags));
    p.mean = mean;
    for (size_t s = 0; s < n_series; s++)
        for (size_t at = 0; at < n; at += p.stretch)
            add_stretch(&p, n - at, x + s * n + at);
    memcpy(p.a.x, p.sum, (p.a.n + 2) * sizeof *p.sum);
    fpk_transform_backward(&p.a);
    double scale = 1 / ((double)p.a.n * (double)n_series * (double)n);
    for (size_t k = 0; k < lags; k++)
        out[k] = p.a.x[k] * scale;
    products_clear(&p);
    FPK_CHECK(isfinite(out[0]), FPK_NUMERIC,
              "the squares of the series are too large for doubles; measure it in another unit");
    return FPK_OK;
}
