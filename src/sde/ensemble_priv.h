/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One chunk of an ensemble's blocks under way, shared by the threads that run it. */
#ifndef FPK_SDE_ENSEMBLE_PRIV_H
#define FPK_SDE_ENSEMBLE_PRIV_H

#include "fpk/base/failure.h"
#include "fpk/sde/ensemble.h"

#include <stdatomic.h>

struct fpk_chunk {
    const struct fpk_ensemble *e;
    const struct fpk_model *model; /* in the convention of the stepper */
    struct fpk_ensemble_result *result;
    size_t begin, end;                  /* blocks */
    struct fpk_sample_moments *moments; /* [end - begin][n_store + 1][dim], the final ones last */
    uint64_t *store_step;               /* [n_store] */
    double *given; /* the chunk's particles on entry, when no start draws them */

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

/* Draws the particles of block b at the first time (nothing to do when they were given). */
enum fpk_status fpk_block_start(struct fpk_chunk *chunk, size_t b);

/* Block b from its first to its last step, with its moments and paths. */
void fpk_block_run(struct fpk_chunk *chunk, size_t b, double *work);

#endif
