/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/fokker_planck/boundary.h"

const char *fpk_boundary_name(enum fpk_boundary boundary)
{
    static const char *const names[FPK_BOUNDARIES] = {
        [FPK_REFLECTING] = "reflecting",
        [FPK_ABSORBING] = "absorbing",
        [FPK_PERIODIC] = "periodic",
        [FPK_NATURAL] = "natural",
    };
    return names[boundary];
}
