/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/compare/split.h"

enum fpk_status fpk_split_of(const struct fpk_side *target, const struct fpk_side *from_exact,
                             const struct fpk_side *from_start, const struct fpk_side *used,
                             struct fpk_split *out)
{
    *out = (struct fpk_split){0};
    FPK_TRY(fpk_distance(target, from_exact, &out->discretisation));
    FPK_TRY(fpk_distance(from_exact, from_start, &out->initialisation));
    if (used != from_start)
        FPK_TRY(fpk_distance(from_start, used, &out->score));
    return fpk_distance(target, used, &out->total);
}
