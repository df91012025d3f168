/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a start means: its particles, and in one dimension its distribution function and moments. */
#include "fpk/base/block.h"
#include "fpk/distribution/start.h"
#include "fpk/numeric/sum.h"
#include "fpk/wiener/normal.h"

#include <assert.h>
#include <math.h>

size_t fpk_start_dim(const struct fpk_start *start)
{
    if (start->kind == FPK_START_MIXTURE)
        return start->mixture.dim;
    return start->kind == FPK_START_POINTS ? start->points.dim : 1;
}

static void uniform_block(const struct fpk_start *start, uint64_t seed, uint64_t first, size_t m,
                          double *x)
{
    struct fpk_stream stream = {.seed = seed, .purpose = FPK_FOR_START};
    fpk_uniform_fill(stream, first, m, x);
    for (size_t i = 0; i < m; i++)
        x[i] = start->a + (start->b - start->a) * x[i];
}

static void repeat_points(const struct fpk_points *from, uint64_t first, struct fpk_points *to)
{
    for (size_t i = 0; i < to->n; i++) {
        size_t row = (size_t)((first + i) % from->n);
        for (size_t d = 0; d < to->dim; d++)
            fpk_points_set(to, i, d, fpk_points_get(from, row, d));
    }
}

enum fpk_status fpk_start_sample(const struct fpk_start *start, uint64_t seed, uint64_t first,
                                 struct fpk_points *points)
{
    if (start->kind == FPK_START_MIXTURE)
        return fpk_mixture_sample_range(&start->mixture, seed, FPK_FOR_START, first, points);
    size_t dim = fpk_start_dim(start);
    FPK_CHECK(points->dim == dim, FPK_USAGE,
              "start has %zu dimensions, the particles to be started have %zu", dim, points->dim);
    if (start->kind == FPK_START_POINTS)
        repeat_points(&start->points, first, points);
    else
        for (size_t b = 0; b < fpk_points_blocks(points); b++) {
            size_t m = fpk_points_block_size(points, b);
            double *x = fpk_points_block(points, b);
            if (start->kind == FPK_START_UNIFORM)
                uniform_block(start, seed, first + b * FPK_BLOCK, m, x);
            for (size_t i = 0; start->kind == FPK_START_DELTA && i < m; i++)
                x[i] = start->a;
        }
    return FPK_OK;
}

/* Number of values <= x in ascending order. */
static size_t count_below(size_t n, const double *sorted, double x)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sorted[middle] <= x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void cdf_of_one(const struct fpk_start *start, double x, double *cdf, double *tail)
{
    if (start->kind == FPK_START_POINTS) {
        size_t n = start->points.n, c = count_below(n, start->sorted, x);
        *cdf = (double)c / (double)n;
        *tail = (double)(n - c) / (double)n;
    } else if (x >= start->b || x < start->a) {
        *cdf = x >= start->b;
        *tail = !(x >= start->b);
    } else {
        *cdf = (x - start->a) / (start->b - start->a);
        *tail = (start->b - x) / (start->b - start->a);
    }
}

void fpk_start_cdf(const struct fpk_start *start, size_t n, const double *x, double *cdf,
                   double *tail)
{
    if (start->kind != FPK_START_MIXTURE) {
        for (size_t i = 0; i < n; i++)
            cdf_of_one(start, x[i], &cdf[i], &tail[i]);
        return;
    }
    for (size_t i = 0; i < n; i += FPK_BLOCK) {
        size_t m = n - i < FPK_BLOCK ? n - i : FPK_BLOCK;
        fpk_mixture_cdf(&start->mixture, m, x + i, cdf + i);
        fpk_mixture_tail(&start->mixture, m, x + i, tail + i);
    }
}

void fpk_start_range(const struct fpk_start *start, double outside, double *low, double *high)
{
    switch (start->kind) {
    case FPK_START_MIXTURE:
        *low = fpk_mixture_quantile(&start->mixture, 0.5 * outside);
        *high = fpk_mixture_quantile_tail(&start->mixture, 0.5 * outside);
        break;
    case FPK_START_POINTS:
        assert(start->sorted);
        *low = start->sorted[0];
        *high = start->sorted[start->points.n - 1];
        break;
    default:
        *low = start->a;
        *high = start->b;
    }
}

void fpk_start_moments(const struct fpk_start *start, double *mean, double *variance)
{
    if (start->kind == FPK_START_MIXTURE) {
        fpk_mixture_mean(&start->mixture, mean);
        fpk_mixture_covariance(&start->mixture, variance);
    } else if (start->kind == FPK_START_POINTS) {
        size_t n = start->points.n;
        *mean = fpk_sum_block(n, start->sorted) / (double)n;
        struct fpk_sum s = {0};
        for (size_t i = 0; i < n; i++)
            fpk_sum_add(&s, (start->sorted[i] - *mean) * (start->sorted[i] - *mean));
        *variance = fpk_sum_value(&s) / (double)n;
    } else {
        double width = start->b - start->a;
        *mean = 0.5 * (start->a + start->b);
        *variance = width * width / 12;
    }
}
