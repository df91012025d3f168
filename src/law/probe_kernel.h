/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two sweeps over a plan for FPK_PROBE_LANES axes of the data at once, and turns of axes. */
#ifndef FPK_LAW_PROBE_KERNEL_H
#define FPK_LAW_PROBE_KERNEL_H

#include "fpk/base/isa.h"
#include "fpk/plan/plan.h"

#define FPK_PROBE_LANES 8

typedef double fpk_lanes[FPK_PROBE_LANES];

struct fpk_probe_axes {
    fpk_lanes spread, centre;             /* of the data: v and mu */
    fpk_lanes start_mean, start_variance; /* of the start */
    fpk_lanes gain, shift, noise, error;  /* found */
};

/* Doubles of work for a plan of n_register registers. */
#define FPK_PROBE_WORK(n_register)                                                                 \
    (FPK_PROBE_LANES * (size_t)(n_register) * ((size_t)(n_register) + 2))

/* Forwards: size2[i] <- mean square of the terms that instruction i adds up, n instructions. */
FPK_KERNEL_DECLARE(void, fpk_probe_forward_kernel,
                   (const struct fpk_plan *plan, size_t n, const struct fpk_probe_axes *axes,
                    fpk_lanes *work, fpk_lanes *size2));
/* Backwards: what is found, from the sizes. */
FPK_KERNEL_DECLARE(void, fpk_probe_backward_kernel,
                   (const struct fpk_plan *plan, size_t n, const fpk_lanes *size2,
                    struct fpk_probe_axes *axes, fpk_lanes *work));

/* out[j] <- sum_i x_i m_ji, j < rows; m [rows][n]. */
FPK_KERNEL_DECLARE(void, fpk_probe_rows_kernel,
                   (size_t rows, size_t n, const double *x, const double *m, double *out));

#endif
