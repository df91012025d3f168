/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The target that experiments share: --target FILE, or the bundled two-mode mixture
 * .3 N(-2, .3^2) + .7 N(1.5, .5^2). */
#ifndef FPK_EXPERIMENTS_TARGET_H
#define FPK_EXPERIMENTS_TARGET_H

#include "fpk/distribution/mixture.h"
#include "fpk/lab/experiment.h"

/* Its row in the table of parameters. */
#define FPK_COMMON_TARGET_PARAMETER                                                                \
    {                                                                                              \
        .name = "target", .type = FPK_TEXT,                                                        \
        .doc = "JSON file of a 1-D Gaussian mixture; left out: .3 N(-2, .3^2) + .7 N(1.5, .5^2)",  \
        .free_of_numbers = true                                                                    \
    }

/* The row of how many particles are drawn; what: "each chain". */
#define FPK_COMMON_PARTICLES_PARAMETER(what)                                                       \
    {                                                                                              \
        .name = "particles", .type = FPK_INTEGER, .fallback = "200000", .min = 1000, .max = 1e9,   \
        .doc = "particles of " what                                                                \
    }

/* Reads it and notes a file's content in the provenance. FPK_USAGE unless it is 1-D. Cleared by
 * fpk_mixture_clear. */
enum fpk_status fpk_common_target(struct fpk_run *run, struct fpk_mixture *target) FPK_MUST_USE;

#endif
