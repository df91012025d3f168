/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the experiment `double-well` computes and keeps. */
#ifndef FPK_EXPERIMENTS_DOUBLE_WELL_H
#define FPK_EXPERIMENTS_DOUBLE_WELL_H

#include "../common/evolution_errors.h"

enum { TIMES = 65, PATHS = 12, BINS = 64 };

/* The relaxation of P(left) = P(X < 0) towards 1/2. A rate is read off two times,
 * ln((1/2 - P(t1/2))/(1/2 - P(t1)))/(t1/2). */
struct hopping {
    double lambda[4], lambda_error; /* eigenvalues, and the error of the first but 0 */
    double exact[TIMES], grid[TIMES], particles[TIMES], particles_se[TIMES];
    double law[TIMES]; /* [n_law_time] */
    double exact_rate, grid_rate, grid_rate_error, particles_rate, particles_rate_se;
    double law_rate[FPK_EVOLUTION_STEPS]; /* at dt, dt/2, dt/4 */
};

struct double_well {
    double temperature, time[TIMES];
    struct fpk_model model;
    struct fpk_start start;
    struct fpk_evolution evolution;
    struct fpk_evolution_views views;
    struct fpk_evolution_errors errors;
    struct hopping hopping;
};

enum fpk_status well_hop(struct double_well *well, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status well_judge(const struct double_well *well, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status well_record(const struct double_well *well, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status well_draw(const struct double_well *well, struct fpk_run *run) FPK_MUST_USE;

#endif
