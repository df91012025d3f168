/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evolution: one equation in one dimension, carried from its start to its end in every way that the
 * lab knows, and the verdicts on whether the ways agree.
 *
 *     particles   Euler-Maruyama, and the exact transition where the model has one
 *     grid        the Fokker-Planck equation to a tolerance
 *     law         the exact density of Euler-Maruyama at dt, dt/2, dt/4
 *     reference   a Gaussian mixture at every time where that is the closed form, else the
 *                 spectral oracle (fpk/fokker_planck/spectral.h)
 *
 * Experiments that compare views of one equation share it. */
#ifndef FPK_EXPERIMENTS_EVOLUTION_H
#define FPK_EXPERIMENTS_EVOLUTION_H

#include "fpk/compare/cells.h"
#include "fpk/compare/chi_square.h"
#include "fpk/compare/distance.h"
#include "fpk/compare/verdict.h"
#include "fpk/fokker_planck/solve.h"
#include "fpk/lab/experiment.h"
#include "fpk/law/law.h"
#include "fpk/sde/ensemble.h"

#include <stdbool.h>

#define FPK_EVOLUTION_STEPS 3   /* the law is computed at dt, dt/2, dt/4 */
#define FPK_EVOLUTION_CELLS 512 /* of the stored fields */

/* The question; everything is borrowed. */
struct fpk_evolution {
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
    double a, b;               /* domain with reflecting ends; both 0: the grid's choice */
    size_t bins;               /* of the particles' histograms at the stored times, over the domain;
                                  divides FPK_EVOLUTION_CELLS; 0: none */
    struct fpk_run *run;       /* for progress and checkpoint */
    double run_begin, run_end; /* the part of the whole run that this evolution is */
    /* Closed form at time t, cleared by the caller; NULL: the spectral oracle is the reference. */
    enum fpk_status (*exact)(double t, struct fpk_mixture *out, const void *ctx);
    const void *ctx;
};

/* The answer; cleared by fpk_evolution_clear. Fields are on the cells of grid.field[0]. */
struct fpk_evolution_views {
    struct fpk_ensemble_result particles; /* Euler-Maruyama */
    bool has_jump;                        /* the model has an exact transition: */
    struct fpk_points jump;               /* its particles at t1, drawn in one step */
    struct fpk_fokker_planck_result grid;
    double a, b;                    /* the domain, with bins or where the oracle is asked */
    double *count;                  /* [n_time][1 + bins + 1] particles below, in, above; owned */
    struct fpk_mixture end;         /* closed form at t1, or */
    struct fpk_density end_density; /* the oracle at t1 */
    double *exact;                  /* [n_time][cells] reference, cell averages; owned */
    double *exact_error;            /* [n_time] bound on its TV error; owned */
    double *grid_tv;                /* [n_time] TV(grid, reference) on the cells; owned */
    size_t n_law_time;
    double *law_time;               /* [n_law_time] among the stored times; owned */
    double *law_tv, *law_w1;        /* [n_law_time] law(dt) against closed form; owned. Against the
                                     oracle law_tv is that of the cells, law_w1 NULL, and */
    double *law_cells;              /* [n_law_time][cells] the law's averages there; owned */
    struct fpk_law_pair law;        /* at t1 with n_step steps */
    double dt[FPK_EVOLUTION_STEPS]; /* t1/n_step, /2, /4 */
    struct fpk_distances error[FPK_EVOLUTION_STEPS]; /* of the law against the reference */
};

enum fpk_status fpk_evolution_run(const struct fpk_evolution *evolution,
                                  struct fpk_evolution_views *views) FPK_MUST_USE;
void fpk_evolution_clear(struct fpk_evolution_views *views);

/* The particles alone, the first part of the above: resumes from the run's checkpoint. */
enum fpk_status fpk_evolution_particles(const struct fpk_evolution *evolution,
                                        struct fpk_evolution_views *views) FPK_MUST_USE;

/* Law of Euler-Maruyama on the evolution's model with n_step steps from another start; the caller
 * ends it. */
enum fpk_status fpk_evolution_law(const struct fpk_evolution *evolution,
                                  const struct fpk_start *start, uint64_t n_step,
                                  struct fpk_law **law) FPK_MUST_USE;

/* Chi-square of the particles against their own law, and (has_jump) of the exact transition's
 * against the closed form: the tests of rule 1. */
enum fpk_status fpk_evolution_test(const struct fpk_evolution_views *views,
                                   struct fpk_chi_square *test) FPK_MUST_USE;
enum fpk_status fpk_evolution_test_jump(const struct fpk_evolution_views *views,
                                        struct fpk_chi_square *test) FPK_MUST_USE;

/* TV of the histogram of points on cells: 1/2 sum |N_k/n - p_k|. */
enum fpk_status fpk_evolution_histogram_tv(const struct fpk_cells *cells,
                                           const struct fpk_points *points,
                                           double *tv) FPK_MUST_USE;

/* ---- the reference (evolution_reference.c) ---- */

/* Its density at n points at time t, 0 < t. */
enum fpk_status fpk_evolution_reference_pdf(const struct fpk_evolution *evolution,
                                            const struct fpk_evolution_views *views, double t,
                                            size_t n, const double *x, double *pdf) FPK_MUST_USE;

/* The same on Gauss-Legendre nodes over [a, b], with its distribution function; the caller clears
 * it. */
enum fpk_status fpk_evolution_reference_density(const struct fpk_evolution *evolution,
                                                const struct fpk_evolution_views *views, double t,
                                                double a, double b,
                                                struct fpk_density *density) FPK_MUST_USE;

/* Its averages on the cells of a grid at n_time times, out [n_time][grid.n], and bounds on their TV
 * errors [n_time]. */
enum fpk_status fpk_evolution_reference_cells(const struct fpk_evolution *evolution, size_t n_time,
                                              const double *time, struct fpk_grid grid, double *out,
                                              double *error) FPK_MUST_USE;

/* 1/2 sum |p_i - q_i| h. */
double fpk_evolution_cells_tv(const struct fpk_grid *grid, const double *p, const double *q);

/* Rule 2: the grid against the reference at t1. Rule 3: the law against the reference. */
struct fpk_verdict fpk_evolution_judge_grid(const struct fpk_evolution_views *views);
struct fpk_verdict fpk_evolution_judge_order(const struct fpk_evolution_views *views);

/* Everything that was found, as the group `name` of the record; shares the axes "time" and, one per
 * evolution, "NAME/x". */
enum fpk_status fpk_evolution_record(const struct fpk_evolution *evolution,
                                     const struct fpk_evolution_views *views,
                                     struct fpk_record *record) FPK_MUST_USE;

#endif
