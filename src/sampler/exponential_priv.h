/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exponential integrators of the probability flow, and of its stochastic twin: what the builders
 * of the DPM-Solver family and of UniPC share.
 *
 * In lambda = log(alpha/sigma), over a span of length h that starts at (alpha, sigma),
 *     x0 head:   x' = (sigma'/sigma) x + alpha' int_0^h e^{-(h-s)} x0(s) ds
 *     eps head:  x' = (alpha'/alpha) x - sigma' int_0^h e^{h-s} eps(s) ds
 *     x0, noisy: x' = (sigma'/sigma) e^{-h} x + 2 alpha' int_0^h e^{-2(h-s)} x0(s) ds
 *                     + sigma' sqrt(1 - e^{-2h}) xi
 * (Lu et al. 2022, arXiv:2206.00927, eq. 3.4; Lu et al. 2022, arXiv:2211.01095, eq. 8 and 12). The
 * head is interpolated by a polynomial through nodes tau_j h; with phi_{k+1}(z) = int_0^1
 * e^{(1-u) z} u^k du / k!, z = -h, h, -2h, the integral is
 *     first * sum_j w_j head_j,   sum_j w_j tau_j^k = mu_k = k! phi_{k+1}(z) / phi_1(z),
 * and `first` is the weight of a head that stays constant. Every method of the family is a choice
 * of nodes and, where it simplifies, of moments mu_k. */
#ifndef FPK_SAMPLER_EXPONENTIAL_PRIV_H
#define FPK_SAMPLER_EXPONENTIAL_PRIV_H

#include "fpk/plan/plan.h"
#include "fpk/schedule/path.h"

#include <stdbool.h>

#define FPK_NODES_MAX 4

/* phi_k(z) times fpk_phi_scale(z), k = 1 .. 4: 1, or e^{-z} where z > 2, so that nothing overflows.
 * Relative error below 1e-14 for all z, where the difference of the textbook formula loses
 * everything for small z. */
double fpk_phi(int k, double z);
double fpk_phi_scale(double z);

/* mu_k = k! phi_{k+1}(z)/phi_1(z), k = 0 .. n-1. */
void fpk_phi_moments(int n, double z, double *mu);

/* w_j with sum_j w_j tau_j^k = mu_k, k = 0 .. n-1; n <= FPK_NODES_MAX different nodes. */
void fpk_node_weights(int n, const double *tau, const double *mu, double *w);

struct fpk_span {
    struct fpk_level from, to;
    double h;     /* > 0; infinite from alpha 0 and to sigma 0 */
    double keep;  /* coefficient of x */
    double first; /* weight of a constant head */
    double z;     /* of phi */
    double noise; /* standard deviation of the noise added */
};

/* What one builder carries along. */
struct fpk_integrator {
    struct fpk_plan *plan;
    const struct fpk_path *path;
    enum fpk_head head; /* FPK_HEAD_X0 or FPK_HEAD_EPS */
    bool noisy;         /* the stochastic twin; x0 head */
    bool heun; /* mu_1 = phi_2/phi_1 (heun) or 1/2 (midpoint) where a method is of order 2 */
    size_t n;  /* steps to take: path->n, or all but the last */
    int order; /* of the method */
    bool lower_final, euler_final;
};

/* From level i of the path to level i + 1, by `keep` and `drop` of the path: no differences.
 * FPK_USAGE when the two do not differ. */
enum fpk_status fpk_span_whole(const struct fpk_integrator *I, size_t i,
                               struct fpk_span *span) FPK_MUST_USE;

/* The first part of it, of length r h, 0 < r < 1; `whole` is finite. */
struct fpk_span fpk_span_part(const struct fpk_integrator *I, size_t i,
                              const struct fpk_span *whole, double r);

/* The order that step i may have: 1 from alpha 0 and to sigma 0, where h is infinite. */
int fpk_integrator_order(const struct fpk_integrator *I, size_t i, const struct fpk_span *span);

