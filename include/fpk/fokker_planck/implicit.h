/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Implicit: the linear systems of implicit time steps, on a line or a ring.
 *
 *     (I - a A) q = b,   A the jump rates of generator.h, a >= 0
 *
 * an M-matrix, whose columns sum to 1 plus a times what leaks out there: the factors are formed
 * without a subtraction, so that q >= 0 where b >= 0 and every cell keeps its digits. */
#ifndef FPK_FOKKER_PLANCK_IMPLICIT_H
#define FPK_FOKKER_PLANCK_IMPLICIT_H

#include "fpk/fokker_planck/generator.h"
#include "fpk/numeric/tridiagonal_ring.h"

struct fpk_implicit {
    size_t size; /* of a packed vector: the cells in the order of the factors, and a few zeros */
    bool ring;
    struct fpk_tridiagonal_lanes line; /* one of the two; owned, as is all below */
    struct fpk_tridiagonal_ring circle;
    double *excess; /* [n] columns' sums of I - a A; NULL: 1, nothing leaks */
    double t, a;    /* what the factors belong to; NaN: nothing */
};

enum fpk_status fpk_implicit_init(struct fpk_implicit *implicit, size_t n,
                                  struct fpk_ends ends) FPK_MUST_USE;
void fpk_implicit_clear(struct fpk_implicit *implicit);

/* Factors of I - a A, kept when they are there already. FPK_NUMERIC when a pivot is not finite. */
enum fpk_status fpk_implicit_factor(struct fpk_implicit *implicit,
                                    const struct fpk_generator *generator, double a) FPK_MUST_USE;

/* b [size] <- (I - a A)^-1 b, packed. */
void fpk_implicit_solve(struct fpk_implicit *implicit, double *b);

void fpk_implicit_pack(const struct fpk_implicit *implicit, const double *cells, double *packed);
void fpk_implicit_unpack(const struct fpk_implicit *implicit, const double *packed, double *cells);
/* Where cell i is in a packed vector. */
size_t fpk_implicit_place(const struct fpk_implicit *implicit, size_t i);

#endif
