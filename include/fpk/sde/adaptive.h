/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adaptive: every particle with steps of its own, none of which loses its Brownian path.
 *
 * The interval [t0, t1] is halved where the solution asks for it. A particle at the start of a
 * dyadic interval tries it in one step and in two halves; the difference estimates the local error;
 * when that is above the tolerance the interval is refused and both halves are walked in turn, on
 * the path (W, H) that the refused step saw (wiener/tree.h). Particles that ask for the same
 * interval are stepped together, but no number of one depends on the others.
 *
 *     error_i = max_d |one step - two halves| / (absolute + relative |x|)  <=  1               */
#ifndef FPK_SDE_ADAPTIVE_H
#define FPK_SDE_ADAPTIVE_H

#include "fpk/base/points.h"
#include "fpk/distribution/start.h"
#include "fpk/sde/stepper.h"

struct fpk_adaptive {
    const struct fpk_model *model;
    const struct fpk_stepper *stepper; /* uses increments and areas only */
    const struct fpk_start *start;
    double t0, t1;
    double absolute, relative; /* tolerances per step, >= 0, not both 0 */
    unsigned first_level;      /* steps are at most (t1 - t0) 2^-first_level */
    uint64_t seed, first;      /* as in fpk_ensemble */
    size_t particles;
    int threads;
};

struct fpk_adaptive_count {
    uint64_t accepted, refused; /* steps over all particles */
    double smallest, largest;   /* step taken */
};

/* points (made here, owned by the caller) <- X(t1). FPK_NUMERIC when a particle is not finite or
 * asks for a step below (t1 - t0) 2^-FPK_TREE_DEPTH: the sentence names the earliest time, then the
 * smallest particle. The same bits for any thread count and any shard (`first`). */
enum fpk_status fpk_adaptive_run(const struct fpk_adaptive *adaptive, struct fpk_points *points,
                                 struct fpk_adaptive_count *count) FPK_MUST_USE;

#endif
