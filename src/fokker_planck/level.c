/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve_priv.h"

#include <math.h>

static enum fpk_status keep(const struct fpk_setting *setting, const struct fpk_march *march,
                            const struct fpk_field *field, const struct fpk_march_report *report,
                            double *value)
{
    struct fpk_state state = {.field = field,
                              .mesh = &setting->mesh,
                              .generator = &march->from,
                              .exited = {report->exited[0], report->exited[1]}};
    return setting->layout.store(setting, &state, value);
}

/* Every base step becomes 2^k; the first two steps of a rough start are backward Euler. */
static enum fpk_status run(const struct fpk_setting *setting, size_t k, struct fpk_march *march,
                           struct fpk_field *field, double *value, struct fpk_march_report *report)
{
    const struct fpk_fokker_planck_problem *problem = setting->problem;
    size_t n = (size_t)1 << k, rannacher = setting->rough ? 2 : 0;
    FPK_TRY(fpk_deposit(field, &setting->mesh, problem->start, setting->rough, report->exited));
    field->t = problem->t0;
    if (setting->layout.n_time && setting->layout.time[0] == problem->t0)
        FPK_TRY(fpk_generator_set(&march->from, problem->model, problem->t0));
    FPK_TRY(keep(setting, march, field, report, value));
    for (size_t s = 0; s < setting->n_step; s++) {
        FPK_TRY(fpk_march_run(march, field, setting->step_end[s], n, rannacher, report));
        rannacher -= rannacher < n ? rannacher : n;
        FPK_TRY(keep(setting, march, field, report, value));
    }
    return FPK_OK;
}

enum fpk_status fpk_level_march(struct fpk_setting *setting, size_t k, double *value,
                                struct fpk_march_report *report)
{
    struct fpk_march march = {0};
    struct fpk_field field = {0};
    struct fpk_grid grid;
    enum fpk_status status;
    FPK_TRY(fpk_grid_init(&grid, setting->ua, setting->ub, setting->base_cells << k));
    FPK_TRY_DONE(status, fpk_field_init(&field, grid));
    FPK_TRY_DONE(status,
                 fpk_march_init_on(&march, setting->problem->model, grid, &setting->mesh.coordinate,
                                   setting->mesh.ends, FPK_UNDERSHOOT * setting->tolerance));
    status = run(setting, k, &march, &field, value, report);
done:
    fpk_march_clear(&march);
    fpk_field_clear(&field);
    return status;
}
