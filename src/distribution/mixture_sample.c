/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/block.h"
#include "fpk/distribution/mixture.h"
#include "fpk/wiener/normal.h"

/* which [m] <- component of each particle: the number of cumulative weights at or below u. */
static void choose(const struct fpk_mixture *mixture, struct fpk_stream stream, uint64_t first,
                   size_t m, int64_t *which)
{
    double u[FPK_BLOCK], cumulative = 0;
    for (size_t i = 0; i < m; i++)
        which[i] = 0;
    stream.draw = 1;
    stream.component = 0;
    fpk_uniform_fill(stream, first, m, u);
    /* The last component takes what rounding leaves below 1. */
    for (size_t k = 0; k + 1 < mixture->n; k++) {
        cumulative += mixture->weight[k];
        for (size_t i = 0; i < m; i++)
            which[i] += u[i] >= cumulative ? 1 : 0;
    }
}

/* Component d of all points: mean_d + sum over j <= d of L_dj z_j; x holds the z's, row d is
 * overwritten. */
static void place(const struct fpk_mixture *mixture, const int64_t *which, size_t d, size_t m,
                  double *x)
{
    size_t dim = mixture->dim;
    double *out = x + d * m;
    for (size_t i = 0; i < m; i++)
        out[i] *= mixture->factor[((size_t)which[i] * dim + d) * dim + d];
    for (size_t j = d; j-- > 0;)
        for (size_t i = 0; i < m; i++)
            out[i] += mixture->factor[((size_t)which[i] * dim + d) * dim + j] * x[j * m + i];
    for (size_t i = 0; i < m; i++)
        out[i] += mixture->mean[(size_t)which[i] * dim + d];
}

/* One block: normals in place, then the rows from the last up, so that the z's still needed are
 * there. */
static void fill_block(const struct fpk_mixture *mixture, struct fpk_stream stream, uint64_t first,
                       size_t m, double *x)
{
    int64_t which[FPK_BLOCK];
    choose(mixture, stream, first, m, which);
    for (size_t d = 0; d < mixture->dim; d++) {
        stream.component = (uint32_t)d;
        fpk_normal_fill(stream, first, m, x + d * m);
    }
    for (size_t d = mixture->dim; d-- > 0;)
        place(mixture, which, d, m, x);
}

enum fpk_status fpk_mixture_sample_range(const struct fpk_mixture *mixture, uint64_t seed,
                                         int purpose, uint64_t first, struct fpk_points *points)
{
    FPK_CHECK(points->dim == mixture->dim, FPK_USAGE,
              "mixture has %zu dimensions, the points to be drawn from it have %zu", mixture->dim,
              points->dim);
    struct fpk_stream stream = {.seed = seed, .purpose = (enum fpk_purpose)purpose};
    long n_block = (long)fpk_points_blocks(points);
#pragma omp parallel for schedule(static)
    for (long b = 0; b < n_block; b++)
        fill_block(mixture, stream, first + (uint64_t)b * FPK_BLOCK,
                   fpk_points_block_size(points, (size_t)b), fpk_points_block(points, (size_t)b));
    return FPK_OK;
}

enum fpk_status fpk_mixture_sample(const struct fpk_mixture *mixture, uint64_t seed, int purpose,
                                   struct fpk_points *points)
{
    return fpk_mixture_sample_range(mixture, seed, purpose, 0, points);
}
