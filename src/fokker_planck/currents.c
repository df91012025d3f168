/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "currents_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/sum.h"
#include "fpk/numeric/tridiagonal_ring.h"

#include <math.h>

#define FLOOR 1e-13

static double largest(const struct fpk_field *field)
{
    double most = 0;
    for (size_t i = 0; i < field->grid.n; i++)
        most = fmax(most, field->value[i]);
    return most;
}

/* Of two cells that exchange mass at the given rates. */
static double production_of(double up, double p, double down, double next)
{
    double there = up * p, back = down * next;
    return there > 0 && back > 0 && there != back ? (there - back) * fpk_log(there / back) : 0;
}

static double production(const struct fpk_generator *gen, const struct fpk_field *field)
{
    const double *p = field->value;
    double least = FLOOR * largest(field);
    size_t n = field->grid.n;
    struct fpk_sum sum = {0};
    for (size_t i = 0; i + 1 < n; i++)
        if (p[i] > least && p[i + 1] > least)
            fpk_sum_add(&sum, production_of(gen->up[i], p[i], gen->down[i + 1], p[i + 1]));
    if (fpk_ends_ring(gen->ends) && p[n - 1] > least && p[0] > least)
        fpk_sum_add(&sum, production_of(gen->up[n - 1], p[n - 1], gen->down[0], p[0]));
    return fpk_sum_value(&sum) * fpk_grid_width(&field->grid);
}

static double relative_entropy(const struct fpk_field *field, const struct fpk_field *still)
{
    double least = FLOOR * largest(field);
    struct fpk_sum sum = {0};
    for (size_t i = 0; i < field->grid.n; i++)
        if (field->value[i] > least)
            fpk_sum_add(&sum,
                        field->value[i] * (fpk_log(field->value[i]) - fpk_log(still->value[i])));
    return fpk_sum_value(&sum) * fpk_grid_width(&field->grid);
}

/* Whether the rates have a stationary state; on a ring with a current. */
static bool stationary(const struct fpk_generator *gen, struct fpk_field *still)
{
    double h = fpk_grid_width(&gen->grid);
    if (!fpk_ends_ring(gen->ends))
        return fpk_generator_stationary(gen, still) == FPK_OK;
    if (fpk_ring_stationary(gen->grid.n, gen->up, gen->down, still->value) != FPK_OK)
        return false;
    for (size_t i = 0; i < gen->grid.n; i++)
        still->value[i] /= h;
    return true;
}

enum fpk_status fpk_currents_entropies(const struct fpk_state *state, double *entropy,
                                       double *sigma)
{
    struct fpk_field still;
    *entropy = *sigma = NAN;
    if (fpk_ends_absorb(state->mesh->ends))
        return FPK_OK;
    *sigma = production(state->generator, state->field);
    FPK_TRY(fpk_field_init(&still, state->field->grid));
    if (stationary(state->generator, &still))
        *entropy = relative_entropy(state->field, &still);
    fpk_field_clear(&still);
    return FPK_OK;
}

enum fpk_status fpk_currents_flux(const struct fpk_state *state, const struct fpk_grid *out,
                                  double *flux)
{
    double *own = NULL;
    FPK_TRY(fpk_allocate(&own, state->field->grid.n + 1));
    fpk_generator_flux(state->generator, state->field->value, own);
    fpk_reconstruct_faces(&state->field->grid, own, state->mesh, out, flux);
    fpk_release(&own);
    return FPK_OK;
}
