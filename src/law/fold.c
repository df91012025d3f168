/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A law as branches: what is read when a deterministic step folded the line, or made atoms. */
#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "law_priv.h"

#include <math.h>

static enum fpk_status of_panels(const struct fpk_panels *panels, struct fpk_pushed *pushed)
{
    return fpk_pushed_init(pushed, &(struct fpk_panels_view){.n = panels->n,
                                                             .a = panels->a,
                                                             .b = panels->b,
                                                             .x = panels->x,
                                                             .slope = panels->j,
                                                             .rho = panels->rho});
}

enum fpk_status fpk_state_pushed(const struct fpk_state *state, struct fpk_pushed *pushed)
{
    *pushed = (struct fpk_pushed){.n = 0};
    if (state->base.kind == FPK_BASE_ATOMS)
        return fpk_pushed_init(pushed, &(struct fpk_panels_view){.n_point = state->base.n,
                                                                 .point = state->base.m,
                                                                 .point_mass = state->base.mass});
    struct fpk_panels panels = {0};
    enum fpk_status status = FPK_OK;
    if (state->panels.n > 0) {
        status = of_panels(&state->panels, pushed);
    } else {
        status = fpk_state_lay_to_read(state, &panels);
        if (status == FPK_OK)
            status = fpk_panels_weigh(&panels, &state->rule, &state->base, state->threads);
        if (status == FPK_OK)
            status = of_panels(&panels, pushed);
        fpk_panels_clear(&panels);
    }
    pushed->outside += state->lost;
    return status;
}

enum fpk_status fpk_law_read(const struct fpk_law *law, struct fpk_law_pair *pair)
{
    if (!fpk_state_folded(&law->fine) && !fpk_state_folded(&law->coarse))
        return fpk_law_density(law, pair);
    *pair = (struct fpk_law_pair){.folded = true};
    enum fpk_status status = fpk_state_pushed(&law->fine, &pair->pushed);
    if (status == FPK_OK)
        status = fpk_state_pushed(&law->coarse, &pair->pushed_coarse);
    if (status != FPK_OK)
        fpk_law_pair_clear(pair);
    return status;
}

/* Sums over branches. */
static enum fpk_status at_folded(const struct fpk_state *state, size_t n, const double *x,
                                 double *pdf, double *cdf)
{
    struct fpk_pushed pushed;
    FPK_TRY(fpk_state_pushed(state, &pushed));
    for (size_t i = 0; i < n; i++) {
        fpk_pushed_at(&pushed, x[i], &pdf[i], &cdf[i], NULL);
        pdf[i] = fpk_exp(pdf[i]);
    }
    fpk_pushed_clear(&pushed);
    return FPK_OK;
}

enum fpk_status fpk_state_at(const struct fpk_state *state, size_t n, const double *x, double *pdf,
                             double *cdf)
{
    if (fpk_state_folded(state))
        return at_folded(state, n, x, pdf, cdf);
    return fpk_state_at_once(state, n, x, pdf, cdf);
}
