/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each cell solves its own seven equations log(average of e^q over cell k) = log average_k for the
 * values of q at the seven centres, by Newton's method from q = log average. Solved apart, a cell
 * at the end of a run cannot be disturbed by its neighbours' iterations. */
#include "fpk/numeric/log_density.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/quadrature.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { CELLS = 7, FEWEST = 5, GAUSS = 12, ROUNDS = 20 };

/* Lagrange's polynomials on the centres 0, 1, ... m - 1: their values at the nodes of every cell,
 * their slopes at the centres. */
struct stencil {
    size_t m;
    double weight[GAUSS];              /* of the average over a cell: sum 1 */
    double value[CELLS][GAUSS][CELLS]; /* [cell][node][polynomial] */
    double slope_at[CELLS][CELLS];     /* [centre][polynomial] */
};

static double lagrange(size_t m, size_t j, double u, double *slope)
{
    double value = 1;
    *slope = 0;
    for (size_t k = 0; k < m; k++) {
        if (k == j)
            continue;
        double scale = (double)j - (double)k;
        *slope = (*slope * (u - (double)k) + value) / scale;
        value = value * (u - (double)k) / scale;
    }
    return value;
}

static void make_stencil(struct stencil *s, size_t m)
{
    double node[GAUSS], weight[GAUSS], unused;
    s->m = m;
    fpk_gauss_legendre(GAUSS, node, weight);
    for (size_t g = 0; g < GAUSS; g++)
        s->weight[g] = 0.5 * weight[g];
    for (size_t k = 0; k < m; k++)
        for (size_t j = 0; j < m; j++) {
            for (size_t g = 0; g < GAUSS; g++)
                s->value[k][g][j] = lagrange(m, j, (double)k + 0.5 * node[g], &unused);
            (void)lagrange(m, j, (double)k, &s->slope_at[k][j]);
        }
}

/* b <- a^-1 b by elimination with row exchanges; false when a pivot is 0 or not finite. */
static bool eliminate(size_t m, double a[CELLS][CELLS], double *b)
{
    for (size_t c = 0; c < m; c++) {
        size_t best = c;
        for (size_t r = c + 1; r < m; r++)
            best = fabs(a[r][c]) > fabs(a[best][c]) ? r : best;
        if (!(fabs(a[best][c]) > 0) || !isfinite(a[best][c]))
            return false;
        for (size_t j = c; j < m && best != c; j++) {
            double held = a[c][j];
            a[c][j] = a[best][j];
            a[best][j] = held;
        }
        double held = b[c];
        b[c] = b[best];
        b[best] = held;
        for (size_t r = c + 1; r < m; r++) {
            double f = a[r][c] / a[c][c];
            for (size_t j = c; j < m; j++)
                a[r][j] -= f * a[c][j];
            b[r] -= f * b[c];
        }
    }
    for (size_t c = m; c-- > 0;) {
        for (size_t j = c + 1; j < m; j++)
            b[c] -= a[c][j] * b[j];
        b[c] /= a[c][c];
    }
    return true;
}

/* fall <- -log(average of e^q over cell k) + want_k, jacobian its derivatives by q with the other
 * sign; the largest |fall|. */
static double residual(const struct stencil *s, const double *want, const double *q, double *fall,
                       double jacobian[CELLS][CELLS])
{
    size_t m = s->m;
    double e[CELLS * GAUSS], sum[CELLS], largest = 0;
    for (size_t k = 0; k < m; k++)
        for (size_t g = 0; g < GAUSS; g++) {
            double v = -want[k];
            for (size_t j = 0; j < m; j++)
                v += s->value[k][g][j] * q[j];
            e[k * GAUSS + g] = v;
        }
    fpk_exp_block(m * GAUSS, e, e);
    for (size_t k = 0; k < m; k++) {
        sum[k] = 0;
        memset(jacobian[k], 0, m * sizeof *jacobian[k]);
        for (size_t g = 0; g < GAUSS; g++) {
            double w = s->weight[g] * e[k * GAUSS + g];
            sum[k] += w;
            for (size_t j = 0; j < m; j++)
                jacobian[k][j] += w * s->value[k][g][j];
        }
        for (size_t j = 0; j < m; j++)
            jacobian[k][j] /= sum[k];
    }
    fpk_log_block(m, sum, fall);
    for (size_t k = 0; k < m; k++) {
        fall[k] = -fall[k];
        largest = isfinite(fall[k]) ? fmax(largest, fabs(fall[k])) : INFINITY;
    }
    return largest;
}

