/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spectral_steady_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/quadrature.h"

#include <math.h>

#define CELL_NODES 4 /* Gauss-Legendre nodes for an average over a cell */

void fpk_oracle_state_fill(const struct fpk_oracle_state *state, fpk_oracle_density_fn *density,
                           const void *ctx, double *value, double *floor, double *scale)
{
    const struct fpk_stationary_problem *problem = state->problem;
    size_t n_at = problem->n_at;
    double *cell = value + 2 * n_at + FPK_ORACLE_NUMBERS, most = 0, log_p, wrong;
    double z[CELL_NODES], w[CELL_NODES], half = 0.5 * fpk_grid_width(&state->grid);
    fpk_gauss_legendre(CELL_NODES, z, w);
    for (size_t i = 0; i < state->grid.n; i++) {
        double *below = floor + 2 * n_at + FPK_ORACLE_NUMBERS + i;
        cell[i] = *below = 0;
        for (size_t k = 0; k < CELL_NODES; k++) {
            double x = fpk_grid_centre(&state->grid, i) + half * z[k];
            cell[i] += 0.5 * w[k] * density(ctx, x, &log_p, &wrong);
            *below += 0.5 * w[k] * wrong;
        }
        most = fmax(most, cell[i]);
        scale[2 * n_at + FPK_ORACLE_NUMBERS + i] = INFINITY;
    }
    for (size_t i = 0; i < n_at; i++) {
        double x = problem->at[i];
        bool inside = state->a <= x && x <= state->b;
        value[i] = floor[i] = floor[n_at + i] = 0;
        value[n_at + i] = -INFINITY;
        if (inside)
            value[i] = density(ctx, x, &value[n_at + i], &floor[i]);
        scale[i] = most;
        scale[n_at + i] = INFINITY;
    }
    fpk_oracle_state_scale(value + 2 * n_at, scale + 2 * n_at);
}

void fpk_oracle_state_scale(const double *number, double *scale)
{
    for (size_t k = 0; k < FPK_ORACLE_NUMBERS; k++)
        scale[k] = number[k] != 0 ? fabs(number[k]) : 1;
    scale[FPK_ORACLE_MEAN] =
        fmax(fabs(number[FPK_ORACLE_MEAN]), sqrt(fabs(number[FPK_ORACLE_VARIANCE])));
    scale[FPK_ORACLE_ENTROPY] = fmax(1, fabs(number[FPK_ORACLE_ENTROPY]));
    scale[FPK_ORACLE_EXIT_RIGHT] = 1;
}

static enum fpk_status choose(const struct fpk_stationary_problem *problem, bool ring,
                              struct fpk_oracle_state *state)
{
    FPK_CHECK(!ring || problem->ends.right == FPK_PERIODIC, FPK_USAGE,
              "a ring has two periodic ends, or none");
    if (ring) {
        FPK_TRY(fpk_spectral_check(problem->model, state->a, state->b, (struct fpk_ends){0}));
        FPK_CHECK(state->a < state->b, FPK_USAGE, "a ring needs a domain");
    } else {
        FPK_TRY(fpk_spectral_domain(problem->model, problem->ends, &state->a, &state->b,
                                    &state->whole));
    }
    for (size_t i = 0; i < problem->n_at; i++)
        FPK_CHECK(isfinite(problem->at[i]), FPK_USAGE, "point %zu is not a finite number", i + 1);
    FPK_TRY(fpk_grid_init(&state->grid, state->a, state->b,
                          problem->field_cells ? problem->field_cells : 512));
    state->n = 2 * problem->n_at + FPK_ORACLE_NUMBERS + state->grid.n;
    return FPK_OK;
}

static enum fpk_status fill_result(const struct fpk_oracle_state *state, bool ring,
                                   const double *value, const double *error,
                                   struct fpk_stationary *s)
{
    size_t n_at = state->problem->n_at, cells = 2 * n_at + FPK_ORACLE_NUMBERS;
    struct fpk_bounded number[FPK_ORACLE_NUMBERS];
    FPK_TRY(fpk_allocate(&s->density, n_at));
    FPK_TRY(fpk_allocate(&s->density_error, n_at));
    FPK_TRY(fpk_allocate(&s->log_density, n_at));
    FPK_TRY(fpk_field_init(&s->field, state->grid));
    s->n_at = n_at;
    for (size_t i = 0; i < n_at; i++) {
        s->density[i] = value[i];
        s->density_error[i] = error[i];
        s->log_density[i] = value[n_at + i];
    }
    for (size_t i = 0; i < state->grid.n; i++) {
        s->field.value[i] = value[cells + i];
        s->field_error += 0.5 * fpk_grid_width(&state->grid) * error[cells + i];
    }
    for (size_t k = 0; k < FPK_ORACLE_NUMBERS; k++)
        number[k] = (struct fpk_bounded){value[2 * n_at + k], error[2 * n_at + k]};
    s->mean = number[FPK_ORACLE_MEAN];
    s->variance = number[FPK_ORACLE_VARIANCE];
    s->entropy = number[FPK_ORACLE_ENTROPY];
    s->decay_rate = number[FPK_ORACLE_DECAY];
    s->exit_right = number[FPK_ORACLE_EXIT_RIGHT];
    s->current = number[FPK_ORACLE_CURRENT];
    s->velocity = number[FPK_ORACLE_VELOCITY];
    s->diffusivity = ring ? number[FPK_ORACLE_DIFFUSIVITY] : (struct fpk_bounded){NAN, NAN};
    s->entropy_production = number[FPK_ORACLE_PRODUCTION];
    return FPK_OK;
}

enum fpk_status fpk_spectral_stationary(const struct fpk_stationary_problem *problem,
                                        struct fpk_stationary *stationary)
{
    bool ring = fpk_ends_ring(problem->ends);
    struct fpk_oracle_state state = {.problem = problem, .a = problem->a, .b = problem->b};
    double *value = NULL, *error = NULL;
    enum fpk_status status;
    *stationary = (struct fpk_stationary){0};
    FPK_TRY(choose(problem, ring, &state));
    stationary->a = state.a;
    stationary->b = state.b;
    FPK_TRY_DONE(status, fpk_allocate(&value, state.n));
    FPK_TRY_DONE(status, fpk_allocate(&error, state.n));
    FPK_TRY_DONE(status,
                 fpk_spectral_refine(FPK_SPECTRAL_FIRST, FPK_SPECTRAL_MODES,
                                     problem->tolerance > 0 ? problem->tolerance : 1e-6, state.n,
                                     ring ? fpk_oracle_state_ring : fpk_oracle_state_line, &state,
                                     value, error, &stationary->panels, &stationary->converged));
    status = fill_result(&state, ring, value, error, stationary);
done:
    fpk_release(&value);
    fpk_release(&error);
    if (status != FPK_OK)
        fpk_stationary_clear(stationary);
    return status;
}
