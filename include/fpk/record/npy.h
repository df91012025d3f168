/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Npy: points in and out of numpy, `numpy.load` and `numpy.save` on the other side.
 *
 * Format: numpy.lib.format, versions 1.0, 2.0 and 3.0. */
#ifndef FPK_RECORD_NPY_H
#define FPK_RECORD_NPY_H

#include "fpk/base/points.h"
#include "fpk/base/status.h"

/* Points from shape (N,) or (N, dim), little or big endian float64 or float32, C order. FPK_USAGE,
 * naming what is wrong and the numpy expression that mends it, for any other array, for a header
 * that promises more or less than the file holds, and for a number that is not finite (its row and
 * column). Cleared by fpk_points_clear. Time and memory O(N dim). */
enum fpk_status fpk_npy_read(struct fpk_points *points, const char *path) FPK_MUST_USE;

/* Writes '<f8' of shape (N, dim), atomically (record/file.h). */
enum fpk_status fpk_npy_write(const struct fpk_points *points, const char *path) FPK_MUST_USE;

#endif
