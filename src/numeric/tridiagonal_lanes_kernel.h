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

/* b [size] <- A^-1 b, all blocks forward and then all blocks back; not for compact factors. */
FPK_KERNEL_DECLARE(void, fpk_tridiagonal_lanes_kernel,
                   (const struct fpk_tridiagonal_lanes *lanes, double *b));

/* The same in panels: memory is gone through once. Needs n_panel >= 1. */
FPK_KERNEL_DECLARE(void, fpk_tridiagonal_panels_kernel,
                   (const struct fpk_tridiagonal_lanes *lanes, double *b));

#define FPK_LANES_PANEL_MOST 32  /* blocks in a panel */
#define FPK_LANES_FAR        512 /* blocks from which on panels pay: 16 MiB with the factors */

/* Decides on panels, when the factors are there: n_panel. */
void fpk_lanes_choose_panels(struct fpk_tridiagonal_lanes *lanes);

/* Compact factors of 1 - a G, from those that are there: multiplier and sums; sets compact. */
void fpk_lanes_compact(struct fpk_tridiagonal_lanes *lanes, double a, const double *up,
                       const double *down);

/* What a sweep through a whole lane multiplies its beginning by, lanes in the order met; gain(row)
 * are n_row numbers 32 apart. */
void fpk_lanes_products(const double *gain, size_t n_row, int forward,
                        struct fpk_lanes_through *through);

#endif
