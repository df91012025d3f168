/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sweeps y_i = b_i + m_i y_{i-1} and x_i = y_i/d_i + u_i x_{i+1} over one block, 32 lanes at
 * once: for the kernels, which are compiled once per instruction set.
 *
 * Vectors are written out: a compiler left alone with 32 running values keeps them in memory. 32
 * lanes are 4 vectors of AVX-512, enough to hide the 7 cycles from one y to the next; there are 8
 * registers' worth at most, so SSE2 takes the lanes in two halves. Each lane sees the same
 * operations in the same order everywhere. */
#ifndef FPK_NUMERIC_TRIDIAGONAL_SWEEP_PRIV_H
#define FPK_NUMERIC_TRIDIAGONAL_SWEEP_PRIV_H

#include "tridiagonal_lanes_kernel.h"

#if defined(__AVX512F__)
#define WIDTH 8
#elif defined(__AVX__)
#define WIDTH 4
#else
#define WIDTH 2
#endif
typedef double real __attribute__((vector_size(8 * WIDTH), aligned(8), may_alias));

#define LANES FPK_TRIDIAGONAL_LANES
#if WIDTH == 8
#define EACH(X) X(0) X(1) X(2) X(3)
#define ABREAST (4 * WIDTH)
#else
#define EACH(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7)
#define ABREAST (8 * WIDTH)
#endif
#define AT(p, k) (*(real *)((p) + (k)*WIDTH))
#define OF(p, k) (*(const real *)((p) + (k)*WIDTH))

/* One sweep over one block: rows n_row, step apart (LANES, or -LANES for the backward one). */
struct sweep {
    size_t n_row;
    ptrdiff_t step;
    const double *gain, *scale; /* of the first row met; scale of the forward sweep only */
    double *b;
};

/* Asks for what the block after this one needs, a row at a time, so that memory is never idle nor
 * asked for more than it can have under way; NULL for nothing. */
#define FETCH(p, k)                                                                                \
    if ((p) && (k)*WIDTH % 8 == 0)                                                                 \
        __builtin_prefetch((p) + row + (k)*WIDTH, 0, 2);

/* end <- what the lanes end with when they begin with zero. */
static inline void run_from_zero(const struct sweep *s, const double *next, double *end)
{
    for (ptrdiff_t half = 0; half < LANES; half += ABREAST) {
        const double *gain = s->gain + half, *b = s->b + half;
        ptrdiff_t row = half;
#define BEGIN(k)                                                                                   \
    real y##k = OF(b, k);                                                                          \
    FETCH(next, k)
        EACH(BEGIN)
        for (size_t i = 1; i < s->n_row; i++) {
            gain += s->step;
            b += s->step;
            row += LANES;
#define GO(k)                                                                                      \
    y##k = OF(b, k) + OF(gain, k) * y##k;                                                          \
    FETCH(next, k)
            EACH(GO)
        }
#define END(k) AT(end + half, k) = y##k;
        EACH(END)
    }
}

/* The lanes again from `from`, kept: times the scale going forward, as they are going back. */
static inline void run(const struct sweep *s, int forward, const double *next, const double *also,
                       const double *from)
{
    for (ptrdiff_t half = 0; half < LANES; half += ABREAST) {
        const double *gain = s->gain + half, *scale = s->scale + half;
        double *b = s->b + half;
        ptrdiff_t row = half;
#define FROM(k) real y##k = OF(from + half, k);
        EACH(FROM)
        for (size_t i = 0; i < s->n_row; i++) {
#define KEEP_SCALED(k)                                                                             \
    y##k = OF(b, k) + OF(gain, k) * y##k;                                                          \
    AT(b, k) = y##k * OF(scale, k);                                                                \
    FETCH(next, k)                                                                                 \
    FETCH(also, k)
#define KEEP(k)                                                                                    \
    y##k = OF(b, k) + OF(gain, k) * y##k;                                                          \
    AT(b, k) = y##k;                                                                               \
    FETCH(next, k)
            if (forward) {
                EACH(KEEP_SCALED)
                scale += s->step;
            } else {
                EACH(KEEP)
            }
            gain += s->step;
            b += s->step;
            row += LANES;
        }
    }
}

/* from <- what each lane begins with, from what the lanes end with alone and the carry into the
 * block; returns the carry out of it. Lane j of the sweep's order is at j, or LANES - 1 - j going
 * back. The groups' chains run side by side. */
static inline double carry_through(const struct fpk_lanes_through *through, int forward,
                                   const double *end, double carry, double *from)
{
    double t[FPK_LANE_GROUPS] = {0}, start[FPK_LANE_GROUPS][FPK_LANES_IN_GROUP];
    for (int j = 0; j < FPK_LANES_IN_GROUP; j++)
        for (int g = 0; g < FPK_LANE_GROUPS; g++) {
            int lane = g * FPK_LANES_IN_GROUP + j;
            start[g][j] = t[g];
            t[g] = end[forward ? lane : LANES - 1 - lane] + through->lane[lane] * t[g];
        }
    for (int g = 0; g < FPK_LANE_GROUPS; g++) {
        for (int j = 0; j < FPK_LANES_IN_GROUP; j++) {
            int lane = g * FPK_LANES_IN_GROUP + j;
            from[forward ? lane : LANES - 1 - lane] = start[g][j] + through->group[lane] * carry;
        }
        int last = g * FPK_LANES_IN_GROUP + FPK_LANES_IN_GROUP - 1;
        carry = t[g] + through->lane[last] * through->group[last] * carry;
    }
    return carry;
}

static inline struct sweep forward_of(const struct fpk_tridiagonal_lanes *lanes, double *b,
                                      size_t k)
{
    size_t at = k * lanes->n_row * LANES;
    return (struct sweep){lanes->n_row, LANES, lanes->multiplier + at, lanes->inverse + at, b + at};
}

static inline struct sweep backward_of(const struct fpk_tridiagonal_lanes *lanes, double *b,
                                       size_t k)
{
    size_t at = (k + 1) * lanes->n_row * LANES - LANES;
    return (struct sweep){lanes->n_row, -LANES, lanes->back + at, lanes->inverse + at, b + at};
}

#endif
