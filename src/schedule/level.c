/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/schedule/level.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

struct fpk_level fpk_level_compose(struct fpk_level first, struct fpk_level then)
{
    double carried = then.alpha * first.sigma;
    return (struct fpk_level){.alpha = first.alpha * then.alpha,
                              .sigma = sqrt(carried * carried + then.sigma * then.sigma),
                              .t = then.t};
}

double fpk_level_snr(struct fpk_level level)
{
    double ratio = level.alpha / level.sigma;
    return ratio * ratio;
}

double fpk_level_half_log_snr(struct fpk_level level)
{
    return fpk_log(level.alpha) - fpk_log(level.sigma);
}
