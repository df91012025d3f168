/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passage: one equation in one dimension, carried from its start to its end in every way that the
 * lab knows, and the verdicts on whether the ways agree.
 *
 *     particles   Euler-Maruyama, and the exact transition where the model has one
 *     grid        the Fokker-Planck equation to a tolerance
 *     law         the exact density of Euler-Maruyama at dt, dt/2, dt/4
 *     closed form a Gaussian mixture at every time
 *
 * Experiments that compare views of one equation share it. */
#ifndef FPK_EXPERIMENTS_PASSAGE_H
#define FPK_EXPERIMENTS_PASSAGE_H

#include "fpk/compare/cells.h"
#include "fpk/compare/chi_square.h"
#include "fpk/compare/distance.h"
#include "fpk/compare/verdict.h"
#include "fpk/fokker_planck/solve.h"
#include "fpk/lab/experiment.h"
#include "fpk/law/law.h"
#include "fpk/sde/ensemble.h"

#include <stdbool.h>

#define FPK_PASSAGE_STEPS 3 /* the law is computed at dt, dt/2, dt/4 */

/* The question; everything is borrowed. */
struct fpk_passage {
    const char *name; /* group in the record, "forward" */
    const struct fpk_model *model;
    const struct fpk_start *start;
    double t1; /* from time 0 */
    uint64_t n_step;
    size_t particles, n_path;
    uint64_t seed;
    size_t n_time;
    const double *time;        /* [n_time] stored times, the last one is t1 */
    double tolerance;          /* of the grid */
    struct fpk_run *run;       /* for progress and checkpoint */
    double run_begin, run_end; /* the part of the whole run that this passage is */
    /* Closed form at time t, cleared by the caller. */
    enum fpk_status (*exact)(double t, struct fpk_mixture *out, const void *ctx);
    const void *ctx;
};

/* The answer; cleared by fpk_passage_clear. Fields are on the cells of grid.field[0]. */
struct fpk_passage_views {
    struct fpk_ensemble_result particles; /* Euler-Maruyama */
    bool has_jump;                        /* the model has an exact transition: */
    struct fpk_points jump;               /* its particles at t1, drawn in one step */
    struct fpk_fokker_planck_result grid;
    struct fpk_mixture end; /* closed form at t1 */
    double *exact;          /* [n_time][cells] closed form, cell averages; owned */
    double *grid_tv;        /* [n_time] TV(grid, closed form) on the cells; owned */
    size_t n_law_time;
    double *law_time;             /* [n_law_time] among the stored times; owned */
    double *law_tv, *law_w1;      /* [n_law_time] law(dt) against closed form; owned */
    struct fpk_law_pair law;      /* at t1 with n_step steps */
    double dt[FPK_PASSAGE_STEPS]; /* t1/n_step, /2, /4 */
    struct fpk_distances error[FPK_PASSAGE_STEPS]; /* of the law against the closed form */
};

enum fpk_status fpk_passage_run(const struct fpk_passage *passage,
                                struct fpk_passage_views *views) FPK_MUST_USE;
void fpk_passage_clear(struct fpk_passage_views *views);

/* The particles alone, the first part of the above: resumes from the run's checkpoint. */
enum fpk_status fpk_passage_particles(const struct fpk_passage *passage,
                                      struct fpk_passage_views *views) FPK_MUST_USE;

/* Law of Euler-Maruyama on the passage's model with n_step steps from another start; the caller
 * ends it. */
enum fpk_status fpk_passage_law(const struct fpk_passage *passage, const struct fpk_start *start,
                                uint64_t n_step, struct fpk_law **law) FPK_MUST_USE;

/* Chi-square of the particles against their own law, and (has_jump) of the exact transition's
 * against the closed form: the tests of rule 1. */
enum fpk_status fpk_passage_test(const struct fpk_passage_views *views,
                                 struct fpk_chi_square *test) FPK_MUST_USE;
enum fpk_status fpk_passage_test_jump(const struct fpk_passage_views *views,
                                      struct fpk_chi_square *test) FPK_MUST_USE;

/* TV of the histogram of points on cells: 1/2 sum |N_k/n - p_k|. */
enum fpk_status fpk_passage_histogram_tv(const struct fpk_cells *cells,
                                         const struct fpk_points *points, double *tv) FPK_MUST_USE;

/* Rule 2: the grid against the closed form at t1. Rule 3: the law against the closed form. */
struct fpk_verdict fpk_passage_judge_grid(const struct fpk_passage_views *views);
struct fpk_verdict fpk_passage_judge_order(const struct fpk_passage_views *views);

/* Everything that was found, as the group `name` of the record; shares the axes "time" and, one per
 * passage, "NAME/x". */
enum fpk_status fpk_passage_record(const struct fpk_passage *passage,
                                   const struct fpk_passage_views *views,
                                   struct fpk_record *record) FPK_MUST_USE;

#endif
