/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each view of an evolution is worth, and what it costs: errors against time, against cells x
 * steps, against the number of particles. All distances are from the evolution's reference. */
#ifndef FPK_EXPERIMENTS_EVOLUTION_ERRORS_H
#define FPK_EXPERIMENTS_EVOLUTION_ERRORS_H

#include "panel.h"
#include "evolution.h"

enum {
    FPK_ERRORS_RUNGS = 6,   /* grids of 32, 64, ..., 1024 cells */
    FPK_ERRORS_ALONG = 256, /* cells of the grid whose error is followed in time */
    FPK_ERRORS_COUNTS = 16  /* numbers of particles, at most */
};

/* One grid, from the start to t1: Scharfetter-Gummel and TR-BDF2, and the same extrapolated with
 * the grid of half the cells and half the steps, (4 p_N - p_{N/2})/3. */
struct fpk_errors_rung {
    double cells, steps;
    double cost, tv;                       /* cells x steps */
    double richardson_cost, richardson_tv; /* both grids; NaN on the first */
};

struct fpk_evolution_errors {
    size_t steps_per_rung; /* steps = cells x this / 64 */
    struct fpk_errors_rung rung[FPK_ERRORS_RUNGS];
    size_t n_time;
    double *plain_tv, *richardson_tv; /* [n_time] FPK_ERRORS_ALONG cells, fixed steps; owned */
    double *histogram_tv;             /* [n_time] particles' histogram, reference's bins; owned */
    double *histogram_mean; /* [n_time] its mean were the particles the reference's; owned */
    size_t n_count;         /* numbers of particles, each twice the one before */
    double count[FPK_ERRORS_COUNTS];
    double to_law[FPK_ERRORS_COUNTS];   /* W1 of the first count[k] particles from their law, */
    double to_exact[FPK_ERRORS_COUNTS]; /* from the reference, */
    double expected[FPK_ERRORS_COUNTS]; /* and the mean of the former if all is right */
    double law_w1;                      /* W1 of the law from the reference */
};

/* After fpk_evolution_run, on an evolution with bins. steps_per_rung: time steps on 64 cells. */
enum fpk_status fpk_evolution_errors_run(const struct fpk_evolution *evolution,
                                         const struct fpk_evolution_views *views,
                                         size_t steps_per_rung,
                                         struct fpk_evolution_errors *errors) FPK_MUST_USE;
void fpk_evolution_errors_clear(struct fpk_evolution_errors *errors);

/* Rule 3 on the last three rungs, in h: the plain scheme, and with Richardson. */
enum fpk_status fpk_evolution_errors_judge(const struct fpk_evolution_errors *errors,
                                           struct fpk_run *run) FPK_MUST_USE;

/* Into the evolution's group. */
enum fpk_status fpk_evolution_errors_record(const struct fpk_evolution *evolution,
                                            const struct fpk_evolution_errors *errors,
                                            struct fpk_record *record) FPK_MUST_USE;

/* A figure of four panels, "NAME-errors". */
enum fpk_status fpk_evolution_errors_draw(const struct fpk_evolution *evolution,
                                          const struct fpk_evolution_views *views,
                                          const struct fpk_evolution_errors *errors,
                                          struct fpk_run *run) FPK_MUST_USE;

#endif
