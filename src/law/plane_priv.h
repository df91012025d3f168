/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A deterministic plan as a map of the plane, a block at a time. */
#ifndef FPK_LAW_PLANE_PRIV_H
#define FPK_LAW_PLANE_PRIV_H

#include "fpk/law/plane.h"

struct fpk_plane_map {
    const struct fpk_plan *plan;
    const struct fpk_score *score;
    struct fpk_mixture start; /* owned copy */
    size_t each;              /* doubles of scratch for one thread */
};

enum fpk_status fpk_plane_map_init(struct fpk_plane_map *map, const struct fpk_plan *plan,
                                   const struct fpk_score *score,
                                   const struct fpk_start *start) FPK_MUST_USE;
void fpk_plane_map_clear(struct fpk_plane_map *map);

/* u [2][n] -> x [2][n], det X' [n], ln rho [n]; work [each]; n <= FPK_BLOCK. */
void fpk_plane_map_eval(const struct fpk_plane_map *map, size_t n, const double *u, double *x,
                        double *det, double *log_rho, double *work);

/* A box of 14 standard deviations either way, for a target with wider tails than the law has: low
 * [2], high [2]. */
void fpk_plane_map_box(const struct fpk_plane_map *map, double *low, double *high);

#endif
