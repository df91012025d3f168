/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of an ODE method, by end points: the flow of a line keeps quantiles, so that its exact
 * end points are known for every mixture, F_end^-1(F_first(x)). */
#ifndef FPK_TESTS_SAMPLER_ORDER_H
#define FPK_TESTS_SAMPLER_ORDER_H

#include "plans.h"

enum { QUANTILES = 100 };

/* Rms over the law of the distance of a plan's end points from the flow's, with exact scores. */
static inline double end_point_rms(const char *name, const char *options,
                                   const struct fpk_mixture *target)
{
    struct fpk_plan plan = plan_of(name, options);
    struct fpk_level end = plan.instruction[plan.n - 1].level;
    struct fpk_mixture first, last;
    struct fpk_points points, start_points;
    struct fpk_start start;
    struct fpk_score score = fpk_score_exact(target);
    double sum = 0;
    check_ok(fpk_mixture_diffuse(target, plan.first, &first));
    check_ok(fpk_mixture_diffuse(target, end, &last));
    check_ok(fpk_points_init(&points, QUANTILES, 1));
    check_ok(fpk_points_init(&start_points, QUANTILES, 1));
    for (int i = 0; i < QUANTILES; i++)
        start_points.x[i] = fpk_mixture_quantile(&first, (i + .5) / QUANTILES);
    check_ok(fpk_start_points(&start, &start_points));
    check_ok(fpk_sampler_run(&plan, &score, &start, 1, 0, &points, 1));
    for (int i = 0; i < QUANTILES; i++) {
        double off = points.x[i] - fpk_mixture_quantile(&last, (i + .5) / QUANTILES);
        sum += off * off / QUANTILES;
    }
    fpk_points_clear(&points);
    fpk_start_clear(&start);
    fpk_mixture_clear(&first);
    fpk_mixture_clear(&last);
    fpk_plan_clear(&plan);
    return sqrt(sum);
}

/* From n to 8 n steps, on Gaussian data and on two modes: the slope of the
 * straight line through all four is the order, within .15. */
static inline void check_order(const char *name, const char *options, double order, int n)
{
    struct fpk_mixture target[2];
    check_ok(fpk_mixture_init(&target[0], 1, 1, (double[]){1}, (double[]){.7}, (double[]){.25}));
    check_ok(fpk_mixture_init(&target[1], 1, 2, (double[]){.3, .7}, (double[]){-2, 1.5},
                              (double[]){.09, .25}));
    for (int k = 0; k < 2; k++) {
        double slope = 0;
        for (int i = 0; i < 4; i++) {
            char text[256];
            snprintf(text, sizeof text, "%s%ssteps=%d", options, *options ? "," : "", n << i);
            slope += (i - 1.5) / 5 * log2(end_point_rms(name, text, &target[k]));
        }
        if (!(fabs(-slope - order) <= .15))
            check_fail("%s %s, %s: order %.3f, claimed %g", name, options,
                       k ? "two modes" : "Gaussian", -slope, order);
        fpk_mixture_clear(&target[k]);
    }
}

#endif
