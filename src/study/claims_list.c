/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every claim of every method. */
#include "fpk/study/claims.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <string.h>

static size_t count(const struct fpk_claim_run *run)
{
    size_t n, claims = 0;
    const struct fpk_sampler *const *all = fpk_samplers(&n);
    for (size_t i = 0; i < n; i++)
        if (!run->method || strcmp(run->method, all[i]->name) == 0)
            claims += all[i]->n_claim;
    return claims;
}

static enum fpk_status measure_all(const struct fpk_claim_run *run, size_t claims,
                                   struct fpk_claim_study *study, size_t *n)
{
    size_t n_sampler, done = 0, more;
    const struct fpk_sampler *const *all = fpk_samplers(&n_sampler);
    for (size_t i = 0; i < n_sampler; i++) {
        if (run->method && strcmp(run->method, all[i]->name) != 0)
            continue;
        for (size_t c = 0; c < all[i]->n_claim; c++) {
            for (int p = 0; p < FPK_CLAIM_PROBLEMS; p++) {
                enum fpk_status status = fpk_claim_measure(all[i], &all[i]->claim[c], p, run->most,
                                                           run->threads, study + *n, &more);
                if (status != FPK_OK)
                    return fpk_fail_context(status, "%s on the %s", all[i]->name,
                                            fpk_claim_problem_name(p));
                *n += more;
            }
            if (run->progress)
                run->progress(++done, claims, run->ctx);
        }
    }
    return FPK_OK;
}

enum fpk_status fpk_claims_measure(const struct fpk_claim_run *run, size_t *n,
                                   struct fpk_claim_study **studies)
{
    size_t claims = count(run);
    *n = 0;
    FPK_TRY(fpk_allocate(studies, claims * FPK_CLAIM_PROBLEMS * FPK_CLAIM_MEASURES));
    enum fpk_status status = measure_all(run, claims, *studies, n);
    if (status != FPK_OK)
        fpk_release(studies);
    return status;
}
