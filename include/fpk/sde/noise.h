/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Noise: what one step of a block needs of its Brownian path, on one path at every step size.
 *
 *     W(t + dt) - W(t) = sqrt(dt) z,    z = (z_0 + ... + z_{r-1}) / sqrt(r)
 *     H = 1/dt int_t^{t+dt} (W(s) - W(t) - (s-t)/dt (W(t+dt) - W(t))) ds = sqrt(dt/12) a
 *
 * H is the space-time Levy area (Foster, Lyons, Oberhauser 2020, doi:10.1137/19M1261912); z and a
 * are independent standard normals, and int_t^{t+dt} (W(s) - W(t)) ds = dt (sqrt(dt) z / 2 + H).
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
    /* not NULL: the numbers are not drawn but read here (a Brownian tree, enumerated values) */
    const struct fpk_noise_given *given;
};

/* Numbers given for one step: [noise][ld] each, ld >= n; what the method does not use may be NULL.
 */
struct fpk_noise_given {
    size_t ld;
    const double *z, *a, *three, *two;
};

/* What a method asks of its noise (struct fpk_stepper). */
enum fpk_noise_use {
    FPK_USES_INCREMENT = 1, /* z */
    FPK_USES_AREA = 2,      /* a */
    FPK_USES_THREE = 4,     /* three-point variables, weak methods */
    FPK_USES_TWO = 8        /* two-point variables, weak methods */
};

/* z [n] <- normals of `component` of W for particles first .. first+n-1; n <= FPK_BLOCK. Counters
 * (seed; FPK_FOR_INCREMENT, particle, step refine + j, component, draw 0). */
void fpk_noise_normals(const struct fpk_noise *noise, uint32_t component, size_t n, double *z);

/* z [n] as above, and a [n]: draw 1 of the same counters. Under refinement both are those of the
 * joined fine steps. */
void fpk_noise_areas(const struct fpk_noise *noise, uint32_t component, size_t n, double *z,
                     double *a);

/* out [n] <- three-point variables, -sqrt(3), 0, sqrt(3) with probabilities 1/6, 2/3, 1/6 (moments
 * of a normal up to the fifth; draw 2), and two-point variables +-1 with 1/2 each (draw 3). Not on
 * a path: refinement does not join them. */
void fpk_noise_three_point(const struct fpk_noise *noise, uint32_t component, size_t n,
                           double *out);
void fpk_noise_two_point(const struct fpk_noise *noise, uint32_t component, size_t n, double *out);

#endif
