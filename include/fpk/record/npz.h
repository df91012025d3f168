/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Npz: several named arrays from numpy, `numpy.savez(file, x=x, t=t, ...)` or savez_compressed on
 * the other side.
 *
 *     struct fpk_npz *npz = NULL;
 *     fpk_npz_open(&npz, "table.npz");
 *     fpk_npz_read(npz, "x", &rank, shape, &x);   ... fpk_npz_close(&npz);
 *
 * Format: a ZIP archive of .npy files (PKWARE's APPNOTE 6.3, without ZIP64, encryption or parts),
 * entries stored or deflated. Made to be read from anywhere: every length is held against what the
 * file has before memory is asked for, and every entry against its CRC-32. */
#ifndef FPK_RECORD_NPZ_H
#define FPK_RECORD_NPZ_H

#include "fpk/base/status.h"

#include <stdbool.h>
#include <stddef.h>

struct fpk_npz; /* opaque: the bytes of the file */

/* FPK_USAGE when there is no such file, it is no such archive, it is damaged, or larger than 1 GiB;
 * FPK_IO when it cannot be read. Memory: the file's size. */
enum fpk_status fpk_npz_open(struct fpk_npz **npz, const char *path) FPK_MUST_USE;
void fpk_npz_close(struct fpk_npz **npz); /* NULL-safe; nulls *npz */

bool fpk_npz_has(const struct fpk_npz *npz, const char *name);

/* The array called `name`, of rank 1 or 2, C order, float64, float32, integers or booleans of
 * either byte order, as doubles; NaN and infinities pass. *value [shape[0]][shape[1]] is the
 * caller's (fpk_release); shape[1] = 1 when the rank is 1. FPK_USAGE, naming file, array and
 * remedy, when there is none, it is there twice, or it is none of these. */
enum fpk_status fpk_npz_read(const struct fpk_npz *npz, const char *name, size_t *rank,
                             size_t shape[2], double **value) FPK_MUST_USE;

#endif
