/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two things are called "step a". On Gaussian data noised to variance v both have a closed law:
 *     half  x += a/2 score + sqrt(a) xi:    v/(1 - a/(4 v))
 *     full  x += a score + sqrt(2 a) xi:    v/(1 - a/(2 v)) */
#include "smld.h"

static const double mean = 0.7, variance = 0.25; /* of the noised data */
const double smld_steps[STEPS] = {0.1, 0.05, 0.025};

static enum fpk_status settle(struct smld *s, const struct fpk_score *score,
                              const struct fpk_mixture *noised, int full, int k)
{
    struct fpk_plan plan = {0};
    struct fpk_law *law = NULL;
    struct fpk_law_pair pair = {0};
    struct fpk_law_moments moments;
    double a = smld_steps[k];
    enum fpk_status status;
    /* the start is forgotten by (1 - a/(2 v))^n, e^-30 or less */
    FPK_TRY_DONE(status, fpk_common_plan(&plan, "ula",
                                         "level-sigma=%g steps=%.0f step=%g step-convention=%s",
                                         SMLD_LAST, 15 / a, a, full ? "full" : "half"));
    FPK_TRY_DONE(status, fpk_law_of_plan(&law, &plan, score, NULL, NULL, NULL, NULL));
    FPK_TRY_DONE(status, fpk_law_moments(law, &moments));
    s->variance[full][k] = moments.variance;
    s->variance_error[full][k] = moments.variance_error;
    s->variance_exact[full][k] = variance / (1 - a / ((full ? 2 : 4) * variance));
    if (!full) {
        struct fpk_distances d;
        FPK_TRY_DONE(status, fpk_law_density(law, &pair));
        struct fpk_side p = {.mixture = noised}, q = {.fine = &pair.fine, .coarse = &pair.coarse};
        FPK_TRY_DONE(status, fpk_distance(&p, &q, &d));
        s->gauss_tv[k] = d.tv.value;
    }
done:
    fpk_law_pair_clear(&pair);
    fpk_law_end(&law);
    fpk_plan_clear(&plan);
    return status;
}

enum fpk_status smld_gaussian(struct smld *s)
{
    const double one = 1, clean = variance - SMLD_LAST * SMLD_LAST;
    struct fpk_mixture data = {0}, noised = {0};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_mixture_init(&data, 1, 1, &one, &mean, &clean));
    FPK_TRY_DONE(status, fpk_mixture_init(&noised, 1, 1, &one, &mean, &variance));
    struct fpk_score score = fpk_score_exact(&data);
    for (int full = 0; full < 2; full++)
        for (int k = 0; k < STEPS; k++)
            FPK_TRY_DONE(status, settle(s, &score, &noised, full, k));
done:
    fpk_mixture_clear(&data);
    fpk_mixture_clear(&noised);
    return status;
}
