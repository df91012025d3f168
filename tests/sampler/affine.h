/* SPDX-License-Identifier: GPL-3.0-or-later */
/* With Gaussian data N(m, v) the exact score at a level is affine, -(x - alpha m)/(alpha^2 v +
 * sigma^2), so that mean and variance of a two-register plan follow by hand. */
#ifndef FPK_TESTS_SAMPLER_AFFINE_H
#define FPK_TESTS_SAMPLER_AFFINE_H

#include "fpk/plan/plan.h"

static inline void affine_law(const struct fpk_plan *plan, double m, double v, double *mean,
                              double *variance)
{
    double slope = 0, shift = 0;
    for (size_t i = 0; i < plan->n; i++) {
        const struct fpk_instruction *in = &plan->instruction[i];
        if (in->op == FPK_EVAL) {
            double width =
                in->level.alpha * in->level.alpha * v + in->level.sigma * in->level.sigma;
            slope = -1 / width;
            shift = in->level.alpha * m / width;
        } else {
            double k = in->c[0] + in->c[1] * slope;
            *mean = k * *mean + in->c[1] * shift;
            *variance = k * k * *variance + in->noise * in->noise;
        }
    }
}

#endif
