/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/tridiagonal_lanes.h"

#include "fpk/base/memory.h"

#include "tridiagonal_lanes_kernel.h"

#include <math.h>
#include <stdbool.h>

#define LANES     FPK_TRIDIAGONAL_LANES
#define ROWS_MOST 32 /* a block's cells and factors, 24 KiB, stay in a first-level cache */

enum fpk_status fpk_tridiagonal_lanes_init(struct fpk_tridiagonal_lanes *lanes, size_t n)
{
    *lanes = (struct fpk_tridiagonal_lanes){.n = n};
    lanes->n_block = (n + LANES * ROWS_MOST - 1) / (LANES * ROWS_MOST);
    lanes->n_row = n ? (n + LANES * lanes->n_block - 1) / (LANES * lanes->n_block) : 0;
    lanes->size = lanes->n_block * lanes->n_row * LANES;
    enum fpk_status status = FPK_OK;
    FPK_TRY_DONE(status, fpk_allocate(&lanes->multiplier, lanes->size));
    FPK_TRY_DONE(status, fpk_allocate(&lanes->inverse, lanes->size));
    FPK_TRY_DONE(status, fpk_allocate(&lanes->back, lanes->size));
    FPK_TRY_DONE(status, fpk_allocate(&lanes->through, lanes->n_block * 4 * LANES));
    if (lanes->n_block >= FPK_LANES_FAR)
        FPK_TRY_DONE(status, fpk_allocate(&lanes->sums, lanes->n_block * LANES));
done:
    if (status != FPK_OK)
        fpk_tridiagonal_lanes_clear(lanes);
    return status;
}

void fpk_tridiagonal_lanes_clear(struct fpk_tridiagonal_lanes *lanes)
{
    fpk_release(&lanes->multiplier);
    fpk_release(&lanes->inverse);
    fpk_release(&lanes->back);
    fpk_release(&lanes->through);
    fpk_release(&lanes->sums);
    lanes->n = lanes->n_block = lanes->n_row = lanes->size = 0;
}

size_t fpk_tridiagonal_lanes_place(const struct fpk_tridiagonal_lanes *lanes, size_t i)
{
    size_t lane = i / lanes->n_row, row = i % lanes->n_row;
    return (lane / LANES * lanes->n_row + row) * LANES + lane % LANES;
}

void fpk_tridiagonal_lanes_pack(const struct fpk_tridiagonal_lanes *lanes, const double *cells,
                                double *packed)
{
    size_t n_row = lanes->n_row, length = n_row * LANES, n = lanes->n;
    for (size_t first = 0; first < lanes->size; first += length)
        for (size_t lane = 0; lane < LANES; lane++) {
            size_t from = first + lane * n_row < n ? first + lane * n_row : n;
            size_t whole = n - from < n_row ? n - from : n_row;
            const double *in = cells + from;
            double *out = packed + first + lane;
            for (size_t row = 0; row < whole; row++)
                out[row * LANES] = in[row];
            for (size_t row = whole; row < n_row; row++)
                out[row * LANES] = 0;
        }
}

void fpk_tridiagonal_lanes_unpack(const struct fpk_tridiagonal_lanes *lanes, const double *packed,
                                  double *cells)
{
    size_t n_row = lanes->n_row, length = n_row * LANES, n = lanes->n;
    for (size_t first = 0; first < lanes->size; first += length)
        for (size_t lane = 0; lane < LANES; lane++) {
            size_t from = first + lane * n_row < n ? first + lane * n_row : n;
            size_t whole = n - from < n_row ? n - from : n_row;
            const double *in = packed + first + lane;
            double *out = cells + from;
            for (size_t row = 0; row < whole; row++)
                out[row] = in[row * LANES];
        }
}

