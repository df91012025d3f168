/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Noise: the standard normals of one block in one step, on one Brownian path at every step size.
 *
 *     W(t + dt) - W(t) = sqrt(dt) z,    z = (z_0 + ... + z_{r-1}) / sqrt(r)
 *
 * where z_j belongs to step (step r + j) of a run with r times as many steps. So a run with n steps
 * and refine = r follows exactly the path of the run with r n steps and refine = 1: strong errors
 * are measured on one path. refine = 1 costs nothing. */
#ifndef FPK_SDE_NOISE_H
#define FPK_SDE_NOISE_H

#include <stddef.h>
#include <stdint.h>

struct fpk_noise {
    uint64_t seed;
    uint64_t first;  /* number of the block's first particle */
    uint64_t step;   /* of the run, from 0 */
    uint32_t refine; /* r >= 1: fine steps that make up one step */
};

/* z [n] <- normals of `component` of W for particles first .. first+n-1; n <= FPK_BLOCK. Counters
 * (seed; FPK_FOR_INCREMENT, particle, step refine + j, component, draw 0). */
void fpk_noise_normals(const struct fpk_noise *noise, uint32_t component, size_t n, double *z);

#endif
