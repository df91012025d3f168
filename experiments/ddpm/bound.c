/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The variational bound without sampling. With the exact network x^ = E[x_0 | x_t] the consistency
 * terms are Gaussian KLs whose only unknown is E Var(x_0 | x_t):
 *
 *     L_{t-1} = (ln(s^2/v) + v/s^2 - 1)/2 + c^2 E Var(x_0 | x_t)/(2 s^2),
 *     v = (1 - abar_{t-1})/(1 - abar_t) (1 - alpha_t),
 *     c = (1 - alpha_t) sqrt(abar_{t-1})/(1 - abar_t)
 *
 * Post 1 writes the last part with the error of x_0 or of eps. The two errors are computed by
 * different quadratures: that of x_0 over x_t alone, from the slope of x^; that of eps over the
 * datum and the noise, as training does it. */
#include "ddpm.h"

#include "fpk/numeric/elementary.h"
#include "fpk/numeric/quadrature.h"

#include <math.h>

enum { SMALL, LARGE, OPTIMAL };
const char *const ddpm_kind_name[KINDS] = {"small", "large", "optimal"};
const char *const ddpm_bound_name[BOUNDS] = {"small, last step as t = 2", "small, last step beta_1",
                                             "large, last step as t = 2", "large, last step beta_1",
                                             "optimal"};

/* ---- one integral over x ---- */

typedef void over_x(struct fpk_level level, size_t n, const double *x, const double *pdf,
                    double *out, const struct ddpm *d);

/* integral of f over all but 1e-15 of the noised data, in pieces of a third of the narrowest
 * width */
static enum fpk_status integrate(const struct ddpm *d, struct fpk_level level, over_x *f,
                                 double *out)
{
    enum { RULE = 16 };
    double node[RULE], weight[RULE], x[RULE], w[RULE], pdf[RULE], value[RULE], sum = 0;
    struct fpk_mixture noised = {0};
    FPK_TRY(fpk_mixture_diffuse(&d->target, level, &noised));
    double low = fpk_mixture_quantile(&noised, 1e-15);
    double high = fpk_mixture_quantile_tail(&noised, 1e-15), narrow = high - low;
    for (size_t k = 0; k < noised.n; k++)
        narrow = fmin(narrow, sqrt(noised.covariance[k]));
    int pieces = (int)ceil(3 * (high - low) / narrow);
    fpk_gauss_legendre(RULE, node, weight);
    for (int p = 0; p < pieces; p++) {
        fpk_gauss_legendre_on(low + (high - low) * p / pieces,
                              low + (high - low) * (p + 1) / pieces, RULE, node, weight, x, w);
        fpk_mixture_pdf(&noised, RULE, x, pdf);
        f(level, RULE, x, pdf, value, d);
        for (int i = 0; i < RULE; i++)
            sum += w[i] * value[i];
    }
    fpk_mixture_clear(&noised);
    *out = sum;
    return FPK_OK;
}

/* p(x) Var(x_0 | x), and Var(x_0 | x) = sigma^2/alpha dx^/dx */
static void spread(struct fpk_level level, size_t n, const double *x, const double *pdf,
                   double *out, const struct ddpm *d)
{
    double guess[64];
    fpk_score_head(&d->score, FPK_HEAD_X0, &level, n, x, guess, out);
    for (size_t i = 0; i < n; i++)
        out[i] *= pdf[i] * level.sigma * level.sigma / level.alpha;
}

static void surprise(struct fpk_level level, size_t n, const double *x, const double *pdf,
                     double *out, const struct ddpm *d)
{
    (void)level;
    fpk_mixture_log_pdf(&d->target, n, x, out);
    for (size_t i = 0; i < n; i++)
        out[i] *= -pdf[i];
}

enum fpk_status ddpm_least_error(const struct ddpm *d, struct fpk_level level, double *error)
{
    return integrate(d, level, spread, error);
}

