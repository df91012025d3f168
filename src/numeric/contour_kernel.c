/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All poles of the contour at once: one sweep up the chain and one down, the poles in the lanes of
 * vectors, two vectors abreast; compiled once per instruction set.
 *
 * For the pole z, with s_i what is left of the sum of column i of z - tG (the boundary's part
 * included) and d_i the pivot, as in tridiagonal_lanes.h:
 *
 *     d_i = s_i + t up_i,   s_{i+1} = z + t down_{i+1} s_i/d_i,
 *     q_i = (p_i + t up_{i-1} q_{i-1})/d_i,   x_i = q_i + (t down_{i+1}/d_i) x_{i+1}.
 *
 * s/d lies between 0 and s in its angle, hence all of them between 0 and z: sums of numbers within
 * a sector, in which no digits are lost. */
#include "contour_kernel.h"

#if defined(__AVX512F__)
#define WIDTH 8
#elif defined(__AVX__)
#define WIDTH 4
#else
#define WIDTH 2
#endif
typedef double real __attribute__((vector_size(8 * WIDTH), aligned(8), may_alias));

#define POLES    FPK_CONTOUR_POLES
#define ABREAST  (2 * WIDTH)
#define EACH(X)  X(0) X(1)
#define AT(p, k) (*(real *)((p) + (k)*WIDTH))
#define OF(p, k) (*(const real *)((p) + (k)*WIDTH))

/* What a cell keeps: t down_{i+1}/d_i (its imaginary part negated) and q_i, in whose place come
 * later the terms of the two sums over the poles. */
enum { GAIN, GAIN_IMAGINARY, VALUE, VALUE_IMAGINARY, KEPT };
#define CELL(i) ((i)*KEPT * POLES)

static inline void eliminate(size_t n, double t, const double *up, const double *down,
                             const double *p, size_t first, double *sweep)
{
#define BEGIN(k)                                                                                   \
    const real zr##k = OF(fpk_contour_rule.pole[0] + first, k);                                    \
    const real zi##k = OF(fpk_contour_rule.pole[1] + first, k);                                    \
    real sr##k = zr##k + t * down[0], si##k = zi##k;                                               \
    real yr##k = p[0] + 0 * zr##k, yi##k = 0 * zr##k;
    EACH(BEGIN)
    for (size_t i = 0; i < n; i++) {
        double out = t * up[i], in = 0, next = 0;
        if (i + 1 < n) {
            in = t * down[i + 1];
            next = p[i + 1];
        }
        double *kept = sweep + CELL(i) + first;
#define GO(k)                                                                                      \
    real dr##k = sr##k + out, r##k = 1 / (dr##k * dr##k + si##k * si##k);                          \
    real ir##k = dr##k * r##k, ii##k = si##k * r##k;                                               \
    real qr##k = yr##k * ir##k + yi##k * ii##k, qi##k = yi##k * ir##k - yr##k * ii##k;             \
    AT(kept + GAIN * POLES, k) = in * ir##k;                                                       \
    AT(kept + GAIN_IMAGINARY * POLES, k) = in * ii##k;                                             \
    AT(kept + VALUE * POLES, k) = qr##k;                                                           \
    AT(kept + VALUE_IMAGINARY * POLES, k) = qi##k;                                                 \
    yr##k = next + out * qr##k;                                                                    \
    yi##k = out * qi##k;                                                                           \
    sr##k = zr##k + in * ((sr##k * dr##k + si##k * si##k) * r##k);                                 \
    si##k = zi##k + in * (out * si##k * r##k);
        EACH(GO)
    }
}

static inline void substitute(size_t n, size_t first, int with_integral, double *sweep)
{
    const struct fpk_contour_rule *rule = &fpk_contour_rule;
#define ZERO(k) real xr##k = {0}, xi##k = {0};
    EACH(ZERO)
    for (size_t i = n; i-- > 0;) {
        double *kept = sweep + CELL(i) + first;
#define BACK(k)                                                                                    \
    real gr##k = OF(kept + GAIN * POLES, k), gi##k = OF(kept + GAIN_IMAGINARY * POLES, k);         \
    real xs##k = OF(kept + VALUE * POLES, k) + (gr##k * xr##k + gi##k * xi##k);                    \
    xi##k = OF(kept + VALUE_IMAGINARY * POLES, k) + (gr##k * xi##k - gi##k * xr##k);               \
    xr##k = xs##k;                                                                                 \
    AT(kept + VALUE * POLES, k) =                                                                  \
        OF(rule->weight[0] + first, k) * xr##k - OF(rule->weight[1] + first, k) * xi##k;           \
    if (with_integral)                                                                             \
        AT(kept + VALUE_IMAGINARY * POLES, k) =                                                    \
            OF(rule->integral[0] + first, k) * xr##k - OF(rule->integral[1] + first, k) * xi##k;
        EACH(BACK)
    }
}

typedef double pair __attribute__((vector_size(16), aligned(8), may_alias));

/* The sum of 16 terms, by halves, in pairs at every width. */
static inline double sum(const double *term)
{
    const pair *t = (const pair *)term;
    pair s = ((t[0] + t[4]) + (t[2] + t[6])) + ((t[1] + t[5]) + (t[3] + t[7]));
    return s[0] + s[1];
}

void FPK_KERNEL(fpk_contour_kernel)(struct fpk_contour *contour, double t, const double *up,
                                    const double *down, const double *p, double *out,
                                    double *integral)
{
    size_t n = contour->n;
    double *sweep = contour->sweep;
    for (size_t first = 0; first < POLES; first += ABREAST) {
        eliminate(n, t, up, down, p, first, sweep);
        if (integral)
            substitute(n, first, 1, sweep);
        else
            substitute(n, first, 0, sweep);
    }
    for (size_t i = 0; i < n; i++)
        out[i] = sum(sweep + CELL(i) + VALUE * POLES);
    for (size_t i = 0; integral && i < n; i++)
        integral[i] = t * sum(sweep + CELL(i) + VALUE_IMAGINARY * POLES);
}
