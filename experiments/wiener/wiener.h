/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The four questions of the experiment `wiener` and what each leaves behind. */
#ifndef FPK_EXPERIMENTS_WIENER_H
#define FPK_EXPERIMENTS_WIENER_H

#include "fpk/lab/experiment.h"

enum {
    WALKS = 6,       /* step numbers of the random walk: 4, 16, ..., 4096 */
    WALK_SHOWN = 16, /* the walk whose law is drawn */
    TIMES = 16,      /* equal increments of W */
    LEVELS = 12,     /* dyadic partitions of [0, time] by 2^1 ... 2^12 intervals */
    SEGMENT = 1024,  /* of Welch's method */
    ORDINATES = SEGMENT / 2 + 1
};

/* S_n against its binomial law, and that law against the normal. */
struct walks {
    double steps[WALKS], distance[WALKS]; /* sup |F - Phi| */
    struct fpk_chi_square test[WALKS];
    double share[WALK_SHOWN + 1], law[WALK_SHOWN + 1]; /* of the walk shown: sampled and exact */
    double path_time[3][4097], path[3][4097];          /* walks of 16, 256, 4096 steps */
};

/* Increments of W over equal intervals, and what follows for W itself. */
struct increments {
    double time[TIMES];
    double covariance[TIMES][TIMES]; /* of W(t_j), W(t_k), sampled */
    struct fpk_chi_square mean, variance, independence;
};

/* One path at twelve resolutions. */
struct roughness {
    double dt[LEVELS];
    double square_mean[LEVELS], square_rms[LEVELS]; /* sum dW^2: mean, rms distance from time */
    double total[LEVELS];                           /* mean of sum |dW| */
    struct fpk_chi_square test;
};

/* dW/dt, and the Ornstein-Uhlenbeck process that it drives. */
struct spectra {
    double frequency[ORDINATES];
    double white[ORDINATES], white_exact[ORDINATES];
    double ou[ORDINATES], ou_exact[ORDINATES];
    double effective; /* independent periodograms */
    struct fpk_chi_square white_test, ou_test;
};

struct wiener {
    double time;
    uint64_t seed;
    size_t particles;
    struct walks walks;
    struct increments increments;
    struct roughness roughness;
    struct spectra spectra;
};

enum fpk_status wiener_walks(struct wiener *w, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status wiener_increments(struct wiener *w, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status wiener_roughness(struct wiener *w, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status wiener_spectra(struct wiener *w, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status wiener_record(const struct wiener *w, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status wiener_draw(const struct wiener *w, struct fpk_run *run) FPK_MUST_USE;

#endif
