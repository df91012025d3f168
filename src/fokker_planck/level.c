/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve_priv.h"

#include <math.h>

/* Every base step becomes 2^k; the first two steps of a rough start are backward Euler. */
static enum fpk_status run(const struct fpk_setting *setting, size_t k, struct fpk_march *march,
                           struct fpk_field *field, double *value, struct fpk_march_report *report)
{
    const struct fpk_fokker_planck_problem *problem = setting->problem;
    size_t n = (size_t)1 << k, rannacher = setting->rough ? 2 : 0;
    FPK_TRY(setting->rough ? fpk_field_spread_start(field, problem->start)
                           : fpk_field_from_start(field, problem->start));
    field->t = problem->t0;
    fpk_layout_store(&setting->layout, field, false, problem->at, value);
    /* The start itself is known: a stored field at t0 needs no extrapolation. */
    if (setting->layout.n_time && setting->layout.time[0] == problem->t0)
        fpk_start_averages(problem->start, &setting->layout.field,
                           value + setting->layout.n_scalar);
    for (size_t s = 0; s < setting->n_step; s++) {
        FPK_TRY(fpk_march_run(march, field, setting->step_end[s], n, rannacher, report));
        rannacher -= rannacher < n ? rannacher : n;
        fpk_layout_store(&setting->layout, field, s + 1 == setting->n_step, problem->at, value);
    }
    return FPK_OK;
}

enum fpk_status fpk_level_diffusion(const struct fpk_setting *setting, size_t k, double *value,
                                    struct fpk_march_report *report)
{
    struct fpk_march march = {0};
    struct fpk_field field = {0};
    struct fpk_grid grid;
    enum fpk_status status;
    FPK_TRY(fpk_grid_init(&grid, setting->a, setting->b, setting->base_cells << k));
    FPK_TRY_DONE(status, fpk_field_init(&field, grid));
    FPK_TRY_DONE(status, fpk_march_init(&march, setting->problem->model, grid,
                                        FPK_UNDERSHOOT * setting->tolerance));
    status = run(setting, k, &march, &field, value, report);
done:
    fpk_march_clear(&march);
    fpk_field_clear(&field);
    return status;
}
