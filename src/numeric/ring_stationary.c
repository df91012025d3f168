/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stationary masses of a ring. Without the cells above k, watched only while it is in 0 ... k, the
 * chain is a ring again: from k it goes over the cells left out into 0 at the rate U_k, and from 0
 * back into k at the rate D_k,
 *
 *     U_{k-1} = up_{k-1} U_k/(U_k + down_k),   D_{k-1} = D_k down_k/(U_k + down_k),
 *     m_k = (m_{k-1} up_{k-1} + m_0 D_k)/(U_k + down_k). */
#include "fpk/base/memory.h"
#include "fpk/numeric/tridiagonal_ring.h"

#include <math.h>

#define LARGE 0x1p300 /* masses above are made smaller, with all before them */

static enum fpk_status check_rates(size_t n, const double *up, const double *down)
{
    for (size_t i = 0; i < n; i++)
        FPK_CHECK(
            up[i] >= 0 && down[i] >= 0 && isfinite(up[i]) && isfinite(down[i]) &&
                up[i] + down[i] > 0,
            FPK_NUMERIC,
            "ring of %zu cells: cell %zu goes up at the rate %g and down at %g; rates must be "
            "finite, not negative and not both 0",
            n, i, up[i], down[i]);
    return FPK_OK;
}

/* over, back [n] <- U and D. */
static void leave_out(size_t n, const double *up, const double *down, double *over, double *back)
{
    over[n - 1] = up[n - 1];
    back[n - 1] = down[0];
    for (size_t k = n - 1; k > 1; k--) {
        double out = over[k] + down[k];
        over[k - 1] = up[k - 1] * (over[k] / out);
        back[k - 1] = back[k] * (down[k] / out);
    }
}

static double put_back(size_t n, const double *up, const double *down, const double *over,
                       const double *back, double *m)
{
    double sum = m[0] = 1;
    for (size_t k = 1; k < n; k++) {
        m[k] = (m[k - 1] * up[k - 1] + m[0] * back[k]) / (over[k] + down[k]);
        sum += m[k];
        if (m[k] <= LARGE)
            continue;
        for (size_t i = 0; i <= k; i++)
            m[i] /= LARGE;
        sum /= LARGE;
    }
    return sum;
}

enum fpk_status fpk_ring_stationary(size_t n, const double *up, const double *down, double *m)
{
    FPK_CHECK(n >= 2, FPK_USAGE, "a ring of %zu cells; it needs 2 at least", n);
    FPK_TRY(check_rates(n, up, down));
    double *over = NULL;
    FPK_TRY(fpk_allocate(&over, 2 * n));
    double *back = over + n;
    leave_out(n, up, down, over, back);
    double sum = put_back(n, up, down, over, back, m);
    for (size_t i = 0; i < n; i++)
        m[i] /= sum;
    fpk_release(&over);
    FPK_CHECK(isfinite(sum), FPK_NUMERIC,
              "the stationary masses of the ring of %zu cells are not finite: some cells cannot be "
              "left at a rate that a double can hold",
              n);
    return FPK_OK;
}

double fpk_ring_current(size_t n, const double *up, const double *down, const double *m)
{
    double over = up[n - 1], back = down[0];
    for (size_t k = n - 1; k > 0; k--) {
        double out = over + down[k];
        back *= down[k] / out;
        over = up[k - 1] * (over / out);
    }
    return m[0] * (over - back);
}
