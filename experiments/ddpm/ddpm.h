/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the experiment `ddpm` computes and keeps: t = 1 .. T counts as post 1 does. */
#ifndef FPK_EXPERIMENTS_DDPM_DDPM_H
#define FPK_EXPERIMENTS_DDPM_DDPM_H

#include "../common/sampled.h"

#include "fpk/base/grid.h"
#include "fpk/distribution/mixture.h"
#include "fpk/schedule/schedule.h"
#include "fpk/study/bound.h"

enum {
    TRAINING = 1000, /* T */
    MOMENTS = 6,     /* times at which the grid is held against q(x_t | x_0) */
    CELLS = 512,     /* of the grid's stored fields */
    REFINED = 3,     /* T/4, T/2, T steps of the forward chain */
    ALONG = 32,      /* times along which chain and process are compared */
    PLACES = 320,    /* nodes of the posterior's quadrature */
    POSTERIORS = 5,  /* t at which it is looked at */
    KINDS = 3,       /* of the reverse variance: small, large, optimal */
    BOUNDS = 5,      /* those, with two choices for the last step */
    LENGTHS = 7,     /* numbers of reverse steps, at most */
};

/* q(x_t | x_0) by the Fokker-Planck equation, and what is known of it. */
struct ddpm_forward {
    double time[MOMENTS], centre[CELLS];
    double grid[MOMENTS][CELLS], exact[MOMENTS][CELLS]; /* cell averages */
    double tv[MOMENTS], tv_error[MOMENTS];
    double along[ALONG], step[REFINED], chain_tv[REFINED][ALONG], most[REFINED];
    double law_tv, law_error; /* the whole chain on the target, pushed: law against closed form */
};

/* q(x_{t-1} | x_t, x_0) by Bayes' rule on nodes, and by its formula. */
struct ddpm_posterior {
    double t;
    double x[PLACES], bayes[PLACES], formula[PLACES];
    double tv, mean, variance; /* largest differences over the x_t and x_0 tried, the moments' in
                                * units of the standard deviation and of the variance */
    double error;              /* of tv: two quadratures */
};

/* One bound, in nats: prior + consistency + reconstruction >= -E ln p(x_0) >= entropy. */
struct ddpm_bound {
    int kind;                 /* of the variance */
    enum fpk_bound_last last; /* variance of the last step */
    double prior, consistency, reconstruction, total;
    double kl, kl_error; /* of the chain's law, with its last noise; NaN: not computed */
};

struct ddpm {
    struct fpk_run *run; /* borrowed */
    struct fpk_mixture target;
    struct fpk_score score; /* exact, borrows target */
    struct fpk_schedule schedule;
    size_t particles;
    double x0; /* the datum whose forward chain is followed */

    struct ddpm_forward forward;
    struct ddpm_posterior posterior[POSTERIORS];

    double t[TRAINING];                             /* 1 .. T; below, index t - 1 */
    double x0_floor[TRAINING], eps_floor[TRAINING]; /* least losses, by different quadratures */
    double form_difference, form_error; /* of the two forms of the bound's terms, relative */
    double term[KINDS][TRAINING];       /* t = 2 .. T */
    double entropy;
    struct ddpm_bound bound[BOUNDS];

    size_t n_length;
    double length[LENGTHS];
    struct fpk_sampled chain[KINDS][LENGTHS];
};

extern const char *const ddpm_kind_name[KINDS];
extern const char *const ddpm_bound_name[BOUNDS];

/* *plan <- S ancestral steps with that variance. */
enum fpk_status ddpm_plan(const struct ddpm *d, int kind, size_t steps,
                          struct fpk_plan *plan) FPK_MUST_USE;

enum fpk_status ddpm_go_forward(struct ddpm *d) FPK_MUST_USE; /* forward */
enum fpk_status ddpm_posteriors(struct ddpm *d) FPK_MUST_USE; /* posterior */
enum fpk_status ddpm_bounds(struct ddpm *d) FPK_MUST_USE;     /* floors to bound */
enum fpk_status ddpm_reverse(struct ddpm *d) FPK_MUST_USE;    /* chain */

enum fpk_status ddpm_report(const struct ddpm *d) FPK_MUST_USE;
enum fpk_status ddpm_record(const struct ddpm *d) FPK_MUST_USE;
enum fpk_status ddpm_draw(const struct ddpm *d) FPK_MUST_USE;

#endif
