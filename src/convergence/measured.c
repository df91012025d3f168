/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/convergence/convergence.h"

#include <math.h>

/* PARTICLES, SEED, DIGEST and the rows: made by `fpk show integrators --measure --write FILE`. */
#include "measured.inc"

struct fpk_orders_measured fpk_orders_measured(void)
{
    return (struct fpk_orders_measured){.n = sizeof studies / sizeof *studies,
                                        .study = studies,
                                        .particles = PARTICLES,
                                        .seed = SEED,
                                        .digest = DIGEST};
}
