/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Table: what the builders of plans share: rows of x and score, and the start. Levels come from
 * fpk/schedule/path.h. */
#ifndef FPK_SAMPLER_TABLE_PRIV_H
#define FPK_SAMPLER_TABLE_PRIV_H

#include "fpk/sampler/sampler.h"
#include "fpk/schedule/path.h"

#include <stdbool.h>

/* First level and start of the plan. */
void fpk_table_start(struct fpk_plan *plan, const struct fpk_path *path);

/* Appends  r1 <- score(r0, now);  r0 <- a r0 + b r1 + noise xi, reaching `next`. */
enum fpk_status fpk_table_row(struct fpk_plan *plan, uint64_t step, struct fpk_level now,
                              struct fpk_level next, double a, double b, double noise) FPK_MUST_USE;

/* clang-format off */
/* Rows of `ula` and `mala`, whose steps are alike. */
#define FPK_LANGEVIN_PARAMETERS                                                                    \
    {"level-sigma", FPK_REAL, "0", 0, 1e150, NULL, "x",                                            \
     "noise level (alpha 1) whose law is sampled; 0: the target itself", false},                   \
    {"steps", FPK_INTEGER, "1000", 1, 1e6, NULL, "1", "number of steps", false},                   \
    {"step", FPK_REAL, "0.01", 1e-300, 1e150, NULL, "x^2", "step a", false},                       \
    {"step-convention", FPK_CHOICE, "full", 0, 0, "half|full", NULL,                               \
     "half: x += a/2 score + sqrt(a) xi; full: x += a score + sqrt(2 a) xi", false}
/* clang-format on */

/* One step of Langevin at a level, in the form x + drift score + sqrt(2 drift) xi: drift is a, or
 * a/2 in the half convention. */
double fpk_langevin_drift(const struct fpk_values *values);

/* The methods, one file each. */
extern const struct fpk_sampler fpk_sampler_ddpm, fpk_sampler_ddim, fpk_sampler_annealed_langevin,
    fpk_sampler_reverse_euler_maruyama, fpk_sampler_probability_flow_euler, fpk_sampler_ula,
    fpk_sampler_mala, fpk_sampler_reverse_exponential, fpk_sampler_predictor_corrector;
extern const struct fpk_sampler fpk_sampler_dpm_solver, fpk_sampler_dpm_solver_pp,
    fpk_sampler_dpm_solver_pp_sde, fpk_sampler_unipc;
extern const struct fpk_sampler fpk_sampler_probability_flow_heun, fpk_sampler_probability_flow_rk4,
    fpk_sampler_probability_flow_adaptive, fpk_sampler_lms, fpk_sampler_plms, fpk_sampler_edm_heun,
    fpk_sampler_flow_euler, fpk_sampler_flow_heun;

#endif
