/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The family: the same marginals for every eta, DDPM at eta = 1, any sub-sequence. */
#include "ddim.h"

#include "fpk/law/law.h"

#include <math.h>

/* ---- q(x_{t-1} | x_t, x_0) for every eta ---- */

struct given {
    struct fpk_level now, next;
    double x0, s;
};

static void joint_step(size_t n, const double *x, double *m, double *m_x, double *s,
                       const void *ctx)
{
    const struct given *g = ctx;
    double slope = sqrt(g->next.sigma * g->next.sigma - g->s * g->s) / g->now.sigma;
    for (size_t i = 0; i < n; i++) {
        m[i] = g->next.alpha * g->x0 + slope * (x[i] - g->now.alpha * g->x0);
        if (m_x)
            m_x[i] = slope;
        s[i] = g->s;
    }
}

/* TV of the law from N(alpha x0, sigma^2). */
static enum fpk_status off(const struct fpk_law *law, const struct given *g, struct fpk_number *tv)
{
    const double one = 1, mean = g->next.alpha * g->x0, variance = g->next.sigma * g->next.sigma;
    struct fpk_law_pair pair = {0};
    struct fpk_mixture exact = {0};
    struct fpk_distances d;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_law_density(law, &pair));
    FPK_TRY_DONE(status, fpk_mixture_init(&exact, 1, 1, &one, &mean, &variance));
    struct fpk_side p = {.mixture = &exact}, q = {.fine = &pair.fine, .coarse = &pair.coarse};
    FPK_TRY_DONE(status, fpk_distance(&p, &q, &d));
    *tv = d.tv;
done:
    fpk_law_pair_clear(&pair);
    fpk_mixture_clear(&exact);
    return status;
}

/* The chain of 20 levels from q(x_T | x_0) with x_0 known, integrated over each x_t in turn. */
static enum fpk_status integrate(struct ddim *d, const struct fpk_plan *plan, int k, double x0)
{
    struct fpk_start start = {0};
    struct fpk_law *law = NULL;
    struct given g = {.now = plan->first, .x0 = x0};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_start_normal(&start, g.now.alpha * x0, g.now.sigma));
    FPK_TRY_DONE(status, fpk_law_begin(&law, &start, NULL));
    for (size_t i = 0; i < plan->n; i++) {
        const struct fpk_instruction *row = &plan->instruction[i];
        if (row->op != FPK_MIX || row->level.sigma == 0)
            continue;
        struct fpk_transition transition = {joint_step, &g, row->noise == 0};
        struct fpk_number tv;
        g.next = row->level;
        g.s = row->noise;
        FPK_TRY_DONE(status, fpk_law_step(law, &transition));
        FPK_TRY_DONE(status, off(law, &g, &tv));
        d->marginal_tv[k] = fmax(d->marginal_tv[k], tv.value);
        d->marginal_error[k] = fmax(d->marginal_error[k], tv.error);
        g.now = g.next;
    }
done:
    fpk_law_end(&law);
    fpk_start_clear(&start);
    return status;
}

/* ---- eta = 1 is DDPM ---- */

static double relative(double a, double b)
{
    double size = fmax(fabs(a), fabs(b));
    return size > 0 ? fabs(a - b) / size : 0;
}

static enum fpk_status pair_plans(struct ddim *d, const char *options, int steps)
{
    struct fpk_plan a = {0}, b = {0};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_common_plan(&a, "ddim", "%s steps=%d eta=1", options, steps));
    FPK_TRY_DONE(status, fpk_common_plan(&b, "ddpm", "%s steps=%d variance=small", options, steps));
    FPK_CHECK(a.n == b.n, FPK_NUMERIC, "ddim has %zu rows, ddpm %zu", a.n, b.n);
    for (size_t i = 0; i < a.n; i++) {
        const struct fpk_instruction *p = &a.instruction[i], *q = &b.instruction[i];
        d->coefficients = fmax(d->coefficients, relative(p->noise, q->noise));
        for (int j = 0; p->op == FPK_MIX && j < p->n_in; j++)
            d->coefficients = fmax(d->coefficients, relative(p->c[j], q->c[j]));
    }
done:
    fpk_plan_clear(&a);
    fpk_plan_clear(&b);
    return status;
}

enum fpk_status ddim_marginals(struct ddim *d)
{
    static const double datum[2] = {-2, 1.5};
    static const char *const spacing[3] = {"spacing=leading", "spacing=linspace",
                                           "spacing=trailing"};
    static const int steps[3] = {10, 50, 1000};
    for (int k = 0; k < ETAS; k++) {
        struct fpk_plan plan = {0};
        FPK_TRY(fpk_common_plan(&plan, "ddim", "steps=20 spacing=trailing eta=%g", ddim_eta[k]));
        enum fpk_status status = integrate(d, &plan, k, datum[0]);
        if (status == FPK_OK)
            status = integrate(d, &plan, k, datum[1]);
        fpk_plan_clear(&plan);
        FPK_TRY(status);
    }
    for (int i = 0; i < PAIRED; i++)
        FPK_TRY(pair_plans(d, spacing[i % 3], steps[i / 3]));
    return FPK_OK;
}

/* ---- sub-sequences ---- */

enum fpk_status ddim_chains(struct ddim *d)
{
    for (size_t i = 0; i < d->n_length; i++)
        for (int k = 0; k < ETAS; k++) {
            struct fpk_plan plan = {0};
            struct fpk_sampled *chain = &d->chain[k][i];
            double done = (double)(i * ETAS + (size_t)k) / (double)(d->n_length * ETAS);
            FPK_TRY(fpk_run_progress(d->run, 0.05 + 0.85 * done * done, "chains"));
            FPK_TRY(fpk_common_plan(&plan, "ddim", "steps=%.0f spacing=trailing eta=%g",
                                    d->length[i], ddim_eta[k]));
            FPK_TRY(fpk_sampled_law(chain, &plan, &d->target, &d->score, NULL));
            FPK_TRY(fpk_sampled_particles(chain, &d->score, NULL, d->particles,
                                          fpk_common_seed(d->run, i * ETAS + (uint64_t)k)));
        }
    return FPK_OK;
}
