/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the experiment `ito` computes on its Brownian paths and keeps. */
#ifndef FPK_EXPERIMENTS_ITO_H
#define FPK_EXPERIMENTS_ITO_H

#include "fpk/base/points.h"
#include "fpk/convergence/convergence.h"
#include "fpk/lab/experiment.h"

enum {
    LEVELS = 7, /* step numbers 16, 32, ..., 1024, all on the same paths */
    FINEST = 1024,
    TESTS = 8,
    METHODS = 2 /* whose strong order is shown */
};

/* The sums of one level over all paths; rms and means are over paths. */
struct sums {
    double dt;
    double ito_rms;           /* sum W dW - (W^2 - t)/2 */
    double gap_mean, gap_rms; /* cos W(t) - 1 - sum -sin W dW - sum -cos W/2 dt: Ito's lemma */
    double naive_mean;        /* the same without the second-order term */
};

struct ito {
    double time;
    uint64_t seed;
    size_t particles;
    struct sums level[LEVELS];
    struct fpk_points wiener;         /* of the finest level: int f dW, f = sqrt(2) cos(pi s/t) */
    struct fpk_points left, middle;   /* sum W dW read at the left end and in the middle */
    double wiener_variance;           /* sum f^2 dt */
    double mean[3], second[3], se[3]; /* of left, middle, and -sin W dW */
    struct fpk_chi_square test[TESTS];
    struct fpk_order_study order[METHODS];
    double strong[METHODS][FPK_CONVERGENCE_POINTS]; /* closed form at order[m].h */
    double weak[METHODS][FPK_CONVERGENCE_POINTS];   /* closed form of |E X_h^2 - E X^2| */
};

enum fpk_status ito_sums(struct ito *ito, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status ito_test_laws(struct ito *ito) FPK_MUST_USE;
enum fpk_status ito_orders(struct ito *ito, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status ito_record(const struct ito *ito, struct fpk_run *run) FPK_MUST_USE;
enum fpk_status ito_draw(const struct ito *ito, struct fpk_run *run) FPK_MUST_USE;

#endif
