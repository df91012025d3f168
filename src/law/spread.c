/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The density of a base of equally wide bells on equally spaced points y_j = low + j h, by the fast
 * Gaussian gridding of Greengard & Lee 2004, doi:10.1137/S003614450343200X: for a source at
 * y_k + d, |d| <= h/2,
 *
 *     exp(-(q h - d)^2/(2 s^2)) = exp(-d^2/(2 s^2)) exp(h d/s^2)^q exp(-(q h)^2/(2 s^2)),
 *
 * three exponentials for each source and a table, instead of one for each pair. Every term is
 * positive: tails keep their relative accuracy. */
#include "fpk/base/block.h"
#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "law_priv.h"
#include "spread_kernel.h"

#include <math.h>

#define INV_SQRT_2PI 0.39894228040143267794

struct spread {
    const struct fpk_base *base;
    double low, h, rate; /* rate: 1/s */
    size_t n, reach;     /* points; points on each side that a bell reaches */
    size_t rows;
    double *table; /* [2 (reach + 8)...], its middle at `middle` */
    size_t middle;
    double *out; /* [middle + n + ...]: point j at middle + j */
};

static void fill_table(const struct spread *spread)
{
    size_t size = 2 * spread->middle;
    for (size_t i = 0; i < size; i++) {
        double q = ((double)i - (double)spread->middle) * spread->h * spread->rate;
        spread->table[i] = -.5 * q * q;
    }
    fpk_exp_block(size, spread->table, spread->table);
}

/* Sources from..to-1, at most FPK_BLOCK. One that is not among the points has no mass to speak
 * of (fpk_base_range) and is left out. */
static void spread_block(const struct spread *spread, size_t from, size_t to)
{
    double start[FPK_BLOCK], ratio[FPK_BLOCK], leap[FPK_BLOCK], amplitude[FPK_BLOCK];
    size_t first[FPK_BLOCK], shift[FPK_BLOCK], n = 0;
    double per = 1 / spread->h, square = spread->rate * spread->rate;
    for (size_t i = from; i < to; i++) {
        double k = rint((spread->base->m[i] - spread->low) * per);
        if (!(k >= 0 && k < (double)spread->n))
            continue;
        double d = spread->base->m[i] - (spread->low + k * spread->h);
        size_t at = spread->middle + (size_t)k;
        first[n] = (at - spread->reach) / FPK_SPREAD * FPK_SPREAD;
        shift[n] = spread->middle - (at - first[n]);
        amplitude[n] = spread->base->amplitude[i];
        ratio[n] = spread->h * d * square;
        leap[n] = FPK_SPREAD * ratio[n];
        start[n] = -(double)(at - first[n]) * ratio[n] - .5 * d * d * square;
        n++;
    }
    if (n == 0)
        return;
    fpk_exp_block(n, start, start);
    fpk_exp_block(n, ratio, ratio);
    fpk_exp_block(n, leap, leap);
    for (size_t i = 0; i < n; i++)
        start[i] *= amplitude[i] * INV_SQRT_2PI;
    FPK_DISPATCH(fpk_spread_kernel)
    (n, spread->rows, start, ratio, leap, first, shift, spread->table, spread->out);
}

enum fpk_status fpk_base_pdf_on_grid(const struct fpk_base *base, double reach, double low,
                                     double h, size_t n, double *pdf)
{
    struct spread spread = {.base = base, .low = low, .h = h, .rate = 1 / base->s_max, .n = n};
    spread.reach = (size_t)ceil(reach * base->s_max / h);
    spread.rows = (2 * spread.reach + 2 * FPK_SPREAD - 1) / FPK_SPREAD;
    spread.middle = (spread.rows + 1) * FPK_SPREAD;
    size_t size = 2 * spread.middle;
    FPK_TRY(fpk_allocate(&spread.table, size + n + size));
    spread.out = spread.table + size;
    fill_table(&spread);
    for (size_t i = 0; i < base->n; i += FPK_BLOCK)
        spread_block(&spread, i, i + FPK_BLOCK < base->n ? i + FPK_BLOCK : base->n);
    for (size_t i = 0; i < n; i++)
        pdf[i] = spread.out[spread.middle + i];
    fpk_release(&spread.table);
    return FPK_OK;
}
