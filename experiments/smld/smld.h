/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the experiment `smld` computes and keeps. */
#ifndef FPK_EXPERIMENTS_SMLD_SMLD_H
#define FPK_EXPERIMENTS_SMLD_SMLD_H

#include "../common/sampled.h"

#include "fpk/distribution/mixture.h"

enum {
    NOISES = 4,   /* levels at which a score learnt from few data is looked at */
    DATA = 256,   /* those data */
    PLACES = 512, /* of x there, nodes of a quadrature */
    LEVELS = 10,  /* of the chain that is followed level by level */
    BUDGETS = 7,  /* steps per level of annealed chains, at most */
    STARTS = 2,   /* of plain Langevin: in the left mode; N(0, sigma_1^2) */
    STOPS = 10,   /* numbers of plain steps, at most */
    SETTINGS = 4, /* constants that are compared */
    STEPS = 3,    /* a, a/2, a/4 on Gaussian data */
};

/* A level of noise and what DATA points teach about its score. */
struct smld_noise {
    double sigma;
    double x[PLACES], weight[PLACES];
    double pdf[PLACES], score[PLACES], learnt[PLACES];
    double error, flat_error, at_gap; /* sigma times: rms under p, rms over the range, at the gap */
};

/* The chain after one level. */
struct smld_level {
    double sigma, right, exact_right; /* mass right of the gap: of the law, of p_sigma */
    double before, after;             /* TV from p_sigma, on arrival and after the steps */
    struct fpk_law_pair law;
};

/* Plain Langevin at the last level. */
struct smld_plain {
    const char *name;
    struct fpk_start start;
    double right[STOPS], tv[STOPS]; /* of the exact law after stop[] steps; TV from the target */
    struct fpk_sampled end;         /* after the last */
};

struct smld {
    struct fpk_run *run; /* borrowed */
    struct fpk_mixture target;
    struct fpk_score score; /* exact, borrows target */
    size_t particles;
    double gap;   /* where the density is least between the outer modes */
    double right; /* the target's mass right of it */
    double floor; /* TV of the target from itself at the last sigma */

    struct smld_noise noise[NOISES];
    struct smld_level level[LEVELS];
    size_t n_budget, inner[BUDGETS];
    struct fpk_sampled annealed[BUDGETS];
    double annealed_right[BUDGETS];
    size_t n_stop;
    double stop[STOPS];
    struct smld_plain plain[STARTS];
    int n_setting; /* those that most-steps allows */
    struct fpk_sampled setting[SETTINGS];
    double setting_right[SETTINGS];

    /* Gaussian data: the variance that the steps settle at, [half, full][a] */
    double variance[2][STEPS], variance_error[2][STEPS], variance_exact[2][STEPS];
    double gauss_tv[STEPS]; /* half; from the data */
};

#define SMLD_FIRST 10.0  /* sigma_1 */
#define SMLD_LAST  0.1   /* sigma_L */
#define SMLD_STEP  0.002 /* a_L */
extern const double smld_setting_steps[SETTINGS];
extern const char *const smld_setting_name[SETTINGS];
extern const double smld_steps[STEPS];

/* Mass right of the gap: of a law, of points, of a mixture. */
enum fpk_status smld_right_of_law(const struct smld *s, const struct fpk_law *law,
                                  double *right) FPK_MUST_USE;
double smld_right_of_points(const struct smld *s, const struct fpk_points *points);
double smld_right_of_mixture(const struct smld *s, const struct fpk_mixture *mixture);

enum fpk_status smld_perturb(struct smld *s) FPK_MUST_USE;    /* noise */
enum fpk_status smld_anneal(struct smld *s) FPK_MUST_USE;     /* level, annealed, setting */
enum fpk_status smld_plain_runs(struct smld *s) FPK_MUST_USE; /* plain */
enum fpk_status smld_gaussian(struct smld *s) FPK_MUST_USE;   /* variance, gauss_tv */

enum fpk_status smld_report(const struct smld *s) FPK_MUST_USE;
enum fpk_status smld_record(const struct smld *s) FPK_MUST_USE;
enum fpk_status smld_draw(const struct smld *s) FPK_MUST_USE;

#endif
