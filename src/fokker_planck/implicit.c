/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/implicit.h"

#include "fpk/base/memory.h"

#include <math.h>

enum fpk_status fpk_implicit_init(struct fpk_implicit *implicit, size_t n, struct fpk_ends ends)
{
    *implicit = (struct fpk_implicit){.ring = fpk_ends_ring(ends), .t = NAN, .a = NAN};
    enum fpk_status status;
    if (implicit->ring) {
        FPK_TRY_DONE(status, fpk_tridiagonal_ring_init(&implicit->circle, n));
        implicit->size = implicit->circle.size;
        return FPK_OK;
    }
    FPK_TRY_DONE(status, fpk_tridiagonal_lanes_init(&implicit->line, n));
    implicit->size = implicit->line.size;
    if (!fpk_ends_absorb(ends))
        return FPK_OK;
    FPK_TRY_DONE(status, fpk_allocate(&implicit->excess, n));
    for (size_t i = 0; i < n; i++)
        implicit->excess[i] = 1;
    return FPK_OK;
done:
    fpk_implicit_clear(implicit);
    return status;
}

void fpk_implicit_clear(struct fpk_implicit *implicit)
{
    fpk_tridiagonal_lanes_clear(&implicit->line);
    fpk_tridiagonal_ring_clear(&implicit->circle);
    fpk_release(&implicit->excess);
}

enum fpk_status fpk_implicit_factor(struct fpk_implicit *implicit,
                                    const struct fpk_generator *generator, double a)
{
    if (implicit->t == generator->t && implicit->a == a)
        return FPK_OK;
    size_t n = generator->grid.n;
    implicit->a = NAN;
    if (implicit->excess) {
        implicit->excess[0] = 1 + a * generator->down[0];
        implicit->excess[n - 1] = 1 + a * generator->up[n - 1];
    }
    if (implicit->ring)
        FPK_TRY(fpk_tridiagonal_ring_factor_rates(&implicit->circle, a, generator->up,
                                                  generator->down, NULL));
    else
        FPK_TRY(fpk_tridiagonal_lanes_factor_rates(&implicit->line, a, generator->up,
                                                   generator->down, implicit->excess));
    implicit->t = generator->t;
    implicit->a = a;
    return FPK_OK;
}

void fpk_implicit_solve(struct fpk_implicit *implicit, double *b)
{
    if (implicit->ring)
        fpk_tridiagonal_ring_solve(&implicit->circle, b);
    else
        fpk_tridiagonal_lanes_solve(&implicit->line, b);
}

void fpk_implicit_pack(const struct fpk_implicit *implicit, const double *cells, double *packed)
{
    if (implicit->ring)
        fpk_tridiagonal_ring_pack(&implicit->circle, cells, packed);
    else
        fpk_tridiagonal_lanes_pack(&implicit->line, cells, packed);
}

void fpk_implicit_unpack(const struct fpk_implicit *implicit, const double *packed, double *cells)
{
    if (implicit->ring)
        fpk_tridiagonal_ring_unpack(&implicit->circle, packed, cells);
    else
        fpk_tridiagonal_lanes_unpack(&implicit->line, packed, cells);
}

size_t fpk_implicit_place(const struct fpk_implicit *implicit, size_t i)
{
    return implicit->ring ? fpk_tridiagonal_ring_place(&implicit->circle, i)
                          : fpk_tridiagonal_lanes_place(&implicit->line, i);
}
