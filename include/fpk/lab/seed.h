/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seed: the one number from which every random number of a run follows (docs/random.md). */
#ifndef FPK_LAB_SEED_H
#define FPK_LAB_SEED_H

#include "fpk/base/status.h"

#include <stdint.h>

#define FPK_SEED_DEFAULT "1" /* the same in every command; a fresh one is asked for by `random` */

/* A whole number from 0 to 2^64 - 1, or "random" for one drawn by the system: the caller prints
 * *seed, because without it the run cannot be repeated. FPK_USAGE for any other text. */
enum fpk_status fpk_seed_read(const char *text, uint64_t *seed) FPK_MUST_USE;

#endif