/* q at the centres from want, the logarithms of the averages; false when none was found. Newton's
 * steps end where rounding, of numbers of the size of want, does. */
static bool solve(const struct stencil *s, const double *want, double *q)
{
    double fall[CELLS], jacobian[CELLS][CELLS], size = 1, before = INFINITY;
    for (size_t k = 0; k < s->m; k++) {
        q[k] = want[k];
        size = fmax(size, fabs(want[k]));
    }
    for (int round = 0; round < ROUNDS; round++) {
        double now = residual(s, want, q, fall, jacobian);
        if (!isfinite(now))
            return false;
        if (now <= 1e-14 * size && now >= 0.5 * before)
            return true;
        before = now;
        if (!eliminate(s->m, jacobian, fall))
            return false;
        for (size_t k = 0; k < s->m; k++)
            q[k] += fall[k];
    }
    return before <= 1e-13 * size;
}

static void mask(size_t i, double *log_p, double *slope, unsigned char *masked)
{
    log_p[i] = slope[i] = NAN;
    masked[i] = 1;
}

/* One run of trusted cells first..last - 1; log_average [n] of all. */
static void run_of_cells(size_t first, size_t last, double h, const double *log_average,
                         double *log_p, double *slope, unsigned char *masked)
{
    struct stencil s;
    size_t n = last - first;
    for (size_t i = first; i < last && n < FEWEST; i++)
        mask(i, log_p, slope, masked);
    if (n < FEWEST)
        return;
    make_stencil(&s, n < CELLS ? n : CELLS);
    for (size_t i = first; i < last; i++) {
        size_t at = i < first + s.m / 2 ? first : i - s.m / 2;
        at = at + s.m > last ? last - s.m : at;
        double want[CELLS], q[CELLS], sum = 0;
        for (size_t k = 0; k < s.m; k++)
            want[k] = log_average[at + k] - log_average[i];
        if (!solve(&s, want, q)) {
            mask(i, log_p, slope, masked);
            continue;
        }
        for (size_t j = 0; j < s.m; j++)
            sum += s.slope_at[i - at][j] * (q[j] - q[i - at]);
        log_p[i] = log_average[i] + q[i - at];
        slope[i] = sum / h;
    }
}

static enum fpk_status check(size_t n, double h, const double *average, double *floor)
{
    double top = 0;
    FPK_CHECK(h > 0 && isfinite(h), FPK_USAGE,
              "log density: cells of width %g; give a positive one", h);
    FPK_CHECK(*floor >= 0 && isfinite(*floor), FPK_USAGE,
              "log density: the floor %g is no density; give 0 or more", *floor);
    for (size_t i = 0; i < n; i++) {
        FPK_CHECK(isfinite(average[i]), FPK_NUMERIC, "log density: cell %zu of %zu holds %g", i, n,
                  average[i]);
        top = fmax(top, average[i]);
    }
    if (*floor == 0)
        *floor = FPK_LOG_DENSITY_FLOOR * top;
    FPK_CHECK(top > *floor, FPK_USAGE,
              "log density: no cell of %zu is above the floor %g (the largest is %g); lower it", n,
              *floor, top);
    return FPK_OK;
}

enum fpk_status fpk_log_density(size_t n, double h, const double *average, double floor,
                                double *log_p, double *slope, unsigned char *masked)
{
    double *log_average = NULL;
    FPK_TRY(check(n, h, average, &floor));
    FPK_TRY(fpk_allocate(&log_average, n));
    fpk_log_block(n, average, log_average);
    memset(masked, 0, n);
    for (size_t i = 0; i < n;) {
        size_t first = i;
        while (i < n && average[i] > floor)
            i++;
        run_of_cells(first, i, h, log_average, log_p, slope, masked);
        for (; i < n && !(average[i] > floor); i++)
            mask(i, log_p, slope, masked);
    }
    fpk_release(&log_average);
    return FPK_OK;
}
