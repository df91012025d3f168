/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests of samplers share: a plan from a name and options, the mixture M1, and the moments of
 * a plan's output for Gaussian data by unit pushes. */
#ifndef FPK_TESTS_SAMPLER_BUILD_H
#define FPK_TESTS_SAMPLER_BUILD_H

#include "../check.h"

#include "fpk/sampler/sampler.h"

/* The build's own status; options are pairs, ended by NULL. */
static inline enum fpk_status build_status(struct fpk_plan *plan, const char *name,
                                           const char *const *pairs)
{
    const struct fpk_sampler *sampler = NULL;
    struct fpk_values values;
    check_ok(fpk_sampler_find(name, &sampler));
    check_ok(fpk_values_init(&values, sampler->parameter, sampler->n_parameter));
    for (; pairs[0]; pairs += 2)
        check_ok(fpk_values_set(&values, pairs[0], pairs[1]));
    enum fpk_status status = sampler->build(plan, &values);
    fpk_values_clear(&values);
    return status;
}

/* built("ddpm", "steps", "10", ...) */
#define built(...) built_((const char *[]){__VA_ARGS__, NULL})

static inline struct fpk_plan built_(const char *const *name_and_pairs)
{
    struct fpk_plan plan;
    check_ok(build_status(&plan, name_and_pairs[0], name_and_pairs + 1));
    return plan;
}

#define check_build_refused(name, part, ...)                                                       \
    do {                                                                                           \
        struct fpk_plan refused_;                                                                  \
        check_refused(build_status(&refused_, name, (const char *[]){__VA_ARGS__, NULL}),          \
                      FPK_USAGE, part);                                                            \
    } while (0)

/* .3 N(-2, .3^2) + .7 N(1.5, .5^2). */
static inline void mixture_m1(struct fpk_mixture *mixture)
{
    check_ok(fpk_mixture_init(mixture, 1, 2, (double[]){.3, .7}, (double[]){-2, 1.5},
                              (double[]){.09, .25}));
}

static inline void mixture_gaussian(struct fpk_mixture *mixture, double mean, double variance)
{
    check_ok(fpk_mixture_init(mixture, 1, 1, &(double){1}, &mean, &variance));
}

/* One run of the plan without noise from x, for data N(m, v) and any head: the network's answer by
 * its definition from x0 = E[x0 | x] and eps = (x - alpha x0)/sigma; data at sigma 0 are x. unit is
 * added to the noise with that index. */
static inline double pushed(const struct fpk_plan *plan, double m, double v, double x, long unit)
{
    double r[FPK_PLAN_REGISTERS_MAX] = {x};
    long noise = 0;
    for (size_t i = 0; i < plan->n; i++) {
        const struct fpk_instruction *in = &plan->instruction[i];
        double out = 0, at = r[in->in[0]];
        for (int j = 0; j < in->n_in; j++)
            out += in->c[j] * r[in->in[j]];
        if (in->op == FPK_MIX && in->noise > 0)
            out += noise++ == unit ? in->noise : 0;
        if (in->op == FPK_EVAL) {
            double a = in->level.alpha, s = in->level.sigma, width = a * a * v + s * s;
            double score = -(at - a * m) / width, eps = -s * score;
            double x0 = (s * s * m + a * v * at) / width;
            const double heads[FPK_HEADS] = {score, eps, x0, a * eps - s * x0, eps - x0};
            out = heads[in->head];
        }
        r[in->out] = out;
    }
    return r[0];
}

/* Mean and variance of the output: the map is affine in the start and in each noise. */
static inline void gaussian_law(const struct fpk_plan *plan, double m, double v, double *mean,
                                double *variance)
{
    double zero = pushed(plan, m, v, 0, -1), start = pushed(plan, m, v, 1, -1) - zero;
    double start_mean = *mean, start_variance = *variance;
    *mean = zero + start * start_mean;
    *variance = start * start * start_variance;
    for (long k = 0; k < (long)fpk_plan_noises(plan); k++) {
        double d = pushed(plan, m, v, 0, k) - zero;
        *variance += d * d;
    }
}

#endif
