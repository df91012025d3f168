/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/series/series.h"

#include "fpk/base/block.h"
#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

#include "transform_priv.h"

#include <math.h>

/* w_j = (1 - cos(2 pi j/m))/2, periodic; *power <- sum w^2; *overlap <- squared correlation of two
 * windows m/2 apart: that of their periodograms when the spectrum is smooth (Welch 1967). */
static void hann(size_t m, double *w, double *power, double *overlap)
{
    double shared = 0;
    *power = 0;
    for (size_t j = 0; j < m; j++)
        w[j] = 0.5 - 0.5 * fpk_cos(2 * FPK_PI * (double)j / (double)m);
    for (size_t j = 0; j < m; j++) {
        *power += w[j] * w[j];
        shared += j < m / 2 ? w[j] * w[j + m / 2] : 0;
    }
    *overlap = shared / *power * (shared / *power);
}

/* t->x <- the segment without the mean of all series, times the window. (The mean of the segment
 * would take 2/3 of white noise's first ordinate and 1/6 of its second with it.) */
static void load(const struct fpk_transform *t, const double *x, double mean, const double *w)
{
    for (size_t j = 0; j < t->n; j++)
        t->x[j] = (x[j] - mean) * w[j];
}

static void add_periodogram(const struct fpk_transform *t, double *density)
{
    for (size_t k = 0; k <= t->n / 2; k++)
        density[k] += t->x[2 * k] * t->x[2 * k] + t->x[2 * k + 1] * t->x[2 * k + 1];
}

static enum fpk_status check(size_t n_series, size_t n, double dt, size_t segment)
{
    FPK_CHECK(segment >= 8 && (segment & (segment - 1)) == 0, FPK_USAGE,
              "segments of %zu values: a power of two from 8 on is needed", segment);
    FPK_CHECK(n_series >= 1 && n >= segment, FPK_USAGE,
              "%zu series of %zu values are shorter than a segment of %zu", n_series, n, segment);
    FPK_CHECK(isfinite(dt) && dt > 0, FPK_USAGE, "values %g apart: a positive time is needed", dt);
    return FPK_OK;
}

enum fpk_status fpk_series_spectrum(size_t n_series, size_t n, const double *x, double dt,
                                    size_t segment, double *frequency, double *density,
                                    double *effective)
{
    struct fpk_transform t = {0};
    double *w = NULL, power, overlap, mean;
    FPK_TRY(check(n_series, n, dt, segment));
    FPK_TRY(fpk_series_mean(n_series, n, x, &mean));
    size_t half = segment / 2, segments = (n - segment) / half + 1;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&w, segment));
    FPK_TRY_DONE(status, fpk_transform_init(&t, segment));
    hann(segment, w, &power, &overlap);
    for (size_t k = 0; k <= half; k++)
        density[k] = 0;
    for (size_t s = 0; s < n_series; s++)
        for (size_t i = 0; i < segments; i++) {
            load(&t, x + s * n + i * half, mean, w);
            fpk_transform_forward(&t);
            add_periodogram(&t, density);
        }
    double count = (double)segments;
    for (size_t k = 0; k <= half; k++) {
        frequency[k] = (double)k / ((double)segment * dt);
        density[k] *= dt / (power * count * (double)n_series);
    }
    *effective = (double)n_series * count / (1 + 2 * overlap * (count - 1) / count);
    for (size_t k = 0; k <= half && status == FPK_OK; k++)
        if (!isfinite(density[k]))
            status = fpk_fail(FPK_NUMERIC, "the squares of the series are too large for doubles; "
                                           "measure it in another unit");
done:
    fpk_transform_clear(&t);
    fpk_release(&w);
    return status;
}
