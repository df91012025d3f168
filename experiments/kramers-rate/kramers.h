/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the experiment `kramers-rate` computes for U = x^4/4 - x^2/2 and keeps. */
#ifndef FPK_EXPERIMENTS_KRAMERS_H
#define FPK_EXPERIMENTS_KRAMERS_H

#include "fpk/lab/experiment.h"
#include "fpk/model/model.h"

enum {
    BARRIERS = 25, /* barrier/temperature, 0.5 to 70 */
    WELLS = 5,     /* of them, walked by particles from one well to the other */
    STEPS = 4,     /* step sizes at one temperature, walked to the top of the barrier */
    SETTINGS = WELLS + STEPS,
    WAYS = 2 /* of noticing an arrival: looking at the steps, and between them */
};

/* One temperature D. */
struct rates {
    double barrier, temperature;           /* barrier = (1/4)/D */
    double rate, rate_error;               /* lambda_1 of the grid */
    double oracle, oracle_error;           /* the same by fpk_spectral_solve; NaN: not asked */
    double dense;                          /* the same by an eigensolver for any symmetric matrix */
    double kramers;                        /* 2 k = sqrt(2)/pi e^{-barrier} */
    double series[3];                      /* 2 k with 0, 1, 2 corrections in D */
    double well, well_error;               /* E time from -1 to 1 */
    double well_closed, well_closed_error; /* the same, Z B/(2 D) */
    double top;                            /* E time from -1 to 0 */
};

/* Euler-Maruyama from -1 until it is beyond `to`, in steps of h. */
struct setting {
    double temperature, to, h;
    double exact;   /* of the equation */
    double shifted; /* of the equation, to a point .5826 sqrt(2 D h) further */
    double mean[WAYS], mean_error[WAYS], variance[WAYS]; /* of the scheme, without random numbers */
    double sampled[WAYS], se[WAYS];                      /* by particles; se from variance */
    struct fpk_chi_square test[WAYS];
};

struct kramers {
    uint64_t seed;
    size_t particles;
    struct rates rates[BARRIERS];
    struct setting setting[SETTINGS];
};

/* The double well at a temperature; the caller clears it. */
enum fpk_status kramers_model(double temperature, struct fpk_model *model) FPK_MUST_USE;

/* *rate <- lambda_1, the second eigenvalue, by a plain eigensolver. */
enum fpk_status kramers_dense(double temperature, double *rate) FPK_MUST_USE;

enum fpk_status kramers_rates(struct kramers *k, struct fpk_run *run) FPK_MUST_USE;

/* Fills mean, mean_error and variance: the chain of the scheme itself. */
enum fpk_status kramers_chain(struct setting *setting) FPK_MUST_USE;

/* Fills sampled, se and test; `number` tells the settings' random numbers apart;
 * `fraction` is how far the whole run is. */
enum fpk_status kramers_walk(struct setting *setting, size_t number, size_t particles,
                             uint64_t seed, double fraction, struct fpk_run *run) FPK_MUST_USE;

enum fpk_status kramers_record(const struct kramers *k, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status kramers_draw(const struct kramers *k, struct fpk_run *run) FPK_MUST_USE;

#endif
