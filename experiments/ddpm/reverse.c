/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reverse chain with three variances: DDPM's two, and the one that makes each step's Gaussian
 * the nearest to q(x_{t-1} | x_t) in KL (Bao et al. 2022, arXiv:2201.06503, theorem 1). */
#include "ddpm.h"

#include "fpk/study/bound.h"

#include <math.h>

static enum fpk_status make_optimal(const struct ddpm *d, struct fpk_plan *plan)
{
    struct fpk_bound bound = {0};
    FPK_TRY(fpk_bound_of_plan(plan, &d->target, FPK_BOUND_ANALYTIC, FPK_BOUND_OWN, &bound));
    for (size_t i = 0; i < plan->n; i++) {
        struct fpk_instruction *row = &plan->instruction[i];
        if (row->op == FPK_MIX)
            row->noise = sqrt(bound.variance[row->step]);
    }
    fpk_bound_clear(&bound);
    return FPK_OK;
}

enum fpk_status ddpm_plan(const struct ddpm *d, int kind, size_t steps, struct fpk_plan *plan)
{
    FPK_TRY(fpk_common_plan(plan, "ddpm", "variance=%s steps=%zu spacing=trailing",
                            kind == 1 ? "large" : "small", steps));
    if (kind < 2)
        return FPK_OK;
    enum fpk_status status = make_optimal(d, plan);
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}

enum fpk_status ddpm_reverse(struct ddpm *d)
{
    for (size_t i = 0; i < d->n_length; i++)
        for (int k = 0; k < KINDS; k++) {
            struct fpk_plan plan = {0};
            struct fpk_sampled *chain = &d->chain[k][i];
            double done = (double)(i * KINDS + (size_t)k) / (double)(d->n_length * KINDS);
            FPK_TRY(fpk_run_progress(d->run, 0.5 + 0.5 * done * done, ddpm_kind_name[k]));
            FPK_TRY(ddpm_plan(d, k, (size_t)d->length[i], &plan));
            FPK_TRY(fpk_sampled_law(chain, &plan, &d->target, &d->score, NULL));
            FPK_TRY(fpk_sampled_particles(chain, &d->score, NULL, d->particles,
                                          fpk_common_seed(d->run, i * KINDS + (uint64_t)k)));
        }
    return FPK_OK;
}
