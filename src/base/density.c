/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/density.h"

#include "fpk/base/memory.h"

enum fpk_status fpk_density_init(struct fpk_density *density, size_t n)
{
    *density = (struct fpk_density){.n = n};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&density->x, n));
    FPK_TRY_DONE(status, fpk_allocate(&density->w, n));
    FPK_TRY_DONE(status, fpk_allocate(&density->pdf, n));
    FPK_TRY_DONE(status, fpk_allocate(&density->cdf, n));
    FPK_TRY_DONE(status, fpk_allocate(&density->tail, n));
    return FPK_OK;
done:
    fpk_density_clear(density);
    return status;
}

void fpk_density_clear(struct fpk_density *density)
{
    fpk_release(&density->x);
    fpk_release(&density->w);
    fpk_release(&density->pdf);
    fpk_release(&density->cdf);
    fpk_release(&density->tail);
    density->n = 0;
}
