/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Levels by their ratio sigma/alpha: the curves of the four families, inverted in closed form. */
#include "path_priv.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

struct fpk_level fpk_path_on_curve(enum fpk_path_family family, double ratio)
{
    double alpha = 1;
    switch (family) {
    case FPK_PATH_PRESERVING: /* alpha^2 (1 + r^2) = 1 */
        alpha = 1 / sqrt(1 + ratio * ratio);
        break;
    case FPK_PATH_SUB_PRESERVING: /* alpha^2 + r alpha - 1 = 0 */
        alpha = 2 / (ratio + sqrt(ratio * ratio + 4));
        break;
    case FPK_PATH_FLOW:
        alpha = 1 / (1 + ratio);
        break;
    case FPK_PATH_EXPLODING:
        break;
    }
    return (struct fpk_level){.alpha = alpha, .sigma = ratio * alpha};
}

static double log_ratio(const struct fpk_schedule *schedule, size_t t)
{
    return 0.5 * (fpk_log(schedule->noise[t]) - fpk_log(schedule->abar[t]));
}

double fpk_path_training_time(const struct fpk_schedule *schedule, double ratio)
{
    double want = fpk_log(ratio);
    size_t low = 0, high = schedule->T - 1;
    if (!(want > log_ratio(schedule, low)))
        return 0;
    if (want >= log_ratio(schedule, high))
        return (double)high;
    while (high - low > 1) { /* log_ratio(low) <= want < log_ratio(high) */
        size_t middle = low + (high - low) / 2;
        if (log_ratio(schedule, middle) <= want)
            low = middle;
        else
            high = middle;
    }
    double below = log_ratio(schedule, low), above = log_ratio(schedule, high);
    return (double)low + (isfinite(above) ? (want - below) / (above - below) : 0);
}

double fpk_path_training_ratio(const struct fpk_schedule *schedule, double t)
{
    size_t low = (size_t)t;
    double share = t - (double)low, below = log_ratio(schedule, low);
    return fpk_exp(share > 0 ? below + share * (log_ratio(schedule, low + 1) - below) : below);
}

struct fpk_level fpk_path_between(const struct fpk_path *path, size_t i, double lambda)
{
    double ratio = fpk_exp(-lambda);
    struct fpk_level level = fpk_path_on_curve(path->family, ratio);
    double t = path->continuous ? fpk_process_time(&path->process, ratio)
                                : fpk_path_training_time(&path->schedule, ratio);
    /* rounding must not carry the label out of its interval */
    level.t = fmin(fmax(t, path->level[i + 1].t), path->level[i].t);
    return level;
}
