/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/points.h"

#include "fpk/base/memory.h"

#include <stdint.h>

enum fpk_status fpk_points_init(struct fpk_points *points, size_t n, size_t dim)
{
    *points = (struct fpk_points){.n = n, .dim = dim};
    FPK_CHECK(dim >= 1, FPK_USAGE, "points need at least one dimension");
    FPK_CHECK(n <= SIZE_MAX / dim, FPK_NUMERIC, "%zu points in %zu dimensions do not fit in memory",
              n, dim);
    return fpk_allocate(&points->x, n * dim);
}

void fpk_points_clear(struct fpk_points *points)
{
    fpk_release(&points->x);
    points->n = 0;
}

size_t fpk_points_blocks(const struct fpk_points *points)
{
    return (points->n + FPK_BLOCK - 1) / FPK_BLOCK;
}

size_t fpk_points_block_size(const struct fpk_points *points, size_t b)
{
    size_t left = points->n - b * FPK_BLOCK;
    return left < FPK_BLOCK ? left : FPK_BLOCK;
}

double *fpk_points_block(const struct fpk_points *points, size_t b)
{
    return points->x + b * FPK_BLOCK * points->dim;
}

static size_t offset(const struct fpk_points *points, size_t i, size_t d)
{
    size_t b = i / FPK_BLOCK;
    return b * FPK_BLOCK * points->dim + d * fpk_points_block_size(points, b) + i % FPK_BLOCK;
}

double fpk_points_get(const struct fpk_points *points, size_t i, size_t d)
{
    return points->x[offset(points, i, d)];
}

void fpk_points_set(struct fpk_points *points, size_t i, size_t d, double value)
{
    points->x[offset(points, i, d)] = value;
}

void fpk_points_to_rows(const struct fpk_points *points, double *rows)
{
    for (size_t i = 0; i < points->n; i++)
        for (size_t d = 0; d < points->dim; d++)
            rows[i * points->dim + d] = fpk_points_get(points, i, d);
}

void fpk_points_from_rows(struct fpk_points *points, const double *rows)
{
    for (size_t i = 0; i < points->n; i++)
        for (size_t d = 0; d < points->dim; d++)
            fpk_points_set(points, i, d, rows[i * points->dim + d]);
}
