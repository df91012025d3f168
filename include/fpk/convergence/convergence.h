/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Convergence: the order of a method, measured on problems whose answer is known.
 *
 *     strong   (E |X_h(T) - X(T)|^2)^(1/2) ~ C h^p, on one Brownian path across the step sizes
 *     weak     |E phi(X_h(T)) - E phi(X(T))| ~ C h^p, without random numbers
 *
 * The weak error is computed by running the method backwards on functions: u(x) <- E u(step(x)),
 * the expectation over the noises of a step being a sum over enumerated values (their own for
 * discrete variables, Gauss-Hermite for normals). */
#ifndef FPK_CONVERGENCE_CONVERGENCE_H
#define FPK_CONVERGENCE_CONVERGENCE_H

#include "fpk/model/model.h"
#include "fpk/sde/stepper.h"

#define FPK_CONVERGENCE_POINTS 8 /* most step sizes in a study */

/* A problem: an equation, a start, an end, and its exact solution. */
struct fpk_problem {
    const char *name, *sentence, *citation;
    enum fpk_noise_kind kind;
    double t1, x0[3];
    uint64_t coarsest; /* steps of the coarsest run of a study: below it errors bend */
    enum fpk_status (*init)(struct fpk_model *model);
    /* x [dim][n] <- X(t1) from W(t1) [noise][n] and, where the solution needs it,
     * int_0^t1 W dt [noise][n]; NULL: not known pathwise (then a fine run stands for it) */
    void (*path)(size_t n, const double *w, const double *integral, double *x);
    /* weak: E phi(X(t1)) for the phi named; NAN: not known */
    const char *functional;
    double (*phi)(const double *x);
    double expected;
};
const struct fpk_problem *const *fpk_problems(size_t *n);

/* One measured order. A straight line through (log2 h, log2 error). */
struct fpk_order_study {
    const struct fpk_stepper *stepper;
    const struct fpk_problem *problem;
    bool strong;
    double claimed;
    size_t n;
    double h[FPK_CONVERGENCE_POINTS], error[FPK_CONVERGENCE_POINTS], se[FPK_CONVERGENCE_POINTS];
    double slope, slope_se; /* weighted by the errors' own; residual scatter when that is larger */
    double bend;            /* slope of the finest half minus that of the coarsest half */
    bool passed;            /* claimed - slope <= .2 and (slope >= claimed - 4 se or a bend that
                             * closes the gap); slope_se <= .05 */
};

/* FPK_USAGE when the method refuses the problem. particles and seed: strong studies only. */
enum fpk_status fpk_order_strong(const struct fpk_stepper *stepper,
                                 const struct fpk_problem *problem, size_t particles, uint64_t seed,
                                 int threads, struct fpk_order_study *study) FPK_MUST_USE;
enum fpk_status fpk_order_weak(const struct fpk_stepper *stepper, const struct fpk_problem *problem,
                               struct fpk_order_study *study) FPK_MUST_USE;

#endif
