/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The variational bound without sampling (fpk/study/bound.h). All that its terms need of the data
 * is E Var(x_0 | x_t), the least error of any guess of x_0. Post 1 writes them with that error or
 * with that of eps; the second is computed here over the datum and the noise, as training does it.
 */
#include "ddpm.h"

#include "fpk/numeric/elementary.h"
#include "fpk/numeric/quadrature.h"
#include "fpk/study/bound.h"

#include <math.h>

const char *const ddpm_kind_name[KINDS] = {"small", "large", "optimal"};
const char *const ddpm_bound_name[BOUNDS] = {"small, last step as t = 2", "small, last step beta_1",
                                             "large, last step as t = 2", "large, last step beta_1",
                                             "optimal"};
static const enum fpk_bound_variance variance_of[KINDS] = {FPK_BOUND_SMALL, FPK_BOUND_LARGE,
                                                           FPK_BOUND_ANALYTIC};

/* ---- the two least losses ---- */

/* A rule for a standard normal: Gauss-Legendre on pieces of [-9, 9] times its density. */
#define RULE_MAX (2 * FPK_GAUSS_MAX)
struct rule {
    size_t n;
    double z[RULE_MAX], w[RULE_MAX];
};

static void normal_rule(struct rule *rule, size_t pieces, size_t each)
{
    double node[FPK_GAUSS_MAX], weight[FPK_GAUSS_MAX], width = 18.0 / (double)pieces;
    fpk_gauss_legendre(each, node, weight);
    rule->n = pieces * each;
    for (size_t p = 0; p < pieces; p++)
        fpk_gauss_legendre_on(-9 + width * (double)p, -9 + width * (double)(p + 1), each, node,
                              weight, rule->z + p * each, rule->w + p * each);
    for (size_t i = 0; i < rule->n; i++)
        rule->w[i] *= fpk_normal_pdf(rule->z[i]);
}

/* E (eps - eps^(alpha x_0 + sigma eps))^2, one rule for the datum and one for the noise. */
static double eps_loss(const struct ddpm *d, struct fpk_level level, const struct rule *datum,
                       const struct rule *noise)
{
    double x[RULE_MAX], guess[RULE_MAX], sum = 0;
    for (size_t k = 0; k < d->target.n; k++)
        for (size_t i = 0; i < datum->n; i++) {
            double x0 = d->target.mean[k] + sqrt(d->target.covariance[k]) * datum->z[i], inner = 0;
            for (size_t j = 0; j < noise->n; j++)
                x[j] = level.alpha * x0 + level.sigma * noise->z[j];
            fpk_score_head(&d->score, FPK_HEAD_EPS, &level, noise->n, x, guess, NULL);
            for (size_t j = 0; j < noise->n; j++)
                inner += noise->w[j] * (noise->z[j] - guess[j]) * (noise->z[j] - guess[j]);
            sum += d->target.weight[k] * datum->w[i] * inner;
        }
    return sum;
}

static enum fpk_status floors(struct ddpm *d)
{
    struct rule datum, noise, coarse_datum, coarse_noise;
    normal_rule(&datum, 1, 64);
    normal_rule(&noise, 8, 16);
    normal_rule(&coarse_datum, 1, 52);
    normal_rule(&coarse_noise, 8, 13);
    for (int i = 0; i < TRAINING; i++) {
        struct fpk_level level = fpk_schedule_level(&d->schedule, i);
        struct fpk_number least;
        FPK_TRY(fpk_posterior_variance(&d->target, level, &least));
        d->x0_floor[i] = least.value;
        d->eps_floor[i] = eps_loss(d, level, &datum, &noise);
        /* the two weights of post 1, section 4, are in the ratio of these */
        double as_x0 = d->x0_floor[i] * level.alpha * level.alpha;
        double as_eps = d->eps_floor[i] * level.sigma * level.sigma;
        double coarse = eps_loss(d, level, &coarse_datum, &coarse_noise);
        d->form_difference = fmax(d->form_difference, fabs(as_eps / as_x0 - 1));
        d->form_error =
            fmax(d->form_error, 4 * fabs(coarse / d->eps_floor[i] - 1) + least.error / least.value);
    }
    return FPK_OK;
}

/* ---- the bound ---- */

/* KL(P0, law of the chain whose last step adds noise of that variance) */
static enum fpk_status law_kl(const struct ddpm *d, double last, struct ddpm_bound *b)
{
    struct fpk_plan plan = {0};
    struct fpk_sampled chain = {0};
    FPK_TRY(ddpm_plan(d, b->kind, TRAINING, &plan));
    plan.instruction[plan.n - 1].noise = sqrt(last);
    enum fpk_status status = fpk_sampled_law(&chain, &plan, &d->target, &d->score, NULL);
    b->kl = chain.error.kl_pq.value;
    b->kl_error = chain.error.kl_pq.error;
    fpk_sampled_clear(&chain);
    return status;
}

static void keep(struct ddpm *d, const struct fpk_bound *found, struct ddpm_bound *b)
{
    b->prior = found->prior.value;
    b->consistency = found->steps.value;
    b->reconstruction = found->reconstruction.value;
    b->total = found->total.value;
    b->kl = b->kl_error = NAN;
    d->entropy = found->entropy.value;
    for (int i = 0; i < TRAINING - 1; i++) /* they come in the order of sampling */
        d->term[b->kind][TRAINING - 1 - i] = found->step[i];
}

static enum fpk_status add_up(struct ddpm *d, const struct fpk_plan *plan, struct ddpm_bound *b)
{
    struct fpk_bound found = {0};
    FPK_TRY(fpk_bound_of_plan(plan, &d->target, variance_of[b->kind], b->last, &found));
    keep(d, &found, b);
    enum fpk_status status = FPK_OK;
    if (d->length[d->n_length - 1] >= TRAINING)
        status = law_kl(d, found.variance[found.n - 1], b);
    fpk_bound_clear(&found);
    return status;
}

enum fpk_status ddpm_bounds(struct ddpm *d)
{
    static const struct ddpm_bound bound[BOUNDS] = {{.kind = 0, .last = FPK_BOUND_USUAL},
                                                    {.kind = 0, .last = FPK_BOUND_BETA},
                                                    {.kind = 1, .last = FPK_BOUND_USUAL},
                                                    {.kind = 1, .last = FPK_BOUND_BETA},
                                                    {.kind = 2, .last = FPK_BOUND_OWN}};
    struct fpk_plan plan = {0};
    FPK_TRY(floors(d));
    FPK_TRY(ddpm_plan(d, 0, TRAINING, &plan));
    enum fpk_status status = FPK_OK;
    for (int i = 0; status == FPK_OK && i < BOUNDS; i++) {
        d->bound[i] = bound[i];
        status = add_up(d, &plan, &d->bound[i]);
    }
    fpk_plan_clear(&plan);
    return status;
}