/* ---- one over the datum and the noise ---- */

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
        FPK_TRY(ddpm_least_error(d, level, &d->x0_floor[i]));
        d->eps_floor[i] = eps_loss(d, level, &datum, &noise);
        /* the two weights of post 1, section 4, are in the ratio of these */
        double as_x0 = d->x0_floor[i] * level.alpha * level.alpha;
        double as_eps = d->eps_floor[i] * level.sigma * level.sigma;
        double coarse = eps_loss(d, level, &coarse_datum, &coarse_noise);
        d->form_difference = fmax(d->form_difference, fabs(as_eps / as_x0 - 1));
        d->form_error = fmax(d->form_error, 4 * fabs(coarse / d->eps_floor[i] - 1));
    }
    return FPK_OK;
}

/* ---- the bound ---- */

struct term {
    double beta, v, c; /* 1 - alpha_t, the posterior's variance, its weight of x_0 */
};

static struct term term_at(const struct ddpm *d, size_t i)
{
    const struct fpk_schedule *s = &d->schedule;
    double before = i > 0 ? s->abar[i - 1] : 1, noise_before = i > 0 ? s->noise[i - 1] : 0;
    return (struct term){s->beta[i], s->beta[i] * noise_before / s->noise[i],
                         s->beta[i] * sqrt(before) / s->noise[i]};
}

static double variance_of(const struct ddpm *d, int kind, size_t i)
{
    struct term t = term_at(d, i);
    return kind == SMALL ? t.v : kind == LARGE ? t.beta : t.v + t.c * t.c * d->x0_floor[i];
}

static double consistency(const struct ddpm *d, int kind, size_t i)
{
    struct term t = term_at(d, i);
    double s2 = variance_of(d, kind, i), off = t.v / s2 - 1;
    return 0.5 * (off - fpk_log1p(off)) + t.c * t.c * d->x0_floor[i] / (2 * s2);
}

/* KL(q(x_T | x_0), N(0, 1)) on average */
static double prior(const struct ddpm *d)
{
    double mean, variance, abar = d->schedule.abar[TRAINING - 1];
    fpk_mixture_mean(&d->target, &mean);
    fpk_mixture_covariance(&d->target, &variance);
    return 0.5 * (abar * (mean * mean + variance) - abar - fpk_log1p(-abar));
}

/* KL(P0, law of the chain whose last step adds noise of that variance) */
static enum fpk_status law_kl(const struct ddpm *d, struct ddpm_bound *b)
{
    struct fpk_plan plan = {0};
    struct fpk_sampled chain = {0};
    FPK_TRY(ddpm_plan(d, b->kind, TRAINING, &plan));
    plan.instruction[plan.n - 1].noise = sqrt(b->last);
    enum fpk_status status = fpk_sampled_law(&chain, &plan, &d->target, &d->score, NULL);
    b->kl = chain.error.kl_pq.value;
    b->kl_error = chain.error.kl_pq.error;
    fpk_sampled_clear(&chain);
    return status;
}

static enum fpk_status add_up(struct ddpm *d, struct ddpm_bound *b)
{
    b->prior = prior(d);
    for (int i = 1; i < TRAINING; i++)
        b->consistency += d->term[b->kind][i];
    b->reconstruction =
        0.5 * fpk_log(2 * 3.141592653589793 * b->last) + d->x0_floor[0] / (2 * b->last);
    b->total = b->prior + b->consistency + b->reconstruction;
    b->kl = b->kl_error = NAN;
    return d->length[d->n_length - 1] >= TRAINING ? law_kl(d, b) : FPK_OK;
}

enum fpk_status ddpm_bounds(struct ddpm *d)
{
    FPK_TRY(floors(d));
    for (int kind = 0; kind < KINDS; kind++)
        for (size_t i = 1; i < TRAINING; i++)
            d->term[kind][i] = consistency(d, kind, i);
    FPK_TRY(integrate(d, fpk_schedule_level(&d->schedule, -1), surprise, &d->entropy));
    const double second = term_at(d, 1).v, first = d->schedule.beta[0];
    const struct ddpm_bound bound[BOUNDS] = {{.kind = SMALL, .last = second},
                                             {.kind = SMALL, .last = first},
                                             {.kind = LARGE, .last = second},
                                             {.kind = LARGE, .last = first},
                                             {.kind = OPTIMAL, .last = d->x0_floor[0]}};
    for (int i = 0; i < BOUNDS; i++) {
        d->bound[i] = bound[i];
        FPK_TRY(add_up(d, &d->bound[i]));
    }
    return FPK_OK;
}
