/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/study/bound.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/sum.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#define PI 3.14159265358979323846

/* A step from level `now` to `next`: noising back adds `drop`; the posterior of x' given x and x_0
 * has the variance v and the mean c x_0 + (of x). */
struct step {
    double drop, v, c, noise2;
    double mmse, mmse_error; /* at `now` */
};

static double square(double x)
{
    return x * x;
}

static enum fpk_status posterior(const struct fpk_mixture *data, struct fpk_level now,
                                 struct fpk_level next, struct step *s)
{
    double keep = square(now.alpha / next.alpha), s2 = square(now.sigma);
    struct fpk_number mmse;
    FPK_TRY(fpk_posterior_variance(data, now, &mmse));
    s->mmse = mmse.value;
    s->mmse_error = mmse.error;
    s->drop = s2 - keep * square(next.sigma);
    s->v = s->drop * square(next.sigma) / s2;
    s->c = next.alpha * s->drop / s2;
    FPK_CHECK(s->drop > 0, FPK_USAGE,
              "bound: from (alpha %.6g, sigma %.6g) to (%.6g, %.6g) no noise is taken away",
              now.alpha, now.sigma, next.alpha, next.sigma);
    return FPK_OK;
}

/* Is the step's mean (x + drop score)/r, r = alpha/alpha', the one that the terms are those of? */
static bool ancestral(const struct fpk_instruction *in, struct fpk_level now, const struct step *s)
{
    double up = in->level.alpha / now.alpha, slack = 1e-6 * up;
    return in->n_in == 2 && in->in[0] == 0 && fabs(in->c[0] - up) <= slack &&
           fabs(in->c[1] - s->drop * up) <= slack * s->drop + 1e-14 * up * square(now.sigma);
}

/* The steps of the plan, one MIX into register 0 each. */
static enum fpk_status read_steps(const struct fpk_plan *plan, const struct fpk_mixture *data,
                                  struct fpk_bound *b, struct step *step)
{
    struct fpk_level now = plan->first;
    for (size_t i = 0; i < plan->n; i++) {
        const struct fpk_instruction *in = &plan->instruction[i];
        if (in->op != FPK_MIX || in->out != 0)
            continue;
        FPK_CHECK(b->n < plan->steps, FPK_USAGE, "bound: step %llu of %s is more than one step",
                  (unsigned long long)in->step, plan->name);
        b->now[b->n] = now;
        FPK_TRY(posterior(data, now, in->level, &step[b->n]));
        FPK_CHECK(ancestral(in, now, &step[b->n]), FPK_USAGE,
                  "bound: step %llu of %s is not a step of ddpm, whose mean is (x + drop score) "
                  "alpha_next/alpha_now",
                  (unsigned long long)in->step, plan->name);
        step[b->n++].noise2 = square(in->noise);
        now = in->level;
    }
    FPK_CHECK(b->n >= 2 && now.sigma == 0 && now.alpha == 1, FPK_USAGE,
              "bound: it needs a chain of two steps or more that ends at the data (alpha 1, sigma "
              "0); %s has %zu and ends at (%.6g, %.6g)",
              plan->name, b->n, now.alpha, now.sigma);
    return FPK_OK;
}

static double chosen(const struct step *s, enum fpk_bound_variance variance, size_t dim)
{
    switch (variance) {
    case FPK_BOUND_SMALL:
        return s->v;
    case FPK_BOUND_LARGE:
        return s->drop;
    case FPK_BOUND_ANALYTIC:
        return s->v + s->c * s->c * s->mmse / (double)dim;
    default:
        return s->noise2;
    }
}

static double log_ratio(double r) /* r - 1 - log r, without cancelling near 1 */
{
    return (r - 1) - fpk_log1p(r - 1);
}

