/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve_priv.h"

#include <math.h>
#include <string.h>

#define WORK_MOST 4e9 /* cell steps of one level: about a minute */

/* Exponents of the error. Central differences between two ends that keep their mass, exact time:
 * even powers of h; a half cell at a wall, or time steps: all from 2 on; Runge-Kutta: from 4 on. */
static enum fpk_status start(const struct fpk_setting *setting, struct fpk_romberg *r)
{
    bool even = setting->contour && !fpk_ends_absorb(setting->mesh.ends);
    fpk_romberg_clear(r);
    return fpk_romberg_init(r, setting->layout.n, setting->layout.n_scalar,
                            setting->transport ? 4 : 2, even ? 2 : 1);
}

/* Cell steps of a level; a time of the contour costs what about 20 steps do. */
static double work_of(const struct fpk_setting *setting, size_t k)
{
    double cells = (double)(setting->base_cells << k);
    return cells *
           (double)(setting->contour ? 20 * (setting->layout.n_time + 1) : setting->n_step << k);
}

/* At least three levels, or two of many characteristics, so that the grids have a chance to
 * disagree. */
static enum fpk_status go_on(struct fpk_setting *setting, fpk_worst_fn *worst, fpk_level_fn *level,
                             struct fpk_romberg *r, struct fpk_refined *refined, bool *unfit)
{
    size_t least = setting->transport && setting->n_step >= 64 ? 2 : 3;
    *refined = (struct fpk_refined){0};
    for (size_t k = 0;; k++) {
        size_t cells = setting->base_cells << k;
        if (k >= 2 && (cells > setting->max_cells || work_of(setting, k) > WORK_MOST))
            break;
        struct fpk_march_report report = fpk_march_report_zero();
        double *value = fpk_romberg_slot(r);
        memset(value, 0, r->n * sizeof *value);
        FPK_TRY(level(setting, k, value, &report));
        setting->contour_error = fmax(setting->contour_error, report.approximation);
        *unfit = report.approximation > fpk_contour_allowed(setting) &&
                 setting->problem->method == FPK_TIME_AUTO;
        if (*unfit)
            break;
        fpk_romberg_add(r);
        refined->report = report;
        refined->n_cell = cells;
        refined->worst = fmax(worst(setting, r), setting->contour_error);
        refined->converged = refined->worst <= setting->tolerance;
        if (k + 1 >= least && refined->converged)
            break;
    }
    return FPK_OK;
}

enum fpk_status fpk_refine(struct fpk_setting *setting, fpk_worst_fn *worst, struct fpk_romberg *r,
                           struct fpk_refined *refined)
{
    bool unfit = false;
    FPK_TRY(start(setting, r));
    FPK_TRY(go_on(setting, worst,
                  setting->transport ? fpk_level_transport
                  : setting->contour ? fpk_level_contour
                                     : fpk_level_march,
                  r, refined, &unfit));
    if (!unfit)
        return FPK_OK;
    FPK_TRY(fpk_setting_march(setting));
    FPK_TRY(start(setting, r));
    return go_on(setting, worst, fpk_level_march, r, refined, &unfit);
}
