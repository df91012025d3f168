/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One chunk of an ensemble's blocks under way, shared by the threads that run it. */
#ifndef FPK_SDE_ENSEMBLE_PRIV_H
#define FPK_SDE_ENSEMBLE_PRIV_H

#include "fpk/base/failure.h"
#include "fpk/sde/ensemble.h"

#include <stdatomic.h>

/* What one thread owns. Particles are stepped in parts of `block`, one after the other, each
 * [dim][part]; the observers see the whole block, [dim][FPK_BLOCK or fewer]. */
struct fpk_worker {
    double *x, *whole;               /* [FPK_BLOCK * dim] each */
    double *work;                    /* of the stepper */
    struct fpk_histogram *histogram; /* [n_store][dim] of this chunk, NULL without bins */
};

struct fpk_chunk {
    const struct fpk_ensemble *e;
    const struct fpk_model *model; /* in the convention of the stepper */
    struct fpk_ensemble_result *result;
    size_t begin, end;                  /* blocks */
    struct fpk_sample_moments *moments; /* [end - begin][n_store + 1][dim], the final ones last */
    uint64_t *store_step;               /* [n_store] */
    double *given;             /* the chunk's particles on entry, when no start draws them */
    struct fpk_worker *worker; /* [workers] */
    size_t workers;

    /* written in a critical section */
    struct fpk_failure failure;
    enum fpk_status start_status; /* of fpk_start_sample, with the block */
    size_t start_block;

    atomic_ullong steps_done;   /* over the blocks of this chunk, for progress */
    atomic_ullong failure_step; /* 1 + smallest failing step so far; 0: none */
    atomic_bool stopped;
};

/* Last step of the part that is run; nearest step of stored time j. */
uint64_t fpk_ensemble_last(const struct fpk_ensemble *e);
uint64_t fpk_ensemble_store_step(const struct fpk_ensemble *e, size_t j);

/* Particles of block b, and of those that are stepped together. */
size_t fpk_ensemble_block_size(const struct fpk_ensemble *e, size_t b);
size_t fpk_ensemble_part(const struct fpk_ensemble *e);

/* Draws the particles of block b at the first time, [dim][size] (nothing to do when they were
 * given). */
enum fpk_status fpk_block_start(const struct fpk_chunk *chunk, size_t b, double *x);

/* Block b from its first to its last step, with all that is observed. */
void fpk_block_run(struct fpk_chunk *chunk, size_t b, struct fpk_worker *worker);

/* The observers. Room in the result and in the workers; cleared by their owners. */
enum fpk_status fpk_observe_init(const struct fpk_ensemble *e,
                                 struct fpk_histogram **histogram) FPK_MUST_USE;
void fpk_observe_clear(size_t n, struct fpk_histogram **histogram);

/* Sees block b, x [dim][n], at stored time j; n_store stands for the end, where only moments are
 * taken. */
void fpk_observe(const struct fpk_chunk *chunk, size_t b, size_t j, size_t n, const double *x,
                 struct fpk_worker *worker);

/* Before a chunk: what it will count begins at 0. After it: added to the result, moments in block
 * order. */
void fpk_observe_begin(const struct fpk_chunk *chunk);
void fpk_observe_merge(const struct fpk_chunk *chunk);

#endif