/* out <- head(in) at `level`. */
enum fpk_status fpk_integrator_eval(const struct fpk_integrator *I, size_t i,
                                    struct fpk_level level, int in, int out) FPK_MUST_USE;

/* out <- keep in + first sum_j w_j head[j] + noise xi, the weights from nodes and moments. */
enum fpk_status fpk_integrator_mix(const struct fpk_integrator *I, size_t i,
                                   const struct fpk_span *span, int in, int out, int n,
                                   const double *tau, const int *head,
                                   const double *mu) FPK_MUST_USE;

/* The whole of a single-step method (dpm_solver.c). */
enum fpk_status fpk_single_steps(struct fpk_plan *plan, const char *name, enum fpk_head head,
                                 const struct fpk_values *values) FPK_MUST_USE;

/* One step of a single-step method of `order` 1, 2, 3 from level i: out <- ..., where head[0] holds
 * the head at level i already; head[1], head[2] and u are free. Nodes 1/2; 1/3 and 2/3. */
enum fpk_status fpk_single_step(const struct fpk_integrator *I, size_t i,
                                const struct fpk_span *span, int order, int in, int out,
                                const int head[3], int u) FPK_MUST_USE;

/* Values of the head at levels behind, the newest first: lambda now - lambda then, the register. */
struct fpk_history {
    int n, room;
    double lag[FPK_NODES_MAX];
    int head[FPK_NODES_MAX];
};

/* Makes room for the head at a new level, reached from the one before over a span h; returns its
 * register, one of 1 .. room. What lies behind an infinite span is forgotten. */
int fpk_history_push(struct fpk_history *history, double h);

/* tau_j = -lag_j/h. */
void fpk_history_nodes(const struct fpk_history *history, int n, double h, double *tau);

/* The rows of every method of the family, beside the path's. */
/* clang-format off */
#define FPK_EXPONENTIAL_PARAMETERS                                                                 \
    FPK_PATH_PARAMETERS,                                                                           \
    {"lower-order-final", FPK_FLAG, NULL, 0, 0, NULL, NULL,                                        \
     "lower the order in the last steps: no higher than the number of steps left", false},         \
    {"euler-at-final", FPK_FLAG, NULL, 0, 0, NULL, NULL,                                           \
     "take the last step with order 1", false},                                                    \
    {"final", FPK_CHOICE, "clean", 0, 0, "clean|sigma-min", NULL,                                  \
     "end: clean, or at the last noisy level, without the step to the clean end", false}

#define FPK_SOLVER_TYPE_PARAMETER                                                                  \
    {"solver-type", FPK_CHOICE, "midpoint", 0, 0, "midpoint|heun", NULL,                           \
     "weights of the last stage: simplified (midpoint) or of the full polynomial (heun)", false}

#define FPK_START_UP_PARAMETER                                                                     \
    {"start-up", FPK_CHOICE, "single-step", 0, 0, "single-step|ramp", NULL,                        \
     "first step of order 3: a single-step method that keeps the order, or orders 1, 2, 3", false}
/* clang-format on */

/* Starts a plan and an integrator from the rows above: *path (free with fpk_path_clear), plan with
 * `n_register` registers, name, first level and start. FPK_USAGE as fpk_path_init, and when no step
 * is left without the one to the clean end. */
enum fpk_status fpk_integrator_init(struct fpk_integrator *I, struct fpk_plan *plan,
                                    struct fpk_path *path, const char *name, int n_register,
                                    enum fpk_head head,
                                    const struct fpk_values *values) FPK_MUST_USE;

/* Steps of I->order by Adams's interpolation through the values behind (2M, 3M and their stochastic
 * twins). `published`: the third term of 3M with half its weight. `ramp`: first steps of order 1,
 * 2; else order 3 starts with one single step of order 2. Registers: 0, I->order for the history, 2
 * for the single step. */
enum fpk_status fpk_multistep(const struct fpk_integrator *I, bool published,
                              bool ramp) FPK_MUST_USE;

#endif
