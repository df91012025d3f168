/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums over the sources of a base: density and distribution function at any point. Rows are packed
 * into blocks so that the exponentials are computed a thousand at a time; each row is summed in a
 * fixed order, so that neither packing nor threads change a bit. */
#include "fpk/base/block.h"
#include "fpk/numeric/elementary.h"
#include "law_priv.h"
#include "sum_kernel.h"

#include <math.h>

/* exp(-REACH^2/2) = 5e-32 where 1e-30 of the mass may be left outside: what lies further does not
 * count, in the tail of the sum either. It shrinks as more may be left. */
#define REACH 12.0

/* With few sources (a mixture start) the sum goes to where exp underflows. */
#define REACH_OF_FEW 39.0
#define FEW          512

double fpk_base_reach(const struct fpk_base *base)
{
    return REACH * base->nearer;
}

static double reach_of(const struct fpk_base *base)
{
    return (base->n <= FEW ? REACH_OF_FEW : fpk_base_reach(base)) * base->s_max;
}

#define INV_SQRT_2PI 0.39894228040143267794

static size_t first_not_below(const double *m, size_t n, double value)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (m[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Sources lo..hi-1, at most FPK_BLOCK of them, at u: sum mass_i/s_i phi(z_i). */
static double density_piece(const struct fpk_base *base, double u, size_t lo, size_t hi)
{
    double e[FPK_BLOCK];
    size_t n = hi - lo;
    FPK_DISPATCH(fpk_sum_exponent_kernel)(n, u, base->m + lo, base->rate + lo, e);
    fpk_exp_block(n, e, e);
    return FPK_DISPATCH(fpk_sum_dot_kernel)(n, e, base->amplitude + lo);
}

static double density_at(const struct fpk_base *base, double u)
{
    double reach = reach_of(base), sum = 0;
    size_t lo = first_not_below(base->m, base->n, u - reach);
    size_t hi = first_not_below(base->m, base->n, u + reach);
    for (size_t i = lo; i < hi; i += FPK_BLOCK)
        sum += density_piece(base, u, i, i + FPK_BLOCK < hi ? i + FPK_BLOCK : hi);
    return sum * INV_SQRT_2PI;
}

void fpk_base_pdf(const struct fpk_base *base, size_t n, const double *u, double *pdf, int threads)
{
    if (base->kind == FPK_BASE_UNIFORM) {
        for (size_t i = 0; i < n; i++)
            pdf[i] = u[i] >= base->a && u[i] <= base->b ? 1 / (base->b - base->a) : 0;
        return;
    }
#pragma omp parallel for num_threads(threads) schedule(dynamic, 64) if (n > 256)
    for (long long i = 0; i < (long long)n; i++)
        pdf[i] = density_at(base, u[i]);
    (void)threads;
}

/* sum mass_i Phi(side (u - m_i)/s_i) over lo..hi-1. */
static double mass_piece(const struct fpk_base *base, double u, double side, size_t lo, size_t hi)
{
    double z[FPK_BLOCK];
    size_t n = hi - lo;
    for (size_t i = 0; i < n; i++)
        z[i] = side * ((u - base->m[lo + i]) * base->rate[lo + i]);
    fpk_normal_cdf_block(n, z, z);
    return FPK_DISPATCH(fpk_sum_dot_kernel)(n, z, base->mass + lo);
}

/* The smaller of P(U <= u) and P(U > u) is summed, since it has the digits; the other follows. */
static void mass_at(const struct fpk_base *base, double u, double *cdf, double *tail)
{
    double reach = reach_of(base);
    size_t lo = first_not_below(base->m, base->n, u - reach);
    size_t hi = first_not_below(base->m, base->n, u + reach);
    size_t middle = first_not_below(base->m, base->n, u);
    bool low = base->below[middle] <= base->above[middle];
    double sum = low ? base->below[lo] : base->above[hi];
    for (size_t i = lo; i < hi; i += FPK_BLOCK)
        sum += mass_piece(base, u, low ? 1 : -1, i, i + FPK_BLOCK < hi ? i + FPK_BLOCK : hi);
    double rest = fmax(base->total - sum, 0);
    *cdf = low ? sum : rest;
    *tail = low ? rest : sum;
}

void fpk_base_cdf(const struct fpk_base *base, size_t n, const double *u, double *cdf, double *tail,
                  int threads)
{
    if (base->kind == FPK_BASE_UNIFORM) {
        for (size_t i = 0; i < n; i++) {
            double v = fmin(fmax(u[i], base->a), base->b);
            cdf[i] = (v - base->a) / (base->b - base->a);
            tail[i] = (base->b - v) / (base->b - base->a);
        }
        return;
    }
#pragma omp parallel for num_threads(threads) schedule(dynamic, 64) if (n > 64)
    for (long long i = 0; i < (long long)n; i++)
        mass_at(base, u[i], &cdf[i], &tail[i]);
    (void)threads;
}
