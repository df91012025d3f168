/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops over the particles of a block; the order of operations per particle is part of the
 * contract (same bits from the fused form and from its parts). */
#include "update_priv.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* x += a f */
void FPK_KERNEL(fpk_sde_add)(size_t n, double a, const double *restrict f, double *restrict x)
{
    for (size_t i = 0; i < n; i++)
        x[i] += a * f[i];
}

/* An exponent of all ones, that of a NaN or an infinity, and one more, without the sign: the carry
 * is in the highest bit. */
static inline uint64_t carry_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return (bits & 0x7fffffffffffffffu) + 0x0010000000000000u;
}

/* x += a f; x += b z; is all of x finite? Memory bounds this loop: the look is free here. */
bool FPK_KERNEL(fpk_sde_add_two)(size_t n, double a, const double *restrict f, double b,
                                 const double *restrict z, double *restrict x)
{
    uint64_t carry = 0;
    for (size_t i = 0; i < n; i++) {
        double next = (x[i] + a * f[i]) + b * z[i];
        carry |= carry_of(next);
        x[i] = next;
    }
    return !(carry >> 63);
}

/* x += a (g z) */
void FPK_KERNEL(fpk_sde_add_product)(size_t n, double a, const double *restrict g,
                                     const double *restrict z, double *restrict x)
{
    for (size_t i = 0; i < n; i++)
        x[i] += a * (g[i] * z[i]);
}

/* x += a (u v) (y z - c); y may be z */
void FPK_KERNEL(fpk_sde_add_pair)(size_t n, double a, const double *restrict u,
                                  const double *restrict v, const double *y, const double *z,
                                  double c, double *restrict x)
{
    for (size_t i = 0; i < n; i++)
        x[i] += (a * (u[i] * v[i])) * (y[i] * z[i] - c);
}

/* norm [n] <- Euclid's norm of f [dim][n], scaled so that no square overflows */
void FPK_KERNEL(fpk_sde_norm)(size_t n, size_t dim, const double *restrict f, double *restrict norm)
{
    for (size_t i = 0; i < n && dim == 1; i++)
        norm[i] = fabs(f[i]);
    for (size_t i = 0; i < n && dim > 1; i++) {
        double largest = fabs(f[i]), sum = 0;
        for (size_t d = 1; d < dim; d++)
            largest = fabs(f[d * n + i]) > largest ? fabs(f[d * n + i]) : largest;
        double scale = largest > 0 ? largest : 1;
        for (size_t d = 0; d < dim; d++)
            sum += (f[d * n + i] / scale) * (f[d * n + i] / scale);
        norm[i] = largest * sqrt(sum);
    }
}

/* f <- f / (1 + a norm) */
void FPK_KERNEL(fpk_sde_tame)(size_t n, double a, const double *restrict norm, double *restrict f)
{
    for (size_t i = 0; i < n; i++)
        f[i] /= 1 + a * norm[i];
}

/* One move of Newton's method for u = y + h f(u), one dimension, where settled is 0; settled <- 1
 * where it was short, or led out of the numbers. How many are left. */
size_t FPK_KERNEL(fpk_sde_newton)(size_t n, double h, const double *restrict y,
                                  const double *restrict f, const double *restrict f_x,
                                  double *restrict settled, double *restrict u)
{
    double left = 0;
    for (size_t i = 0; i < n; i++) {
        double rest = (u[i] - y[i]) - h * f[i], move = rest / (1 - h * f_x[i]);
        double noise = 0x1p-50 * (fabs(u[i]) + fabs(y[i]) + h * fabs(f[i]));
        double moved = settled[i] != 0 ? u[i] : u[i] - move;
        double close = fabs(move) <= 1e-9 * fabs(moved) || fabs(rest) <= noise ? 1 : settled[i];
        close = fabs(moved) <= DBL_MAX ? close : 1;
        u[i] = moved;
        settled[i] = close;
        left += 1 - close;
    }
    return (size_t)left;
}

/* x <- alpha x + shift + sigma z */
void FPK_KERNEL(fpk_sde_affine)(size_t n, double alpha, double shift, double sigma,
                                const double *restrict z, double *restrict x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = (alpha * x[i] + shift) + sigma * z[i];
}

/* Is there a NaN or an infinity? */
bool FPK_KERNEL(fpk_sde_any_bad)(size_t n, const double *x)
{
    uint64_t carry = 0;
    for (size_t i = 0; i < n; i++)
        carry |= carry_of(x[i]);
    return carry >> 63;
}