/* The rows beyond n are those of the unit matrix. */
static void complete(struct fpk_tridiagonal_lanes *lanes)
{
    for (size_t i = lanes->n; i < lanes->size; i++) {
        size_t at = fpk_tridiagonal_lanes_place(lanes, i);
        lanes->multiplier[at] = lanes->back[at] = 0;
        lanes->inverse[at] = 1;
    }
    struct fpk_lanes_through *through = (void *)lanes->through;
    for (size_t k = 0; k < lanes->n_block; k++) {
        size_t at = k * lanes->n_row * LANES;
        fpk_lanes_products(lanes->multiplier + at, lanes->n_row, true, &through[2 * k]);
        fpk_lanes_products(lanes->back + at, lanes->n_row, false, &through[2 * k + 1]);
    }
    lanes->compact = false;
    fpk_lanes_choose_panels(lanes);
}

static enum fpk_status check_pivot(size_t n, size_t i, double d)
{
    FPK_CHECK(isfinite(d) && d != 0, FPK_NUMERIC,
              "tridiagonal system of order %zu: the pivot of row %zu is %g, so it has no stable "
              "solution without row exchanges; check the coefficients near that row",
              n, i, d);
    return FPK_OK;
}

/* Where the cells are, one after the other: fpk_tridiagonal_lanes_place without divisions. */
struct place {
    size_t at, row, lane;
};

static void next_place(const struct fpk_tridiagonal_lanes *lanes, struct place *place)
{
    place->at += LANES;
    if (++place->row < lanes->n_row)
        return;
    place->row = 0;
    bool same_block = ++place->lane < LANES;
    place->lane = same_block ? place->lane : 0;
    place->at -= same_block ? lanes->n_row * LANES - 1 : LANES - 1;
}

enum fpk_status fpk_tridiagonal_lanes_factor(struct fpk_tridiagonal_lanes *lanes,
                                             const double *lower, const double *diag,
                                             const double *upper)
{
    size_t n = lanes->n;
    struct place place = {0};
    double m = 0, inverse = 0;
    for (size_t i = 0; i < n; i++, next_place(lanes, &place)) {
        m = i == 0 ? 0 : -lower[i] * inverse;
        double d = i == 0 ? diag[0] : diag[i] + m * upper[i - 1];
        FPK_TRY(check_pivot(n, i, d));
        inverse = 1 / d;
        lanes->multiplier[place.at] = m;
        lanes->inverse[place.at] = inverse;
        lanes->back[place.at] = i + 1 < n ? -upper[i] * inverse : 0;
    }
    complete(lanes);
    return FPK_OK;
}

enum fpk_status fpk_tridiagonal_lanes_factor_rates(struct fpk_tridiagonal_lanes *lanes, double a,
                                                   const double *up, const double *down,
                                                   const double *excess)
{
    size_t n = lanes->n;
    struct place place = {0};
    double s = n && excess ? excess[0] : 1, m = 0;
    for (size_t i = 0; i < n; i++, next_place(lanes, &place)) {
        bool last = i + 1 == n;
        double out = last ? 0 : a * up[i], in = last ? 0 : a * down[i + 1], d = s + out;
        FPK_TRY(check_pivot(n, i, d));
        double inverse = 1 / d;
        lanes->multiplier[place.at] = m;
        lanes->inverse[place.at] = inverse;
        lanes->back[place.at] = in * inverse;
        m = out * inverse;
        if (!last)
            s = (excess ? excess[i + 1] : 1) + in * (s * inverse);
    }
    complete(lanes);
    if (lanes->n_panel && !excess)
        fpk_lanes_compact(lanes, a, up, down);
    return FPK_OK;
}

void fpk_tridiagonal_lanes_solve(const struct fpk_tridiagonal_lanes *lanes, double *b)
{
    if (lanes->n_panel)
        FPK_DISPATCH(fpk_tridiagonal_panels_kernel)(lanes, b);
    else
        FPK_DISPATCH(fpk_tridiagonal_lanes_kernel)(lanes, b);
}
