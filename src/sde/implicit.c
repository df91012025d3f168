/* SPDX-License-Identifier: GPL-3.0-or-later */
/* u = y + h f(u, t) by Newton's method, a block at a time.
 *
 * (1) f and its Jacobian J are asked for the whole block; (2) each point that has not settled moves
 * by -(1 - h J)^-1 (u - y - h f); (3) it has settled when it moved by less than 1e-9 of |u|, as the
 * next move would be near the square of that, or when what is left of the equation is rounding, or
 * when it left the numbers. A settled point is not moved again, so no bit depends on how long its
 * neighbours take. */
#include "step_priv.h"
#include "update_priv.h"

#include <math.h>
#include <string.h>

enum { MOST_MOVES = 64 };

/* f [dim], J [dim][dim], settled [1], and a shifted point and its two f for differences (even where
 * drift_x is known: a conversion of the model may lose it, and the room is the same for both). */
size_t fpk_sde_implicit_rows(const struct fpk_model *model)
{
    size_t dim = model->dim;
    return dim + dim * dim + 1 + (dim == 1 ? 0 : 3 * dim);
}

static double reach(double x)
{
    return 0x1p-17 * fmax(1, fabs(x));
}

/* J [dim][dim][n]: drift_x, else central differences as in slope.c. */
static void jacobian(const struct fpk_model *model, double t, size_t n, const double *x, double *J,
                     double *room)
{
    size_t dim = model->dim;
    if (dim == 1 || model->drift_x) {
        fpk_sde_slope(model, t, n, x, J);
        return;
    }
    double *at = room, *up = at + dim * n, *down = up + dim * n;
    for (size_t k = 0; k < dim; k++) {
        memcpy(at, x, dim * n * sizeof *at);
        for (size_t i = 0; i < n; i++)
            at[k * n + i] = x[k * n + i] + reach(x[k * n + i]);
        model->drift(t, n, at, up, model->ctx);
        for (size_t i = 0; i < n; i++)
            at[k * n + i] = x[k * n + i] - reach(x[k * n + i]);
        model->drift(t, n, at, down, model->ctx);
        for (size_t d = 0; d < dim; d++)
            for (size_t i = 0; i < n; i++)
                J[(d * dim + k) * n + i] =
                    (up[d * n + i] - down[d * n + i]) / (2 * reach(x[k * n + i]));
    }
}

/* b [dim] <- A^-1 b by elimination with row exchanges; A [dim][dim] is used up. A singular A gives
 * values that are not finite. */
static void eliminate(size_t dim, double *A, double *b)
{
    for (size_t k = 0; k < dim; k++) {
        size_t pivot = k;
        for (size_t r = k + 1; r < dim; r++)
            if (fabs(A[r * dim + k]) > fabs(A[pivot * dim + k]))
                pivot = r;
        for (size_t c = k; c < dim; c++) {
            double keep = A[k * dim + c];
            A[k * dim + c] = A[pivot * dim + c];
            A[pivot * dim + c] = keep;
        }
        double keep = b[k];
        b[k] = b[pivot];
        b[pivot] = keep;
        for (size_t r = k + 1; r < dim; r++) {
            double factor = A[r * dim + k] / A[k * dim + k];
            for (size_t c = k + 1; c < dim; c++)
                A[r * dim + c] -= factor * A[k * dim + c];
            b[r] -= factor * b[k];
        }
    }
    for (size_t k = dim; k-- > 0;) {
        for (size_t c = k + 1; c < dim; c++)
            b[k] -= A[k * dim + c] * b[c];
        b[k] /= A[k * dim + k];
    }
}

/* Point i of several dimensions; false: it has not settled yet. */
static bool move(const struct fpk_implicit *e, size_t i, const double *f, const double *J)
{
    size_t dim = e->model->dim, n = e->n;
    double A[FPK_IMPLICIT_DIM * FPK_IMPLICIT_DIM], b[FPK_IMPLICIT_DIM];
    double rest = 0, noise = 0, moved = 0, size = 0;
    for (size_t d = 0; d < dim; d++) {
        for (size_t k = 0; k < dim; k++)
            A[d * dim + k] = (d == k) - e->h * J[(d * dim + k) * n + i];
        double u = e->u[d * n + i], y = e->y[d * n + i], hf = e->h * f[d * n + i];
        b[d] = (u - y) - hf;
        rest += fabs(b[d]);
        noise += 0x1p-50 * (fabs(u) + fabs(y) + fabs(hf));
    }
    eliminate(dim, A, b);
    for (size_t d = 0; d < dim; d++) {
        e->u[d * n + i] -= b[d];
        moved += fabs(b[d]);
        size += fabs(e->u[d * n + i]);
    }
    return moved <= 1e-9 * size || rest <= noise || !isfinite(size);
}

static size_t move_all(const struct fpk_implicit *e, const double *f, const double *J,
                       double *settled)
{
    if (e->model->dim == 1)
        return FPK_DISPATCH(fpk_sde_newton)(e->n, e->h, e->y, f, J, settled, e->u);
    size_t left = 0;
    for (size_t i = 0; i < e->n; i++) {
        if (settled[i] == 0)
            settled[i] = move(e, i, f, J);
        left += settled[i] == 0;
    }
    return left;
}

void fpk_sde_implicit_solve(const struct fpk_implicit *e, double *room)
{
    size_t dim = e->model->dim, left = e->n;
    double *f = room, *J = f + dim * FPK_BLOCK, *settled = J + dim * dim * FPK_BLOCK;
    memset(settled, 0, e->n * sizeof *settled);
    for (int k = 0; k < MOST_MOVES && left > 0; k++) {
        e->model->drift(e->t, e->n, e->u, f, e->model->ctx);
        jacobian(e->model, e->t, e->n, e->u, J, settled + FPK_BLOCK);
        left = move_all(e, f, J, settled);
    }
    for (size_t i = 0; i < e->n && left > 0; i++)
        if (settled[i] == 0)
            e->u[i] = NAN;
}
