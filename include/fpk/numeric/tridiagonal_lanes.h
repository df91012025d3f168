/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tridiagonal systems A x = b, factored once and solved many times, in 32 lanes at once.
 *
 *     (A x)_i = lower_i x_{i-1} + diag_i x_i + upper_i x_{i+1},   lower_0 and upper_{n-1} unused.
 *
 * The factors are those of tridiagonal.h (elimination without pivoting), and so is the error. Each
 * sweep is a first-order recurrence y_i = b_i + m_i y_{i-1}, in which a cell waits for the one
 * before it. Here the cells are cut into blocks and a block into 32 lanes of consecutive cells; all
 * lanes run from zero, what they end with is carried from lane to lane by 32 small steps, and all
 * run again from the right beginning (Stone 1973, doi:10.1145/321738.321741; the blocks make both
 * runs meet in the first-level cache). Only products and sums of what elimination itself
 * multiplies and adds: where those are positive (M-matrices and b >= 0) nothing is subtracted, and
 * every x_i has a small relative error and the right sign.
 *
 * From 5e5 cells on, where memory is what a solve waits for, blocks go back soon after they went
 * forward, if solutions decay by 2^60 over 32 blocks: memory is gone through once, and what the
 * decay left out is added where a cell would miss it. Factors of rates then take two arrays.
 *
 * Vectors are kept lane by lane, in the order that fpk_tridiagonal_lanes_place says, for a whole
 * run: sums, products and a whole time step do not care about the order. */
#ifndef FPK_NUMERIC_TRIDIAGONAL_LANES_H
#define FPK_NUMERIC_TRIDIAGONAL_LANES_H

#include "fpk/base/status.h"

#include <stdbool.h>
#include <stddef.h>

#define FPK_TRIDIAGONAL_LANES 32

struct fpk_tridiagonal_lanes {
    size_t n;           /* order */
    size_t n_block;     /* blocks, one after the other */
    size_t n_row;       /* cells in each lane of a block */
    size_t size;        /* length of a packed vector: n_block n_row 32, n and a little more */
    double *multiplier; /* [size] packed, -lower_i / d_{i-1}; owned, as are all below */
    double *inverse;    /* [size] packed, 1 / d_i, the pivots */
    double *back;       /* [size] packed, -upper_i / d_i */
    double *through;    /* [n_block][2][2][32]: products over lanes, for each sweep */
    size_t n_panel;     /* blocks over which solutions decay by 2^60, where that helps; or 0 */
    bool compact;       /* multiplier and back say all: see src/numeric/tridiagonal_panels.c */
    double *sums;       /* [n_block][32] what compact factors begin each lane with, or NULL */
};

/* Room for factors of order n >= 1; nothing is factored yet. FPK_NUMERIC when memory is not to be
 * had; then nothing is owned. */
enum fpk_status fpk_tridiagonal_lanes_init(struct fpk_tridiagonal_lanes *lanes,
                                           size_t n) FPK_MUST_USE;
void fpk_tridiagonal_lanes_clear(struct fpk_tridiagonal_lanes *lanes);

/* Factors the matrix of the three arrays [n]. FPK_NUMERIC when a pivot is zero or not finite (the
 * sentence names the row); the factors are then not to be used. Allocates nothing; can be called
 * again. A division for each row: about 4 solves of tridiagonal.h. */
enum fpk_status fpk_tridiagonal_lanes_factor(struct fpk_tridiagonal_lanes *lanes,
                                             const double *lower, const double *diag,
                                             const double *upper) FPK_MUST_USE;

/* Factors diag(excess) - a G, an M-matrix, for jump rates between neighbours,
 *     (G p)_i = up_{i-1} p_{i-1} + down_{i+1} p_{i+1} - (up_i + down_i) p_i,
 * that are not negative; up_{n-1} and down_0 are unused. a >= 0; excess [n] > 0, NULL for all 1:
 * implicit steps of a Fokker-Planck equation, more than 1 where mass leaks out. Nothing is
 * subtracted: with s_i what is left of the sum of column i,
 *     s_i = excess_i + a down_i s_{i-1}/d_{i-1},   d_i = s_i + a up_i
 * (Grassmann, Taksar, Heyman 1985, doi:10.1287/opre.33.5.1107), so that factors, and solutions for
 * b >= 0, have a relative error of a few n eps in every cell, whatever the rates. FPK_NUMERIC when
 * a pivot is not finite. */
enum fpk_status fpk_tridiagonal_lanes_factor_rates(struct fpk_tridiagonal_lanes *lanes, double a,
                                                   const double *up, const double *down,
                                                   const double *excess) FPK_MUST_USE;

/* b [size] <- A^-1 b, both packed; what is beyond the n cells must be, and stays, 0. b from
 * fpk_allocate is aligned to whole vectors, which is faster and needed for nothing else. Pure in
 * the factors: several threads may share them. The same bits at every instruction set. On Zen 4
 * with AVX-512 0.4 ns a cell for n = 1e3, 0.65 for 1e5 (L3); for 1e6, from memory, 1.5 with factors
 * of rates (all excess 1), 2.0 with others, 2.2 without decay, against 4.2 of
 * fpk_tridiagonal_solve. */
void fpk_tridiagonal_lanes_solve(const struct fpk_tridiagonal_lanes *lanes, double *b);

/* Where cell i is in a packed vector. */
size_t fpk_tridiagonal_lanes_place(const struct fpk_tridiagonal_lanes *lanes, size_t i);

/* packed [size] <- cells [n], filled up with zeros; and back. They differ. */
void fpk_tridiagonal_lanes_pack(const struct fpk_tridiagonal_lanes *lanes, const double *cells,
                                double *packed);
void fpk_tridiagonal_lanes_unpack(const struct fpk_tridiagonal_lanes *lanes, const double *packed,
                                  double *cells);

#endif
