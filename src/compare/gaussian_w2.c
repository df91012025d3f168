/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wasserstein-2 of Gaussians, free of cancellation.
 *
 * With P = S^2 diagonal, X = (S Q S)^1/2 and E = Q - P: X^2 - P^2 = S E S, a Sylvester equation
 * X Y + Y P = S E S for Y = X - P, and tr(P + Q - 2 X) = |Y S^-1|^2 (Frobenius). In the axes of X,
 * X = W diag(x) W^T, it is solved entry by entry,
 *
 *     w2^2 = |shift|^2 + sum_ij ((W^T S E)_ij/(x_i + v_j))^2,
 *
 * a sum of squares, each proportional to the difference E. A coordinate in which p has no width
 * gives Q_jj. */
#include "gaussian_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/dense.h"

#include <float.h>
#include <math.h>

static double square(double x)
{
    return x * x;
}

/* sqrt(q) - sqrt(v) from the difference. */
static double root_difference(double v, double q, double e)
{
    double sum = sqrt(v) + sqrt(q);
    return sum > 0 ? e / sum : 0;
}

/* x [dim] and w [dim][dim] <- the axes of S Q S; m [dim][dim] is work. */
static void axes_of_root(const struct fpk_gaussian_pair *pair, double *m, double *w, double *x)
{
    size_t dim = pair->dim;
    for (size_t i = 0; i < dim; i++)
        for (size_t j = 0; j < dim; j++)
            m[i * dim + j] = sqrt(pair->v[i]) * pair->q[i * dim + j] * sqrt(pair->v[j]);
    fpk_symmetric_eigen(dim, m, w, x);
    for (size_t i = 0; i < dim; i++)
        x[i] = sqrt(fmax(x[i], 0));
}

/* Both [2]: the sum above, and the same with |W^T S E| at its most, for rounding. */
static void sum_entries(const struct fpk_gaussian_pair *pair, const double *w, const double *x,
                        double *sum, double *most)
{
    size_t dim = pair->dim;
    for (size_t j = 0; j < dim; j++) {
        double length = 0;
        if (pair->v[j] == 0) {
            *sum += pair->q[j * (dim + 1)];
            continue;
        }
        for (size_t k = 0; k < dim; k++)
            length += pair->v[k] * square(pair->e[k * dim + j]);
        for (size_t i = 0; i < dim; i++) {
            double z = 0;
            for (size_t k = 0; k < dim; k++)
                z += w[k * dim + i] * sqrt(pair->v[k]) * pair->e[k * dim + j];
            *sum += square(z / (x[i] + pair->v[j]));
            *most += length / square(x[i] + pair->v[j]);
        }
    }
}

enum fpk_status fpk_gaussian_w2(const struct fpk_gaussian_pair *pair, struct fpk_number *w2)
{
    size_t dim = pair->dim;
    double *work = NULL, sum = 0, most = 0, known = 0;
    for (size_t i = 0; i < dim; i++)
        sum += square(pair->shift[i]);
    if (pair->diagonal) {
        for (size_t i = 0; i < dim; i++)
            sum += square(root_difference(pair->v[i], pair->q[i], pair->e[i]));
    } else {
        FPK_TRY(fpk_allocate(&work, 2 * dim * dim + dim));
        double *w = work + dim * dim, *x = w + dim * dim;
        axes_of_root(pair, work, w, x);
        sum_entries(pair, w, x, &sum, &most);
        fpk_release(&work);
    }
    for (size_t i = 0; i < dim; i++)
        known += square(pair->p_error[i] + pair->q_error[i]);
    double rounding = (double)(dim + 8) * DBL_EPSILON;
    *w2 = (struct fpk_number){.value = sqrt(sum)};
    w2->error = sqrt(known) + (rounding + pair->turned) * sqrt(sum) + 8 * rounding * sqrt(most);
    return FPK_OK;
}
