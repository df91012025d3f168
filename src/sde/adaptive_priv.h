/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One block of particles on its way through the dyadic intervals of an adaptive run. */
#ifndef FPK_SDE_ADAPTIVE_PRIV_H
#define FPK_SDE_ADAPTIVE_PRIV_H

#include "fpk/base/failure.h"
#include "fpk/sde/adaptive.h"
#include "fpk/wiener/tree.h"

#include <stdatomic.h>

/* The deepest interval that is tried: its halves are the deepest of the tree. */
enum { FPK_ADAPTIVE_DEEPEST = FPK_TREE_DEPTH - 1 };

/* Shared by the threads of a run. */
struct fpk_adaptive_shared {
    const struct fpk_adaptive *a;
    const struct fpk_model *model; /* in the convention of the stepper */
    atomic_ullong failure_time;    /* 1 + smallest failing step so far (below); 0: none */
    struct fpk_failure failure;    /* step: the time in units of the deepest interval; written in a
                                     * critical section, as what follows */
    struct fpk_adaptive_count count;
    enum fpk_status start_status; /* of fpk_start_sample, with the block */
    size_t start_block;
};

/* A thread's room; a particle is known by its number in the whole run. */
struct fpk_adaptive_walk {
    struct fpk_adaptive_shared *run;
    struct fpk_points points; /* the block, a view */
    uint64_t first;           /* number of its first particle */
    unsigned *wants;          /* [FPK_BLOCK] the level that each tries next */
    double *last;       /* [FPK_BLOCK] error of the try before, in units of what was allowed */
    uint64_t *particle; /* [levels][FPK_BLOCK] who is in the interval of each level */
    double *w, *h;      /* [levels][2][noise][FPK_BLOCK] W and H of both halves of the
                               * interval above */
    size_t *trying;     /* [FPK_BLOCK] positions of those that try an interval */
    bool *done;         /* [FPK_BLOCK] positions that crossed it */
    double *one, *two;  /* [dim][FPK_BLOCK] after one step, after two halves */
    double *z, *area;   /* [noise][FPK_BLOCK] */
    double *work;       /* the stepper's */
    struct fpk_adaptive_count count;
};

enum fpk_status fpk_adaptive_walk_init(struct fpk_adaptive_walk *walk,
                                       struct fpk_adaptive_shared *run) FPK_MUST_USE;
void fpk_adaptive_walk_clear(struct fpk_adaptive_walk *walk);

/* Takes the points, at t0, to t1. */
void fpk_adaptive_walk_block(struct fpk_adaptive_walk *walk, struct fpk_points points,
                             uint64_t first);

#endif
