/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checkpoint: named arrays that outlive a killed run, in one file written atomically.
 *
 * The file carries the digest of the run's provenance and of its own bytes: another run's file, or
 * a damaged one, counts as none. */
#ifndef FPK_LAB_CHECKPOINT_H
#define FPK_LAB_CHECKPOINT_H

#include "fpk/base/status.h"
#include "fpk/record/digest.h"

#include <stdbool.h>
#include <stddef.h>

struct fpk_kept {
    char *key;     /* owned */
    double *value; /* [n]; owned */
    size_t n;
};

struct fpk_checkpoint {
    char *path;                   /* owned */
    char digest[FPK_DIGEST_TEXT]; /* of the provenance */
    size_t n, room;
    struct fpk_kept *kept; /* [n]; owned */
    bool unsaved;          /* something was put since the last save */
};

/* Takes what the file `path` holds for `digest`; nothing when there is no such file. FPK_IO when it
 * is there and cannot be read. */
enum fpk_status fpk_checkpoint_open(struct fpk_checkpoint *checkpoint, const char *path,
                                    const char *digest) FPK_MUST_USE;
void fpk_checkpoint_clear(struct fpk_checkpoint *checkpoint);

/* The array of that key if it has n numbers, borrowed; else NULL. */
const double *fpk_checkpoint_find(const struct fpk_checkpoint *checkpoint, const char *key,
                                  size_t n);

/* Copies value [n] under the key, in place of an older one. */
enum fpk_status fpk_checkpoint_put(struct fpk_checkpoint *checkpoint, const char *key, size_t n,
                                   const double *value) FPK_MUST_USE;

/* Writes the file, or removes it. */
enum fpk_status fpk_checkpoint_save(struct fpk_checkpoint *checkpoint) FPK_MUST_USE;
void fpk_checkpoint_remove(struct fpk_checkpoint *checkpoint);

#endif
