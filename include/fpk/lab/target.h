/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Target: the distribution that samplers aim at, and the start that they leave from, as a person
 * writes them.
 *
 *     {"kind": "gaussian-mixture", "weights": [0.3, 0.7], "means": [[-2], [1.5]],
 *      "covariances": [0.09, 0.25]}
 *
 * A covariance is a number (that variance in every direction), a list (a diagonal) or a matrix; in
 * 1-D a mean may be a number. Weights within 1e-9 of summing to 1 are normalised. */
#ifndef FPK_LAB_TARGET_H
#define FPK_LAB_TARGET_H

#include "fpk/base/status.h"
#include "fpk/distribution/mixture.h"
#include "fpk/distribution/start.h"

#include <stddef.h>

/* Reads a target file, or text [n] that messages call `name`. FPK_USAGE with one line that names
 * the file, the place in it and the remedy. Cleared by fpk_mixture_clear. */
enum fpk_status fpk_target_read(struct fpk_mixture *target, const char *path) FPK_MUST_USE;
enum fpk_status fpk_target_parse(struct fpk_mixture *target, const char *name, const char *text,
                                 size_t n) FPK_MUST_USE;

/* "normal:MEAN:STD", "delta:x", "uniform:a:b", else a file: .npy holds points, anything else a
 * target. Cleared by fpk_start_clear. */
enum fpk_status fpk_start_read(struct fpk_start *start, const char *text) FPK_MUST_USE;

#endif
