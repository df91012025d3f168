/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steady: the numbers of a stationary state at one order of the spectral oracle. */
#ifndef FPK_FOKKER_PLANCK_SPECTRAL_STEADY_PRIV_H
#define FPK_FOKKER_PLANCK_SPECTRAL_STEADY_PRIV_H

#include "spectral_priv.h"

#include "fpk/fokker_planck/spectral.h"

enum fpk_steady_number {
    FPK_ORACLE_MEAN,
    FPK_ORACLE_VARIANCE,
    FPK_ORACLE_ENTROPY,
    FPK_ORACLE_DECAY,
    FPK_ORACLE_EXIT_RIGHT,
    FPK_ORACLE_CURRENT,
    FPK_ORACLE_VELOCITY,
    FPK_ORACLE_DIFFUSIVITY,
    FPK_ORACLE_PRODUCTION,
    FPK_ORACLE_NUMBERS
};

/* Values lie as [n_at] densities, [n_at] their logarithms, the numbers above, [grid.n] averages. */
struct fpk_oracle_state {
    const struct fpk_stationary_problem *problem;
    double a, b;
    bool whole; /* the line, by sinc functions */
    struct fpk_grid grid;
    size_t n;
};
fpk_spectral_level_fn fpk_oracle_state_line, fpk_oracle_state_ring; /* ctx: struct above */

/* p and ln p at x, and the bound on p's rounding. */
typedef double fpk_oracle_density_fn(const void *ctx, double x, double *log_p, double *floor);
/* Points, averages over the cells and the scales of all by a density; what is left of the numbers
 * is the caller's. */
void fpk_oracle_state_fill(const struct fpk_oracle_state *state, fpk_oracle_density_fn *density,
                           const void *ctx, double *value, double *floor, double *scale);
/* What the tolerance of each number is relative to. */
void fpk_oracle_state_scale(const double *number, double *scale);

#endif
