/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting is done in whole numbers, so that its order does not matter. */
#include "fpk/compare/cells.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <omp.h>
#include <stdbool.h>
#include <string.h>

enum { ALONE = 1 << 16 }; /* fewer points than this are counted sooner by one thread */

/* The cell of x: the number of edges below it. A halving without branches to mispredict. */
static size_t cell_of(const double *edge, size_t n_edge, double x)
{
    size_t first = 0, length = n_edge;
    while (length > 0) {
        size_t half = length / 2;
        bool right = edge[first + half] < x;
        first = right ? first + half + 1 : first;
        length = right ? length - half - 1 : half;
    }
    return first;
}

static enum fpk_status check_finite(const struct fpk_points *points)
{
    size_t bad = 0, first = 0;
    for (size_t i = points->n; i-- > 0;)
        if (!isfinite(points->x[i])) {
            bad++;
            first = i;
        }
    FPK_CHECK(bad == 0, FPK_USAGE,
              "%zu of %zu points are not finite (the first is point %zu, %g); they have no place "
              "in a law: remove them or find out why",
              bad, points->n, first, points->x[first]);
    return FPK_OK;
}

enum fpk_status fpk_cells_tally(const struct fpk_cells *cells, const struct fpk_points *points,
                                uint64_t *count)
{
    FPK_CHECK(points->dim == 1, FPK_USAGE, "points in %zu dimensions; cells are for one",
              points->dim);
    FPK_TRY(check_finite(points));
    size_t threads = (size_t)omp_get_max_threads(), n = cells->n;
    uint64_t *own = NULL;
    FPK_TRY(fpk_allocate(&own, threads * n));
#pragma omp parallel num_threads((int)threads) if (points->n >= ALONE)
    {
        uint64_t *mine = own + (size_t)omp_get_thread_num() * n;
#pragma omp for schedule(static)
        for (size_t i = 0; i < points->n; i++)
            mine[cell_of(cells->edge, n - 1, points->x[i])]++;
    }
    memset(count, 0, n * sizeof *count);
    for (size_t j = 0; j < threads; j++)
        for (size_t k = 0; k < n; k++)
            count[k] += own[j * n + k];
    fpk_release(&own);
    return FPK_OK;
}
