/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Transition: one step of a discrete scheme in one dimension,
 *
 *     x' = m(x) + s(x) xi,   xi ~ N(0, 1),
 *
 * what every Euler-Maruyama, DDPM, DDIM or Langevin step is. It is the noun through which the
 * particle layers hand their scheme to the law layer. s = 0 everywhere is a deterministic step. */
#ifndef FPK_BASE_TRANSITION_H
#define FPK_BASE_TRANSITION_H

#include <stdbool.h>
#include <stddef.h>

/* Writes m(x), its derivative m'(x) and s(x) >= 0 for n <= FPK_BLOCK points. m_x may be NULL when
 * the caller does not need it. Pure, allocates nothing. */
typedef void fpk_transition_fn(size_t n, const double *x, double *m, double *m_x, double *s,
                               const void *ctx);

struct fpk_transition {
    fpk_transition_fn *eval;
    const void *ctx;    /* borrowed */
    bool deterministic; /* s(x) = 0 for every x */
};

#endif
