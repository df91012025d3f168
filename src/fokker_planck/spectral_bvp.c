/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spectral_bvp_priv.h"

#include "fpk/base/memory.h"

#include <float.h>
#include <math.h>

#define ROUNDING (4 * DBL_EPSILON)
#define LOST     0.01 /* a residual beyond this: L T = -1 says nothing any more */

/* ---- One boundary value problem at one order. With v = u'' at the nodes, u' = c + S v,
 *     v + (f/D) (c + S v) = given,   and one row more for c. ---- */

enum fpk_status fpk_bvp_init(struct fpk_bvp *bvp, const struct fpk_model *model, double a, double b,
                             size_t order)
{
    enum fpk_status status;
    size_t n = order + 1;
    *bvp = (struct fpk_bvp){0};
    FPK_TRY(fpk_nodes_init(&bvp->nodes, FPK_NODES_LEGENDRE, a, b, n));
    FPK_TRY_DONE(status, fpk_allocate(&bvp->integral, n * n));
    FPK_TRY_DONE(status, fpk_allocate(&bvp->matrix, (n + 1) * (n + 1)));
    FPK_TRY_DONE(status, fpk_allocate(&bvp->f, n));
    FPK_TRY_DONE(status, fpk_allocate(&bvp->d, n));
    FPK_TRY_DONE(status, fpk_nodes_integral(&bvp->nodes, bvp->integral));
    status = fpk_spectral_coefficients(model, n, bvp->nodes.x, bvp->f, bvp->d);
done:
    if (status != FPK_OK)
        fpk_bvp_clear(bvp);
    return status;
}

void fpk_bvp_clear(struct fpk_bvp *bvp)
{
    fpk_nodes_clear(&bvp->nodes);
    fpk_release(&bvp->integral);
    fpk_release(&bvp->matrix);
    fpk_release(&bvp->f);
    fpk_release(&bvp->d);
}

/* out <- int_a^x_i of v. */
static void integrate(const struct fpk_bvp *bvp, const double *v, double *out)
{
    size_t n = bvp->nodes.n;
    for (size_t i = 0; i < n; i++) {
        double sum = 0;
        for (size_t j = 0; j < n; j++)
            sum += bvp->integral[i * n + j] * v[j];
        out[i] = sum;
    }
}

/* The last row: u(b) - u(a) = rise, u'(a) = 0 or u'(b) = 0. */
static void close_row(const struct fpk_bvp *bvp, enum fpk_bvp_end end, double *row)
{
    size_t n = bvp->nodes.n;
    for (size_t j = 0; j < n; j++) {
        row[j] = end == FPK_BVP_FLAT_RIGHT ? bvp->nodes.weight[j] : 0;
        for (size_t i = 0; i < n && end == FPK_BVP_RISE; i++)
            row[j] += bvp->nodes.weight[i] * bvp->integral[i * n + j];
    }
    row[n] = end == FPK_BVP_RISE ? bvp->nodes.b - bvp->nodes.a : 1;
}

enum fpk_status fpk_bvp_solve(struct fpk_bvp *bvp, enum fpk_bvp_end end, double rise, double *v,
                              double *slope, double *residual)
{
    size_t n = bvp->nodes.n, m = n + 1;
    double *a = bvp->matrix;
    for (size_t i = 0; i < n; i++) {
        double pull = bvp->f[i] / bvp->d[i];
        for (size_t j = 0; j < n; j++)
            a[i * m + j] = pull * bvp->integral[i * n + j] + (i == j ? 1 : 0);
        a[i * m + n] = pull;
    }
    close_row(bvp, end, a + n * m);
    v[n] = rise;
    FPK_TRY(fpk_dense_solve(m, a, 1, v));
    integrate(bvp, v, slope);
    *residual = 0;
    for (size_t i = 0; i < n; i++) {
        slope[i] += v[n];
        *residual =
            fmax(*residual, ROUNDING * (fabs(bvp->d[i] * v[i]) + fabs(bvp->f[i] * slope[i])));
    }
    return FPK_OK;
}

