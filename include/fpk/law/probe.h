/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Probe: the exact output law of a plan on Gaussian data, in any dimension.
 *
 * The data being N(mu, C), every head at level (alpha, sigma) is affine in x, along the axis of C
 * of variance v with D = alpha^2 v + sigma^2:
 *
 *     score = (alpha mu - x)/D                 eps  = sigma (x - alpha mu)/D
 *     x0    = (alpha v x + sigma^2 mu)/D
 *     v     = (alpha sigma (1 - v) x - sigma (alpha^2 + sigma^2) mu)/D
 *     flow  = ((sigma - alpha v) x - sigma (alpha + sigma) mu)/D
 *
 * and the coefficients of a plan are numbers, so that the whole plan is affine and separates along
 * these axes:  x_end = gain x_start + shift + sum_i push_i xi_i,  noise = sum_i push_i^2. Plans
 * with noise and memory of earlier steps too, which have no law in x alone. */
#ifndef FPK_LAW_PROBE_H
#define FPK_LAW_PROBE_H

#include "fpk/distribution/mixture.h"
#include "fpk/distribution/start.h"
#include "fpk/plan/plan.h"

#include <stdbool.h>

/* Zero means the default. */
struct fpk_probe_options {
    const struct fpk_start *start; /* a Gaussian or a point; NULL: N(0, plan->start_std^2 I) */
    bool exact;                    /* in its place: the data noised to the plan's first level */
    uint64_t steps;                /* stop after so many steps; 0: all. For looking on the way */
};

/* Everything along the axes of the data, data->axes; [dim] unless said otherwise, owned as one. */
struct fpk_probe {
    size_t dim;
    const struct fpk_mixture *data; /* borrowed */
    struct fpk_level level;         /* reached */
    double *centre;                 /* mean of the data */
    double *gain;                   /* dx_end/dx_start */
    double *shift;                  /* what the data's mean brings */
    double *noise;                  /* variance that the noises of the steps bring */
    double *mean, *variance;        /* of the output */
    double *covariance;             /* [dim][dim] of the output; NULL: it is diagonal */
    double *error; /* the output is off by a variable whose root mean square is at most this: mean
                    * and standard deviation are off by no more. First order bound for each number
                    * of the plan off by 8 units of 2^-53, the rounding here included */
};

/* FPK_USAGE in a sentence when the data or the start are no single Gaussian or their dimensions
 * differ, or the plan clips or does anything else that is not affine (the step is named).
 * FPK_NUMERIC when the output overflows. Time O(dim (evaluations + terms + registers^2)), and
 * O(dim^3) for a start whose covariance is no multiple of I; memory O(instructions). Same bits
 * everywhere. */
enum fpk_status fpk_probe_init(struct fpk_probe *probe, const struct fpk_plan *plan,
                               const struct fpk_mixture *data,
                               const struct fpk_probe_options *options) FPK_MUST_USE;
void fpk_probe_clear(struct fpk_probe *probe);

/* Mean [dim] and covariance [dim][dim] in the coordinates of the data, with absolute errors (may be
 * NULL). The covariance costs O(dim^3). */
void fpk_probe_mean(const struct fpk_probe *probe, double *mean, double *error);
void fpk_probe_covariance(const struct fpk_probe *probe, double *covariance, double *error);

#endif
