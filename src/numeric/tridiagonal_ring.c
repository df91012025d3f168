/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/tridiagonal_ring.h"

#include "fpk/base/memory.h"

#include <math.h>

#define TAIL 8 /* the last cell has a cache line of its own behind the line */

enum fpk_status fpk_tridiagonal_ring_init(struct fpk_tridiagonal_ring *ring, size_t n)
{
    *ring = (struct fpk_tridiagonal_ring){.n = n};
    FPK_CHECK(n >= 2, FPK_USAGE, "a ring of %zu cells; it needs 2 at least", n);
    enum fpk_status status = FPK_OK;
    FPK_TRY_DONE(status, fpk_tridiagonal_lanes_init(&ring->line, n - 1));
    FPK_TRY_DONE(status, fpk_allocate(&ring->around, ring->line.size));
    ring->size = ring->line.size + TAIL;
done:
    if (status != FPK_OK)
        fpk_tridiagonal_ring_clear(ring);
    return status;
}

void fpk_tridiagonal_ring_clear(struct fpk_tridiagonal_ring *ring)
{
    fpk_tridiagonal_lanes_clear(&ring->line);
    fpk_release(&ring->around);
    ring->n = ring->size = 0;
}

size_t fpk_tridiagonal_ring_place(const struct fpk_tridiagonal_ring *ring, size_t i)
{
    return i + 1 < ring->n ? fpk_tridiagonal_lanes_place(&ring->line, i) : ring->line.size;
}

void fpk_tridiagonal_ring_pack(const struct fpk_tridiagonal_ring *ring, const double *cells,
                               double *packed)
{
    fpk_tridiagonal_lanes_pack(&ring->line, cells, packed);
    for (size_t i = ring->line.size; i < ring->size; i++)
        packed[i] = 0;
    packed[ring->line.size] = cells[ring->n - 1];
}

void fpk_tridiagonal_ring_unpack(const struct fpk_tridiagonal_ring *ring, const double *packed,
                                 double *cells)
{
    fpk_tridiagonal_lanes_unpack(&ring->line, packed, cells);
    cells[ring->n - 1] = packed[ring->line.size];
}

/* excess of T, which fpk_tridiagonal_lanes_factor_rates reads cell by cell, is made in `around`:
 * it is not yet in use. */
static enum fpk_status factor_line(struct fpk_tridiagonal_ring *ring, double a, const double *up,
                                   const double *down, const double *excess)
{
    size_t last = ring->n - 1;
    double *sum = ring->around;
    for (size_t i = 0; i < last; i++)
        sum[i] = excess ? excess[i] : 1;
    sum[0] += ring->from_first = a * down[0];
    sum[last - 1] += ring->from_last = a * up[last - 1];
    return fpk_tridiagonal_lanes_factor_rates(&ring->line, a, up, down, sum);
}

enum fpk_status fpk_tridiagonal_ring_factor_rates(struct fpk_tridiagonal_ring *ring, double a,
                                                  const double *up, const double *down,
                                                  const double *excess)
{
    size_t last = ring->n - 1;
    FPK_TRY(factor_line(ring, a, up, down, excess));
    for (size_t i = 0; i < ring->line.size; i++)
        ring->around[i] = 0;
    ring->around[0] += a * up[last];
    ring->around[fpk_tridiagonal_lanes_place(&ring->line, last - 1)] += a * down[last];
    fpk_tridiagonal_lanes_solve(&ring->line, ring->around);
    double s = excess ? excess[last] : 1;
    for (size_t i = 0; i < last; i++)
        s += (excess ? excess[i] : 1) * ring->around[fpk_tridiagonal_lanes_place(&ring->line, i)];
    ring->inverse = 1 / s;
    FPK_CHECK(isfinite(s) && s > 0, FPK_NUMERIC,
              "ring of %zu cells: the last pivot is %g; check the rates out of cell %zu", ring->n,
              s, last);
    return FPK_OK;
}

void fpk_tridiagonal_ring_solve(const struct fpk_tridiagonal_ring *ring, double *b)
{
    size_t size = ring->line.size, last = fpk_tridiagonal_lanes_place(&ring->line, ring->n - 2);
    const double *z = ring->around;
    fpk_tridiagonal_lanes_solve(&ring->line, b);
    double in = ring->from_first * b[0] + ring->from_last * b[last];
    double x = (b[size] + in) * ring->inverse;
    for (size_t i = 0; i < size; i++)
        b[i] += z[i] * x;
    b[size] = x;
}
