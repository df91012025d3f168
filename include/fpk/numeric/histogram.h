/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histogram: counts of numbers in equal bins, in bounded memory however many there are.
 *
 *     bin of x = min(floor((x - lo) scale), bins - 1),  scale = bins/(hi - lo),   lo <= x < hi
 *
 * in double arithmetic, the two operations rounded one after the other: the same bin on every
 * machine. Rounding may put a number that lies within a few units in the last place of an inner
 * edge lo + j/scale on its other side. The outer ends are exact: x < lo is counted below, x >= hi
 * above, the largest double before hi in the last bin, NaN apart; nothing is lost. Counting
 * commutes, so the counts do not depend on threads, shards or order. */
#ifndef FPK_NUMERIC_HISTOGRAM_H
#define FPK_NUMERIC_HISTOGRAM_H

#include "fpk/base/status.h"

#include <stddef.h>
#include <stdint.h>

struct fpk_histogram {
    double lo, hi;
    size_t bins;
    uint64_t *count;             /* [bins], owned */
    uint64_t below, above, nans; /* outside */
};

/* Empty. FPK_USAGE unless lo < hi are finite, 1 <= bins <= 2^24, and hi - lo and scale are finite
 * too; FPK_NUMERIC when memory is short. */
enum fpk_status fpk_histogram_init(struct fpk_histogram *h, double lo, double hi,
                                   size_t bins) FPK_MUST_USE;
void fpk_histogram_clear(struct fpk_histogram *h);

/* Counts x [n]. Vectorised; about .5 ns a number with AVX-512 and 256 bins, .9 ns above 509 bins
 * or when n < 8 bins. One thread. */
void fpk_histogram_add(struct fpk_histogram *h, size_t n, const double *x);

/* h += other; both with the same bins. */
void fpk_histogram_merge(struct fpk_histogram *h, const struct fpk_histogram *other);

uint64_t fpk_histogram_total(const struct fpk_histogram *h);

/* The p-quantile of the n numbers that are not NaN lies in [*low, *high]: the ends of the bin that
 * holds the number of rank ceil(p n) (at least 1), with an infinite end when it lies outside.
 * Returns the linear interpolation in that bin; NaN when it is outside, when the histogram is empty
 * or p not in [0, 1]. Ranks are exact to n = 2^53. */
double fpk_histogram_quantile(const struct fpk_histogram *h, double p, double *low, double *high);

#endif