void fpk_bvp_sum(const struct fpk_bvp *bvp, const double *slope, bool zero_right, double *u)
{
    size_t n = bvp->nodes.n;
    integrate(bvp, slope, u);
    double end = u[n - 1];
    for (size_t i = 0; i < n; i++)
        u[i] -= zero_right ? end : 0;
}

double fpk_bvp_at(const struct fpk_bvp *bvp, const double *u, double x, double *row,
                  double *rounding)
{
    double sum = 0, size = 0;
    fpk_nodes_row(&bvp->nodes, x, row);
    for (size_t j = 0; j < bvp->nodes.n; j++) {
        sum += row[j] * u[j];
        size += fabs(row[j] * u[j]);
    }
    *rounding = ROUNDING * size;
    return sum;
}

enum fpk_status fpk_bvp_time(struct fpk_bvp *bvp, struct fpk_ends ends, struct fpk_exit_time *t)
{
    size_t n = bvp->nodes.n;
    bool left = ends.left == FPK_ABSORBING, right = ends.right == FPK_ABSORBING;
    enum fpk_bvp_end end = !left ? FPK_BVP_FLAT_LEFT : !right ? FPK_BVP_FLAT_RIGHT : FPK_BVP_RISE;
    for (size_t i = 0; i < n; i++)
        t->v[i] = -1 / bvp->d[i];
    FPK_TRY(fpk_bvp_solve(bvp, end, 0, t->v, t->slope, &t->residual));
    fpk_bvp_sum(bvp, t->slope, !left, t->mean);
    for (size_t i = 0; i < n; i++)
        t->v[i] = -2 * t->slope[i] * t->slope[i];
    FPK_TRY(fpk_bvp_solve(bvp, end, 0, t->v, t->slope, &t->variance_residual));
    fpk_bvp_sum(bvp, t->slope, !left, t->variance);
    if (!(t->residual <= LOST))
        t->residual = t->variance_residual = INFINITY;
    return FPK_OK;
}

enum fpk_status fpk_bvp_committor(struct fpk_bvp *bvp, double *v, double *q, double *residual)
{
    size_t n = bvp->nodes.n;
    double *slope = NULL;
    FPK_TRY(fpk_allocate(&slope, n));
    for (size_t i = 0; i < n; i++)
        v[i] = 0;
    enum fpk_status status = fpk_bvp_solve(bvp, FPK_BVP_RISE, 1, v, slope, residual);
    if (status == FPK_OK)
        fpk_bvp_sum(bvp, slope, false, q);
    fpk_release(&slope);
    return status;
}

enum fpk_status fpk_bvp_sides(const struct fpk_model *model, double a, double b,
                              struct fpk_ends ends, size_t order, const double *x, double *q,
                              double *at_x, double *rounding)
{
    struct fpk_bvp bvp;
    double *room = NULL, residual, unused;
    enum fpk_status status;
    size_t n = order + 1;
    *rounding = 0;
    *at_x = ends.right == FPK_ABSORBING;
    for (size_t j = 0; j < n; j++)
        q[j] = *at_x;
    if (ends.left != FPK_ABSORBING || ends.right != FPK_ABSORBING)
        return FPK_OK;
    FPK_TRY(fpk_bvp_init(&bvp, model, a, b, order));
    FPK_TRY_DONE(status, fpk_allocate(&room, 5 * (n + 1)));
    struct fpk_exit_time t = {room, room + n + 1, room + 2 * (n + 1), room + 3 * (n + 1), 0, 0};
    FPK_TRY_DONE(status, fpk_bvp_time(&bvp, ends, &t));
    FPK_TRY_DONE(status, fpk_bvp_committor(&bvp, room, q, &residual));
    if (x)
        *at_x = fpk_bvp_at(&bvp, q, *x, room + 4 * (n + 1), &unused);
    for (size_t j = 0; j < n; j++)
        *rounding = fmax(*rounding, residual * fabs(t.mean[j]));
    *rounding = isinf(t.residual) ? INFINITY : *rounding;
done:
    fpk_release(&room);
    fpk_bvp_clear(&bvp);
    return status;
}
