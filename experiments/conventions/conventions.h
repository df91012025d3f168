/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the experiment `conventions` computes and keeps. Two equations, each in three readings:
 *
 *     trap      dX = -g^2 X/2 dt + g dW,   g = 1 + c tanh 2x
 *     growth    dX = s X dW,               X(0) = 1 */
#ifndef FPK_EXPERIMENTS_CONVENTIONS_H
#define FPK_EXPERIMENTS_CONVENTIONS_H

#include "fpk/base/points.h"
#include "fpk/distribution/start.h"
#include "fpk/lab/experiment.h"
#include "fpk/model/model.h"
#include "fpk/sde/ensemble.h"

enum {
    READINGS = 3, /* in the order of enum fpk_convention */
    PLACES = 1401,
    BINS = 140,  /* of ten places each */
    SCHEMES = 6, /* that walk in the trap */
    REFINED = 3, /* step sizes of a law: dt, dt/2, dt/4 */
    GROWERS = 4, /* that walk with growing noise: Euler-Maruyama, Heun, midpoint, end point */
    TIMES = 9    /* at which the mean of the growth is kept */
};

/* One reading of the trap. */
struct reading {
    double gap, age;                 /* lambda_1; the time of `late`, 30/gap */
    double now[PLACES], now_error;   /* density at the end time by the grid; its TV error */
    double late[PLACES], late_error; /* the same after a long time */
    double rest[PLACES];             /* closed form g^{-2}, g^{-1}, 1 times e^{-x^2/2}, mass 1 */
    double rest_mean;
    double late_tv;                      /* late against rest */
    double dt[REFINED], law_tv[REFINED]; /* of Euler-Maruyama's law against now */
    double wrong_tv[REFINED]; /* of the law of the equation read as Ito's against this now */
};

/* One scheme in the trap. */
struct scheme {
    const struct fpk_stepper *stepper;
    enum fpk_convention read; /* how the equation was meant */
    struct fpk_points points;
    double tv[READINGS];        /* histogram against the three densities */
    double band[READINGS];      /* mean of that distance if all is right */
    double high;                /* exceeded one time in 20 at most */
    struct fpk_chi_square test; /* Euler-Maruyama alone: against its law */
};

/* One reading of the growth by a scheme that reads so, and what its steps must give exactly. */
struct grower {
    const struct fpk_stepper *stepper;
    enum fpk_convention read;
    double mean[TIMES], se[TIMES];
    struct fpk_chi_square test;
    double dt[REFINED], error[REFINED]; /* |mean of the scheme - mean of the equation|, exact */
};

struct conventions {
    struct fpk_run *run; /* borrowed */
    double fraction;     /* of the whole run that is done */
    double contrast, strength, time;
    size_t particles;
    uint64_t seed, n_step;
    struct fpk_model trap[READINGS], growth[READINGS];
    struct fpk_start start;
    double x[PLACES];
    struct reading reading[READINGS];
    struct scheme scheme[SCHEMES];
    double grown_time[TIMES];
    struct grower grower[GROWERS];
    /* Growth by the grid against the lognormal density: d and its bound. */
    double grown_tv[READINGS], grown_error[READINGS], grown_mean[READINGS];
};

/* Klimontovich's reading stepped as it is read: g at the end of the step. */
extern const struct fpk_stepper conventions_end_point;

/* Called between blocks of particles (fpk_ensemble.checkpoint), ctx a struct conventions: progress,
 * and FPK_STOPPED after an interrupt. */
enum fpk_status conventions_listen(const struct fpk_ensemble_result *result,
                                   void *ctx) FPK_MUST_USE;

enum fpk_status conventions_densities(struct conventions *c, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status conventions_growth(struct conventions *c) FPK_MUST_USE;
enum fpk_status conventions_walk(struct conventions *c, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status conventions_grow(struct conventions *c, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status conventions_record(const struct conventions *c, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status conventions_draw(const struct conventions *c, struct fpk_run *run) FPK_MUST_USE;

#endif
