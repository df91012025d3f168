/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jump rates between neighbours on a ring: implicit steps, factored once, and stationary masses.
 *
 *     (G p)_i = up_{i-1} p_{i-1} + down_{i+1} p_{i+1} - (up_i + down_i) p_i,   indices modulo n:
 *
 * up_{n-1} leads into cell 0 and down_0 into cell n-1. For M = diag(excess) - a G the last cell is
 * split off: T on the others is tridiagonal, an M-matrix with the excess that leads into the last
 * cell, factored as in tridiagonal_lanes.h; z = T^-1 c >= 0, where c leads out of the last cell;
 * and because columns of M sum to excess, the Schur complement is
 *
 *     S = excess_{n-1} + sum_i excess_i z_i.
 *
 * Then x_{n-1} = (b_{n-1} + r.T^-1 b')/S and x' = T^-1 b' + z x_{n-1}. Nothing is subtracted: for
 * b >= 0 every cell has a relative error of a few n eps and the right sign, whatever the rates. */
#ifndef FPK_NUMERIC_TRIDIAGONAL_RING_H
#define FPK_NUMERIC_TRIDIAGONAL_RING_H

#include "fpk/numeric/tridiagonal_lanes.h"

struct fpk_tridiagonal_ring {
    size_t n;                          /* cells */
    size_t size;                       /* length of a packed vector: n and a little more */
    struct fpk_tridiagonal_lanes line; /* T, of order n - 1; owned */
    double *around;                    /* [line.size] z, packed; owned */
    double from_first, from_last;      /* r: from the two neighbours into the last cell */
    double inverse;                    /* 1/S */
};

/* Room for rings of n >= 2 cells; nothing is factored yet. FPK_USAGE for fewer, FPK_NUMERIC when
 * memory is not to be had; then nothing is owned. */
enum fpk_status fpk_tridiagonal_ring_init(struct fpk_tridiagonal_ring *ring, size_t n) FPK_MUST_USE;
void fpk_tridiagonal_ring_clear(struct fpk_tridiagonal_ring *ring);

/* Factors diag(excess) - a G: a >= 0, rates [n] not negative, excess [n] > 0, NULL for all 1.
 * FPK_NUMERIC when a pivot is not finite. Allocates nothing; can be called again. */
enum fpk_status fpk_tridiagonal_ring_factor_rates(struct fpk_tridiagonal_ring *ring, double a,
                                                  const double *up, const double *down,
                                                  const double *excess) FPK_MUST_USE;

/* b [size] <- M^-1 b, packed; what is beyond the n cells must be, and stays, 0. Pure in the
 * factors. The same bits at every instruction set. */
void fpk_tridiagonal_ring_solve(const struct fpk_tridiagonal_ring *ring, double *b);

/* Where cell i is in a packed vector; packed [size] <- cells [n] and zeros behind; and back. */
size_t fpk_tridiagonal_ring_place(const struct fpk_tridiagonal_ring *ring, size_t i);
void fpk_tridiagonal_ring_pack(const struct fpk_tridiagonal_ring *ring, const double *cells,
                               double *packed);
void fpk_tridiagonal_ring_unpack(const struct fpk_tridiagonal_ring *ring, const double *packed,
                                 double *cells);

/* m [n] <- the stationary masses, G m = 0 and sum m = 1. Cells are eliminated one after the other
 * without a subtraction (Grassmann, Taksar, Heyman 1985, doi:10.1287/opre.33.5.1107): each m_i
 * above 1e-280 of the largest has a relative error of a few n eps, with a current or without.
 * Allocates 2 n numbers. FPK_NUMERIC when a rate is negative or not finite, or a cell can neither
 * go up nor down. */
enum fpk_status fpk_ring_stationary(size_t n, const double *up, const double *down,
                                    double *m) FPK_MUST_USE;

/* What goes up through every face in the stationary state m: up_i m_i - down_{i+1} m_{i+1}, but as
 * m_0 times the difference of two rates, once around the ring upwards and once downwards, each
 * right to a few n eps. So the current has that relative error over 1 - e^{-A}, where
 * A = |sum ln(up/down)|. */
double fpk_ring_current(size_t n, const double *up, const double *down, const double *m);

#endif
