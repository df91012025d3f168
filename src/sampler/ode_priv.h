/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ode: what the builders of deterministic methods share: rows of registers, and explicit
 * Runge-Kutta steps of the probability-flow ODE in the time of a process. */
#ifndef FPK_SAMPLER_ODE_PRIV_H
#define FPK_SAMPLER_ODE_PRIV_H

#include "fpk/sampler/sampler.h"
#include "fpk/schedule/path.h"

#include <stdbool.h>
#include <stddef.h>

/* Appends  out <- head(in, level). */
enum fpk_status fpk_ode_eval(struct fpk_plan *plan, uint64_t step, int out, int in,
                             enum fpk_head head, struct fpk_level level) FPK_MUST_USE;

/* Appends  out <- sum_j c[j] r_in[j], reaching `level` when out is 0. n <= FPK_MIX_MAX. */
enum fpk_status fpk_ode_mix(struct fpk_plan *plan, uint64_t step, int out, int n, const int *in,
                            const double *c, struct fpk_level level) FPK_MUST_USE;

/* sigma/alpha, the noise of x/alpha, in which the ODE is d(x/alpha)/d(sigma/alpha) = eps
 * (Song, Meng & Ermon 2021, arXiv:2010.02502, eq. 14; Karras et al. 2022, arXiv:2206.00364). */
double fpk_ode_ratio(struct fpk_level level);

/* By how much sigma/alpha falls in step i, from sums of positive terms:
 *     s^2 - s'^2 = drop/alpha^2,   s - s' = drop/(alpha^2 (s + s')). */
double fpk_ode_fall(const struct fpk_path *path, size_t i);

/* Appends DDIM's transfer, out <- (a'/a) x - a' fall eps: x/alpha goes along a constant eps. */
enum fpk_status fpk_ode_transfer(struct fpk_plan *plan, uint64_t step, int out, int eps,
                                 struct fpk_level now, struct fpk_level next,
                                 double fall) FPK_MUST_USE;

struct fpk_ode_registers {
    int point, average, eps[4];
};

/* Appends a step of the classical Runge-Kutta weights on eps, each transfer from x, with the middle
 * evaluations at `half`: Kutta's method in s where that is half way in s, Liu et al.'s pseudo one
 * (2022, arXiv:2202.09778, eq. 11) where it is half way in t. eps[0] keeps eps at x. */
enum fpk_status fpk_ode_transfer_rk4(struct fpk_plan *plan, uint64_t step,
                                     const struct fpk_path *path, struct fpk_level half,
                                     const struct fpk_ode_registers *use) FPK_MUST_USE;

/* Explicit Runge-Kutta coefficients, K_j = slope at c_j, x' = x + h sum b_j K_j. */
struct fpk_tableau {
    int stages; /* at most 4 */
    double c[4], a[4][3], b[4];
};
extern const struct fpk_tableau fpk_tableau_euler, fpk_tableau_heun, fpk_tableau_rk4;

/* *plan <- steps of `tableau` on the probability-flow ODE in t along the path (a process), a step
 * to sigma = 0 by Euler unless `same`. The path is of FPK_PROCESS_PARAMETERS. */
enum fpk_status fpk_ode_build(struct fpk_plan *plan, const char *name, const struct fpk_path *path,
                              const struct fpk_tableau *tableau, bool same) FPK_MUST_USE;

/* The same from options: FPK_PROCESS_PARAMETERS, "final". */
enum fpk_status fpk_ode_build_process(struct fpk_plan *plan, const char *name,
                                      const struct fpk_values *values,
                                      const struct fpk_tableau *tableau) FPK_MUST_USE;

/* The same for a flow: FPK_FLOW_PARAMETERS. */
enum fpk_status fpk_ode_build_flow(struct fpk_plan *plan, const char *name,
                                   const struct fpk_values *values,
                                   const struct fpk_tableau *tableau) FPK_MUST_USE;

/* clang-format off */
#define FPK_FINAL_PARAMETER                                                                        \
    {"final", FPK_CHOICE, "euler", 0, 0, "euler|same", NULL,                                       \
     "the step to sigma 0: euler asks no score there, same takes the method's own step, for data " \
     "with a density", false}

#define FPK_FLOW_PARAMETERS                                                                        \
    {"schedule", FPK_CHOICE, "flow", 0, 0, "flow", NULL, "x = (1 - t) x0 + t eps", false},         \
    {"spacing", FPK_CHOICE, "uniform", 0, 0, "uniform|logsnr|karras|exponential", NULL,            \
     "which times the steps visit", false},                                                        \
    FPK_PATH_ROWS,                                                                                 \
    {"shift", FPK_REAL, "1", 1e-6, 1e6, NULL, "1",                                                 \
     "times t, those of --times and --truncate too, become shift t/(1 + (shift - 1) t), "          \
     "sigma/alpha grows by this factor", false}
/* clang-format on */

#endif
