/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Convergence: the order of a method, measured on problems whose answer is known.
 *
 *     strong   (E |X_h(T) - X(T)|^2)^(1/2) ~ C h^p, on one Brownian path across the step sizes
 *     weak     |E phi(X_h(T)) - E phi(X(T))| ~ C h^p, without random numbers
 *
 * The method is asked for nothing but its step. For weak errors the noises of a step are
 * enumerated (their own values for discrete variables, Gauss-Hermite nodes for normals), and the
 * expectation is carried through the steps: the second moments, when the step is affine in x, or
 * the function itself backwards, u(x) <- E u(step(x)) on a grid, in one or two dimensions. Only
 * what fits neither way is sampled, as a difference from Euler-Maruyama on the same path, whose own
 * error is computed. docs/orders.md has the reasons and the bounds. */
#ifndef FPK_CONVERGENCE_CONVERGENCE_H
#define FPK_CONVERGENCE_CONVERGENCE_H

#include "fpk/model/model.h"
#include "fpk/sde/stepper.h"

#define FPK_CONVERGENCE_POINTS 6 /* step sizes of a study, each half of the one before */

/* A problem: an equation, a start, an end, and its exact solution. */
struct fpk_problem {
    const char *name, *sentence, *citation;
    enum fpk_noise_kind kind;
    double t1, x0[2];
    uint64_t coarsest; /* steps of the coarsest run of a study: below it errors bend */
    enum fpk_status (*init)(struct fpk_model *model);

    /* strong. x [dim][n] <- X(t1) from W(t1) [noise][n] and int_0^t1 W dt [noise][n]; NULL: not
     * known pathwise, and a run of `fine` times the finest steps stands for it, by the method named
     * (NULL: the one of the highest finite claim). path NULL and fine 0: no strong study. */
    void (*path)(size_t n, const double *w, const double *integral, double *x);
    uint32_t fine;
    const char *reference;

    /* weak. E phi(X(t1)); phi NULL: no weak study. Of 1-D problems also the interval on which
     * functions of x are kept, in x or, when stretched, in arsinh(x): X leaves it with a
     * probability below 1e-12. The same interval for both components of a 2-D problem that is not
     * affine. */
    const char *functional; /* phi in words */
    double (*phi)(const double *x);
    double expected;
    double low, high;
    bool stretched;
};
const struct fpk_problem *const *fpk_problems(size_t *n);

/* How the errors of a study were found. */
enum fpk_order_how {
    FPK_ORDER_PATHS,      /* strong: sampled paths against the exact solution on each */
    FPK_ORDER_FINE,       /* strong: against a fine run on each */
    FPK_ORDER_MOMENTS,    /* weak: exact moments */
    FPK_ORDER_GRID,       /* weak: functions on a grid, backwards */
    FPK_ORDER_DIFFERENCES /* weak: sampled differences from Euler-Maruyama */
};
const char *fpk_order_how_name(enum fpk_order_how how); /* "paths", ... */

/* One measured order: a straight line through (log2 h, log2 error). */
struct fpk_order_study {
    const char *method, *problem; /* names; borrowed from the lists */
    enum fpk_noise_kind kind;
    bool strong;
    enum fpk_order_how how;
    double claimed;
    double drifts, diffusions; /* evaluations in a step, counted */
    double h[FPK_CONVERGENCE_POINTS], error[FPK_CONVERGENCE_POINTS];
    double se[FPK_CONVERGENCE_POINTS]; /* of the error; 0: not sampled */

    double slope;    /* weighted by the errors' own se; infinite: no error beyond rounding */
    double slope_se; /* from 32 batches of paths, or the residuals, whichever is larger */
    double fine;     /* slope of the finer half of the points */
    double bend;     /* that minus the slope of the coarser half */
    bool passed;     /* slope_se <= .05, claimed - slope <= .2, and slope >= claimed - 4 slope_se or
                      * a bend: the gap claimed - fine is at most `bend`, which is to say that at
                      * least half of the gap closes within the points */
};

/* FPK_USAGE when the method refuses the problem, or the problem has no such study. particles: a
 * multiple of 32 blocks of 1024; `first` is where they are numbered from. Same bits for any number
 * of threads. Cost: the steps of all sizes, and their normals once per size. */
enum fpk_status fpk_order_strong(const struct fpk_stepper *stepper,
                                 const struct fpk_problem *problem, size_t particles, uint64_t seed,
                                 int threads, struct fpk_order_study *study) FPK_MUST_USE;

/* particles, seed, threads: for FPK_ORDER_DIFFERENCES only. */
enum fpk_status fpk_order_weak(const struct fpk_stepper *stepper, const struct fpk_problem *problem,
                               size_t particles, uint64_t seed, int threads,
                               struct fpk_order_study *study) FPK_MUST_USE;

/* ---- all of them ---- */

struct fpk_order_run {
    size_t particles; /* as in fpk_order_strong */
    uint64_t seed;
    const char *method;                                 /* of this one only; NULL: of all */
    int threads;                                        /* 0: as OpenMP decides */
    void (*progress)(size_t done, size_t n, void *ctx); /* NULL: silent; on any thread, one at a
                                                         * time */
    void *ctx;
};

/* *studies [*n], owned by the caller (fpk_release) <- every study of every method, in the order of
 * the lists. Same bits for any number of threads. Cost: minutes; 32768 particles. */
enum fpk_status fpk_orders_measure(const struct fpk_order_run *run, size_t *n,
                                   struct fpk_order_study **studies) FPK_MUST_USE;

/* What an earlier run of fpk_orders_measure found, compiled in (src/convergence/measured.inc, which
 * `fpk show integrators --measure --write FILE` makes); numbers to nine digits. */
struct fpk_orders_measured {
    size_t n;
    const struct fpk_order_study *study; /* [n] */
    size_t particles;
    uint64_t seed;
    const char *digest; /* SHA-256 of the studies as text (docs/orders.md) */
};
struct fpk_orders_measured fpk_orders_measured(void);

/* slope, slope_se, fine, bend, passed from the points; slope_se is raised to the residuals'.
 * Errors below `floor` are rounding and are not fitted. */
void fpk_order_judge(struct fpk_order_study *study, double floor);

#endif
