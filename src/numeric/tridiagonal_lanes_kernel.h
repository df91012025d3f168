/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two sweeps of a tridiagonal solve in lanes. */
#ifndef FPK_NUMERIC_TRIDIAGONAL_LANES_KERNEL_H
#define FPK_NUMERIC_TRIDIAGONAL_LANES_KERNEL_H

#include "fpk/base/isa.h"
#include "fpk/numeric/tridiagonal_lanes.h"

/* A lane's carry is found in two steps: within groups of 8 lanes, then from group to group. */
#define FPK_LANES_IN_GROUP 8
#define FPK_LANE_GROUPS    (FPK_TRIDIAGONAL_LANES / FPK_LANES_IN_GROUP)

/* Of one sweep over one block, in the order in which the sweep meets the lanes. */
struct fpk_lanes_through {
    double lane[FPK_TRIDIAGONAL_LANES];  /* product of the gains of a lane's rows */
    double group[FPK_TRIDIAGONAL_LANES]; /* product of `lane` over the earlier ones of the group */
};

/* b [size] <- A^-1 b. */
FPK_KERNEL_DECLARE(void, fpk_tridiagonal_lanes_kernel,
                   (const struct fpk_tridiagonal_lanes *lanes, double *b));

#endif
