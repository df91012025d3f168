/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "currents_priv.h"
#include "solve_priv.h"

static enum fpk_status store_moments(const struct fpk_layout *layout, const struct fpk_state *state,
                                     double *moments)
{
    fpk_field_moments(state->field, state->mesh, moments);
    moments[FPK_ENTROPY] = moments[FPK_PRODUCTION] = 0;
    if (layout->currents)
        return fpk_currents_entropies(state, &moments[FPK_ENTROPY], &moments[FPK_PRODUCTION]);
    return FPK_OK;
}

static enum fpk_status store(const struct fpk_setting *setting, const struct fpk_state *state,
                             double *value)
{
    const struct fpk_layout *layout = &setting->layout;
    const struct fpk_fokker_planck_problem *problem = setting->problem;
    double *moments = value + layout->n_at, *fields = value + layout->n_scalar;
    size_t cells = layout->field.n;
    for (size_t s = 0; s < layout->n_time; s++) {
        if (layout->time[s] != state->field->t)
            continue;
        FPK_TRY(store_moments(layout, state, moments + FPK_MOMENTS * s));
        /* The start itself is known: a stored field at t0 needs no extrapolation. */
        if (state->field->t == problem->t0)
            FPK_TRY(fpk_start_averages(problem->start, &layout->field,
                                       &(struct fpk_mesh){.ends = state->mesh->ends},
                                       fields + s * cells));
        else
            fpk_reconstruct_field(state->field, state->mesh, &layout->field, fields + s * cells);
        if (layout->currents)
            FPK_TRY(
                fpk_currents_flux(state, &layout->field, value + layout->flux + s * (cells + 1)));
    }
    if (state->field->t != problem->t1)
        return FPK_OK;
    for (size_t i = 0; i < layout->n_at; i++)
        value[i] = fpk_reconstruct_point(state->field, state->mesh, problem->at[i]);
    return store_moments(layout, state, moments + FPK_MOMENTS * layout->n_time);
}

enum fpk_status fpk_layout_init(struct fpk_setting *setting)
{
    struct fpk_layout *layout = &setting->layout;
    const struct fpk_fokker_planck_problem *problem = setting->problem;
    FPK_TRY(fpk_grid_init(&layout->field, setting->a, setting->b,
                          problem->field_cells ? problem->field_cells : 512));
    layout->n_at = problem->n_at;
    layout->currents = problem->currents && !setting->transport;
    layout->n_scalar = layout->n_at + FPK_MOMENTS * (layout->n_time + 1);
    layout->flux = layout->n_scalar + layout->n_time * layout->field.n;
    layout->n = layout->flux + (layout->currents ? layout->n_time * (layout->field.n + 1) : 0);
    layout->store = store;
    return FPK_OK;
}
