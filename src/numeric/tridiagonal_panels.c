/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a solve in panels needs of the factors: how long panels have to be, and, for rates, factors
 * in two arrays instead of three, because memory is what it waits for. */
#include "tridiagonal_lanes_kernel.h"

#include <math.h>
#include <stdbool.h>

#define LANES FPK_TRIDIAGONAL_LANES
#define DECAY 0x1p-60 /* over a panel; what has decayed more is rounded away */
#define TINY  1e-300  /* a product over a lane below this is 0: denormals cost time */

void fpk_lanes_products(const double *gain, size_t n_row, int forward,
                        struct fpk_lanes_through *through)
{
    double before = 1;
    for (size_t j = 0; j < LANES; j++) {
        const double *g = gain + (forward ? j : LANES - 1 - j);
        double product = g[0];
        for (size_t row = 1; row < n_row; row++)
            product *= g[row * LANES];
        product = fabs(product) < TINY ? 0 : product;
        before = j % FPK_LANES_IN_GROUP == 0 ? 1 : fabs(before) < TINY ? 0 : before;
        through->lane[j] = product;
        through->group[j] = before;
        before *= product;
    }
}

/* Panels over which solutions decay less than they should. */
static size_t count_coupled(const struct fpk_tridiagonal_lanes *lanes, size_t n_panel)
{
    const struct fpk_lanes_through *through = (const void *)lanes->through;
    size_t coupled = 0;
    for (size_t first = 0; first + n_panel < lanes->n_block; first += n_panel) {
        double product = 1;
        for (size_t k = first; k < first + n_panel; k++)
            for (size_t j = 0; j < LANES; j++)
                product *= through[2 * k + 1].lane[j];
        coupled += fabs(product) > DECAY;
    }
    return coupled;
}

/* The shortest panels of which one in 16 at most is coupled to the next but one, which then costs a
 * pass of its own; longer ones do not stay in the caches. */
void fpk_lanes_choose_panels(struct fpk_tridiagonal_lanes *lanes)
{
    static const size_t lengths[] = {1, 4, 16, FPK_LANES_PANEL_MOST};
    lanes->n_panel = 0;
    for (int i = 0; i < 4 && lanes->n_block >= FPK_LANES_FAR && lanes->n_panel == 0; i++)
        if (count_coupled(lanes, lengths[i]) <= lanes->n_block / lengths[i] / 16)
            lanes->n_panel = lengths[i];
}

/* As fpk_tridiagonal_lanes_factor_rates, with all excess 1: of m = a up/d and w = s/d, which sum to
 * 1, the smaller one is kept, so that the other follows from it with no digits lost. */
void fpk_lanes_compact(struct fpk_tridiagonal_lanes *lanes, double a, const double *up,
                       const double *down)
{
    size_t n = lanes->n;
    double s = 1;
    for (size_t i = 0; i < lanes->size; i++) {
        size_t lane = i / lanes->n_row, row = i % lanes->n_row;
        double out = i + 1 < n ? a * up[i] : 0, in = i + 1 < n ? a * down[i + 1] : 0;
        double inverse = 1 / (s + out), m = out * inverse, w = s * inverse;
        if (row == 0)
            lanes->sums[lane] = s;
        lanes->multiplier[(lane / LANES * lanes->n_row + row) * LANES + lane % LANES] =
            m <= w ? m : -w;
        s = 1 + in * w;
    }
    struct fpk_lanes_through *through = (void *)lanes->through;
    for (size_t k = 0; k < lanes->n_block; k++) {
        double *v = lanes->multiplier + k * lanes->n_row * LANES;
        double *m = lanes->inverse + k * lanes->n_row * LANES; /* no longer needed */
        for (size_t i = 0; i < lanes->n_row * LANES; i++)
            m[i] = v[i] < 0 ? 1 + v[i] : v[i];
        fpk_lanes_products(m, lanes->n_row, true, &through[2 * k]);
    }
    lanes->compact = true;
}
