/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adaptive: every particle with steps of its own, none of which loses its Brownian path.
 *
 * The interval [t0, t1] is halved where the solution asks for it. A particle at the beginning of a
 * dyadic interval of length h tries it in one step and in two halves. When they agree,
 *
 *     max_d |one step - two halves|  <=  (absolute + relative |x|) sqrt(h / (t1 - t0)),
 *
 * and the try before was not far from it (once may be luck), the two halves are taken; else the
 * interval is refused and both halves are walked in turn, on the path (W, H) that the refused step
 * saw (wiener/tree.h), so no value of the path that was looked at is skipped. The root makes the
 * errors of all steps, which are nearly independent, add up to the tolerance at t1. Particles that
 * ask for the same interval are stepped together, but no number of one depends on the others.
 *
 * Steps that look at the path need a method of strong order 1 for the noise at hand, or they may
 * tend to the solution of another equation (Gaines, Lyons, SIAM J. Appl. Math. 57, 1455 (1997);
 * Foster, Jelincic 2023, arXiv:2311.14201). */
#ifndef FPK_SDE_ADAPTIVE_H
#define FPK_SDE_ADAPTIVE_H

#include "fpk/base/points.h"
#include "fpk/distribution/start.h"
#include "fpk/sde/stepper.h"

#define FPK_ADAPTIVE_FIRST_MOST 24 /* largest first_level */

/* The question. All pointers borrowed. */
struct fpk_adaptive {
    const struct fpk_model *model;
    const struct fpk_stepper *stepper; /* strong order >= 1, on a path */
    const struct fpk_start *start;     /* law at t0 */
    double t0, t1;
    double absolute, relative; /* tolerances over the run, >= 0, not both 0; |x| is the larger of
                                * the values at both ends of a step */
    unsigned first_level;      /* steps are at most (t1 - t0) 2^-first_level */
    uint64_t seed, first;      /* as in fpk_ensemble */
    size_t particles;
    int threads;
};

struct fpk_adaptive_count {
    uint64_t accepted, refused; /* intervals over all particles; each costs three steps */
    double smallest, largest;   /* interval accepted */
};

/* points (made here, owned by the caller) <- X(t1). A particle's path is that of the tree with its
 * number and the components of W; its start is that of fpk_ensemble. FPK_USAGE, in a sentence, when
 * the question is not well posed or the method cannot be used. FPK_NUMERIC when a particle asks for
 * steps below (t1 - t0) 2^-FPK_TREE_DEPTH, because its tolerance is too small or it leaves every
 * bound: the sentence names the earliest time, then the smallest particle. On failure *points is
 * empty. The same bits for any thread count and any shard (`first`). Cost: three steps and a pair
 * of normals per noise for each interval; room of 1.3 MB per noise and thread. */
enum fpk_status fpk_adaptive_run(const struct fpk_adaptive *adaptive, struct fpk_points *points,
                                 struct fpk_adaptive_count *count) FPK_MUST_USE;

#endif
