/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Schedules: discrete ones (a table of abar over training times) and continuous ones (a linear
 * SDE).
 *
 * Discrete, T training times t = 0..T-1 (post 1; Ho, Jain, Abbeel 2020, arXiv:2006.11239):
 *     x_t = sqrt(1 - beta_t) x_{t-1} + sqrt(beta_t) eps,   abar_t = prod_{s<=t} (1 - beta_s).
 * Continuous, t in [0,1] (Song et al. 2021, arXiv:2011.13456):
 *     dX = -beta(t)/2 X dt + sqrt(beta(t)) dW              (VP)
 *     dX = -beta(t)/2 X dt + sqrt(beta(t) (1 - e^{-2 B(t)})) dW,  B = int_0^t beta   (sub-VP)
 *     dX = g(t) dW,  Var = sigma(t)^2                       (VE)
 *     dX = sqrt(2 t) dW,  sigma = t                         (EDM; Karras et al. 2022,
 *                                                            arXiv:2206.00364, t = sigma)
 *     dX = -X/(1 - t) dt + sqrt(2 t/(1 - t)) dW,  alpha = 1 - t, sigma = t   (flow; Liu, Gong & Liu
 *                                                            2022, arXiv:2209.03003, time reversed)
 */
#ifndef FPK_SCHEDULE_SCHEDULE_H
#define FPK_SCHEDULE_SCHEDULE_H

#include "fpk/base/status.h"
#include "fpk/schedule/level.h"

#include <stddef.h>

/* ---- discrete ---- */

#define FPK_SCHEDULE_T_MAX 1000000

struct fpk_schedule {
    const char *name;
    size_t T;     /* number of training times */
    double *beta; /* [T]; owned */
    double *abar; /* [T]; the product up to AND INCLUDING t; owned */
    /* [T]; 1 - abar, kept by noise_t = noise_{t-1} + abar_{t-1} beta_t: positive terms only, so
     * that it keeps its relative accuracy where abar is near 1; owned */
    double *noise;
};

/* name: "linear" (1e-4 .. 2e-2), "scaled-linear" (.00085 .. .012, linear in sqrt(beta)), "cosine"
 * (s = .008, beta clipped at .999; Nichol & Dhariwal 2021, arXiv:2102.09672), "sigmoid" (1e-4 ..
 * 2e-2 along the logistic function of -6 .. 6; Xu et al. 2022, arXiv:2203.02923), "exponential"
 * (abar = e^{-12 (t + 1)/T}, so that beta is constant). FPK_USAGE with the nearest name when
 * unknown, and when T is 0 or above FPK_SCHEDULE_T_MAX. */
enum fpk_status fpk_schedule_init(struct fpk_schedule *schedule, const char *name,
                                  size_t T) FPK_MUST_USE;

/* The schedule "betas" of beta [T] (copied): numbers in [0, 1), the last may be 1. FPK_USAGE with
 * the first that is not. */
enum fpk_status fpk_schedule_from_betas(struct fpk_schedule *schedule, const double *beta,
                                        size_t T) FPK_MUST_USE;

/* Zero terminal SNR (Lin, Liu, Li & Yang 2024, arXiv:2305.08891, algorithm 1): sqrt(abar) shifted
 * and stretched so that its first value stays and its last is 0. The new betas come without
 * subtracting numbers near 1. FPK_USAGE when T is 1. */
enum fpk_status fpk_schedule_zero_terminal(struct fpk_schedule *schedule) FPK_MUST_USE;

void fpk_schedule_clear(struct fpk_schedule *schedule);

/* Level of training time t, alpha = sqrt(abar_t), sigma = sqrt(noise_t); t = -1 is the clean end
 * (alpha 1, sigma 0). */
struct fpk_level fpk_schedule_level(const struct fpk_schedule *schedule, long t);

/* Time grids over T training times in S steps, written in the order of sampling (descending), *out
 * [S], owned by the caller:
 *   leading   t_i = i (T div S)                    i = S-1 .. 0
 *   trailing  t_i = round(T - i T/S) - 1           i = 0 .. S-1
 *   linspace  t_i = round(linspace(0, T-1, S))_i   i = S-1 .. 0
 * rounding half to even; trailing decides ties exactly, linspace is bit for bit what numpy makes of
 * it in doubles (S = 1: {0}). FPK_USAGE when S = 0, S > T, or the name is unknown. */
enum fpk_status fpk_time_grid(const char *spacing, size_t T, size_t S, long **out) FPK_MUST_USE;

/* "geometric:10:0.1:10" (first:last:count), "karras:80:0.002:18" (rho 7, or a fifth part; Karras
 * et al. 2022, arXiv:2206.00364, eq. 5) or "10,5,1": sigmas in the order of use, *out [*n], owned
 * by the caller. FPK_USAGE unless they are strictly decreasing and positive (the last of several
 * may be 0, the clean end). */
enum fpk_status fpk_sigma_list(const char *text, double **out, size_t *n) FPK_MUST_USE;

/* ---- continuous: dX = -b(t) X dt + g(t) dW ---- */

enum fpk_process_kind { FPK_VP, FPK_VE, FPK_SUB_VP, FPK_EDM, FPK_FLOW };

struct fpk_process {
    enum fpk_process_kind kind;
    double low, high; /* VP, sub-VP: beta(t) = low + (high - low) t; VE: sigma(t) = low
                       * (high/low)^t; EDM: the range of t = sigma; flow: not read */
};

/* FPK_USAGE unless 0 <= low <= high (VP and sub-VP, high > 0) or 0 < low < high (VE, EDM), all
 * finite. */
enum fpk_status fpk_process_check(const struct fpk_process *process) FPK_MUST_USE;

/* VP twin of the discrete linear schedule: beta(t) = T (b_1 + (b_T - b_1) t) = .1 + 19.9 t. */
struct fpk_process fpk_process_vp_linear(void);

/* Name as options have it: "vp", "sub-vp", "ve", "edm", "flow". */
const char *fpk_process_name(enum fpk_process_kind kind);

/* Time at which noising ends: 1, of EDM `high`. */
double fpk_process_end(const struct fpk_process *process);

/* b(t) >= 0 and g(t)^2; of a flow infinite at t = 1. */
double fpk_process_shrink(const struct fpk_process *process, double t);
double fpk_process_g2(const struct fpk_process *process, double t);

/* Level reached at time t from clean data at time 0 (VE: sigma^2 = sigma(t)^2 - sigma(0)^2). */
struct fpk_level fpk_process_level(const struct fpk_process *process, double t);

/* X_t given X_s, s <= t: N(alpha x, sigma^2); sigma^2 by expm1, accurate for t - s -> 0. */
struct fpk_level fpk_process_between(const struct fpk_process *process, double s, double t);

/* The time at which sigma/alpha is `ratio` >= 0, the inverse of fpk_process_level in closed form:
 * VP B = log(1 + ratio^2), sub-VP B = 2 asinh(ratio/2), and t from B = int_0^t beta. */
double fpk_process_time(const struct fpk_process *process, double ratio);

#endif
