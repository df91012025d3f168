/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve_priv.h"

#include <string.h>

#define WORK_MOST 4e9 /* cell steps of one level: about a minute */

/* At least three levels, or two of many characteristics, so that the grids have a chance to
 * disagree. */
enum fpk_status fpk_refine(const struct fpk_setting *setting, fpk_worst_fn *worst,
                           struct fpk_romberg *r, struct fpk_refined *refined)
{
    fpk_level_fn *level = setting->transport ? fpk_level_transport
                          : setting->contour ? fpk_level_contour
                                             : fpk_level_march;
    size_t least = setting->transport && setting->n_step >= 64 ? 2 : 3;
    /* A time of the contour costs what about 20 steps do. */
    size_t base_work = setting->contour ? 20 * (setting->layout.n_time + 1) : setting->n_step;
    *refined = (struct fpk_refined){0};
    for (size_t k = 0;; k++) {
        size_t cells = setting->base_cells << k;
        double work = (double)cells * (double)(setting->contour ? base_work : base_work << k);
        if (k >= 2 && (cells > setting->max_cells || work > WORK_MOST))
            break;
        struct fpk_march_report report = fpk_march_report_zero();
        double *value = fpk_romberg_slot(r);
        memset(value, 0, r->n * sizeof *value);
        FPK_TRY(level(setting, k, value, &report));
        fpk_romberg_add(r);
        refined->report = report;
        refined->n_cell = cells;
        refined->worst = worst(setting, r);
        refined->converged = refined->worst <= setting->tolerance;
        if (k + 1 >= least && refined->converged)
            break;
    }
    return FPK_OK;
}