static enum fpk_status add_steps(struct fpk_bound *b, const struct step *step,
                                 enum fpk_bound_variance variance)
{
    struct fpk_sum sum = {0};
    double half = .5 * (double)b->dim;
    for (size_t i = 0; i + 1 < b->n; i++) {
        const struct step *s = &step[i];
        double s2 = b->variance[i] = chosen(s, variance, b->dim);
        FPK_CHECK(s2 > 0, FPK_USAGE,
                  "bound: step %zu has no noise, and the bound of a chain with such a step is "
                  "infinite",
                  i);
        b->step[i] = half * log_ratio(s->v / s2) + s->c * s->c * s->mmse / (2 * s2);
        /* drop is a difference: what it loses is in v, c and s2. */
        double lost = 8 * DBL_EPSILON * square(b->now[i].sigma) / s->drop;
        b->steps.error += s->c * s->c * s->mmse_error / (2 * s2) + lost * b->step[i];
        fpk_sum_add(&sum, b->step[i]);
    }
    b->steps.value = fpk_sum_value(&sum);
    return FPK_OK;
}

/* E |x_0|^2 alpha^2/(2 std^2) + dim/2 (r - 1 - log r), r = sigma^2/std^2. */
static void add_prior(struct fpk_bound *b, const struct fpk_plan *plan,
                      const struct fpk_mixture *data)
{
    double second = 0, std2 = square(plan->start_std);
    for (size_t k = 0; k < data->n; k++)
        for (size_t d = 0; d < b->dim; d++)
            second += data->weight[k] * (square(data->mean[k * b->dim + d]) +
                                         data->covariance[(k * b->dim + d) * b->dim + d]);
    double r = square(plan->first.sigma) / std2;
    b->prior.value =
        .5 * (double)b->dim * log_ratio(r) + square(plan->first.alpha) * second / (2 * std2);
    b->prior.error = 8 * DBL_EPSILON * (b->prior.value + (double)b->dim * fabs(r - 1));
}

static void add_reconstruction(struct fpk_bound *b, const struct step *step,
                               enum fpk_bound_last last)
{
    const struct step *s = &step[b->n - 1];
    double dim = (double)b->dim;
    double s2 = last == FPK_BOUND_USUAL  ? step[b->n - 2].v
                : last == FPK_BOUND_BETA ? s->drop
                                         : s->mmse / dim;
    b->variance[b->n - 1] = s2;
    b->reconstruction.value = .5 * dim * fpk_log(2 * PI * s2) + s->mmse / (2 * s2);
    b->reconstruction.error = s->mmse_error / (2 * s2) +
                              8 * DBL_EPSILON * (dim + fabs(b->reconstruction.value)) /
                                  (step[b->n - 2].drop + DBL_MIN) * square(b->now[b->n - 2].sigma);
}

static enum fpk_status compute(const struct fpk_plan *plan, const struct fpk_mixture *data,
                               enum fpk_bound_variance variance, enum fpk_bound_last last,
                               struct fpk_bound *b, struct step *step)
{
    FPK_TRY(read_steps(plan, data, b, step));
    FPK_TRY(add_steps(b, step, variance));
    add_prior(b, plan, data);
    add_reconstruction(b, step, last);
    b->total.value = b->prior.value + b->steps.value + b->reconstruction.value;
    b->total.error = b->prior.error + b->steps.error + b->reconstruction.error;
    return fpk_data_entropy(data, &b->entropy);
}

enum fpk_status fpk_bound_of_plan(const struct fpk_plan *plan, const struct fpk_mixture *data,
                                  enum fpk_bound_variance variance, enum fpk_bound_last last,
                                  struct fpk_bound *bound)
{
    struct step *step = NULL;
    enum fpk_status status;
    *bound = (struct fpk_bound){.dim = data->dim};
    FPK_TRY_DONE(status, fpk_allocate(&step, plan->steps));
    FPK_TRY_DONE(status, fpk_allocate(&bound->step, plan->steps));
    FPK_TRY_DONE(status, fpk_allocate(&bound->variance, plan->steps));
    FPK_TRY_DONE(status, fpk_allocate(&bound->now, plan->steps));
    status = compute(plan, data, variance, last, bound, step);
done:
    fpk_release(&step);
    if (status != FPK_OK)
        fpk_bound_clear(bound);
    return status;
}

void fpk_bound_clear(struct fpk_bound *bound)
{
    fpk_release(&bound->step);
    fpk_release(&bound->variance);
    fpk_release(&bound->now);
    bound->n = 0;
}
