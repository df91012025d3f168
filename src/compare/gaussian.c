/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two Gaussians brought to the axes of one of them, and asked for their distances there. */
#include "gaussian_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/dense.h"

#include <float.h>
#include <math.h>

static enum fpk_status check_side(const struct fpk_gaussian *g)
{
    for (size_t i = 0; i < g->dim; i++) {
        double v = g->covariance ? g->covariance[i * (g->dim + 1)] : g->variance[i];
        FPK_CHECK(v >= 0 && isfinite(v) && isfinite(g->mean[i]), FPK_USAGE,
                  "distance of Gaussians: coordinate %zu has mean %g and variance %g", i,
                  g->mean[i], v);
    }
    return FPK_OK;
}

static double entry(const struct fpk_gaussian *g, size_t i, size_t j)
{
    if (g->covariance)
        return g->covariance[i * g->dim + j];
    return i == j ? g->variance[i] : 0;
}

/* out <- axes^T m axes for a symmetric m; half [dim][dim] is work. */
static void turn(size_t dim, const double *axes, const double *m, double *half, double *out)
{
    for (size_t i = 0; i < dim; i++)
        for (size_t b = 0; b < dim; b++) {
            half[i * dim + b] = 0;
            for (size_t j = 0; j < dim; j++)
                half[i * dim + b] += m[i * dim + j] * axes[j * dim + b];
        }
    for (size_t a = 0; a < dim; a++)
        for (size_t b = a; b < dim; b++) {
            double sum = 0;
            for (size_t i = 0; i < dim; i++)
                sum += axes[i * dim + a] * half[i * dim + b];
            out[a * dim + b] = out[b * dim + a] = sum;
        }
}

/* out <- axes^T x, or |axes|^T x for a vector of bounds. */
static void turn_vector(size_t dim, const double *axes, bool bound, double *x, double *spare)
{
    for (size_t a = 0; a < dim; a++) {
        spare[a] = 0;
        for (size_t i = 0; i < dim; i++)
            spare[a] += (bound ? fabs(axes[i * dim + a]) : axes[i * dim + a]) * x[i];
    }
    for (size_t a = 0; a < dim; a++)
        x[a] = spare[a];
}

/* Neither is diagonal: everything goes to the axes of p. */
static enum fpk_status turn_pair(struct fpk_gaussian_pair *pair, const struct fpk_gaussian *p)
{
    size_t dim = pair->dim, square = dim * dim;
    double *axes = NULL, *work = NULL, *copy = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&axes, square));
    FPK_TRY_DONE(status, fpk_allocate(&work, square));
    FPK_TRY_DONE(status, fpk_allocate(&copy, square));
    for (size_t i = 0; i < square; i++)
        copy[i] = p->covariance[i];
    fpk_symmetric_eigen(dim, copy, axes, pair->v);
    for (size_t a = 0; a < dim; a++)
        pair->v[a] = fmax(pair->v[a], 0); /* a zero one may come out as -1e-17 */
    double **const matrix[] = {&pair->q, &pair->e};
    for (int k = 0; k < 2; k++) {
        turn(dim, axes, *matrix[k], work, copy);
        double *old = *matrix[k];
        *matrix[k] = copy;
        copy = old;
    }
    turn_vector(dim, axes, false, pair->shift, work);
    turn_vector(dim, axes, true, pair->p_error, work);
    turn_vector(dim, axes, true, pair->q_error, work);
    pair->turned = 8 * (double)(dim + 8) * DBL_EPSILON;
done:
    fpk_release(&axes);
    fpk_release(&work);
    fpk_release(&copy);
    return status;
}

enum fpk_status fpk_gaussian_pair_init(struct fpk_gaussian_pair *pair, const struct fpk_gaussian *p,
                                       const struct fpk_gaussian *q, bool *exchanged)
{
    *pair = (struct fpk_gaussian_pair){.dim = p->dim};
    FPK_CHECK(p->dim == q->dim, FPK_USAGE,
              "distance of Gaussians: one has %zu dimensions, the other %zu", p->dim, q->dim);
    FPK_TRY(check_side(p));
    FPK_TRY(check_side(q));
    *exchanged = p->covariance && !q->covariance;
    const struct fpk_gaussian *first = *exchanged ? q : p, *second = *exchanged ? p : q;
    size_t dim = p->dim;
    pair->diagonal = !second->covariance;
    size_t size = pair->diagonal ? dim : dim * dim, stride = pair->diagonal ? dim + 1 : 1;
    enum fpk_status status;
    double **const vector[] = {&pair->v, &pair->shift, &pair->p_error, &pair->q_error};
    for (int k = 0; k < 4; k++)
        FPK_TRY_DONE(status, fpk_allocate(vector[k], dim));
    FPK_TRY_DONE(status, fpk_allocate(&pair->q, size));
    FPK_TRY_DONE(status, fpk_allocate(&pair->e, size));
    for (size_t i = 0; i < dim; i++) {
        pair->v[i] = entry(first, i, i);
        pair->shift[i] = second->mean[i] - first->mean[i];
        pair->p_error[i] = first->error ? first->error[i] : 0;
        pair->q_error[i] = second->error ? second->error[i] : 0;
    }
    for (size_t k = 0; k < size; k++) {
        size_t i = k * stride / dim, j = k * stride % dim;
        pair->q[k] = entry(second, i, j);
        pair->e[k] = pair->q[k] - entry(first, i, j);
    }
    if (first->covariance)
        status = turn_pair(pair, first);
done:
    if (status != FPK_OK)
        fpk_gaussian_pair_clear(pair);
    return status;
}

void fpk_gaussian_pair_clear(struct fpk_gaussian_pair *pair)
{
    fpk_release(&pair->v);
    fpk_release(&pair->q);
    fpk_release(&pair->e);
    fpk_release(&pair->shift);
    fpk_release(&pair->p_error);
    fpk_release(&pair->q_error);
}

enum fpk_status fpk_gaussian_distance(const struct fpk_gaussian *p, const struct fpk_gaussian *q,
                                      struct fpk_gaussian_distances *out)
{
    struct fpk_gaussian_pair pair;
    bool exchanged;
    FPK_TRY(fpk_gaussian_pair_init(&pair, p, q, &exchanged));
    enum fpk_status status = fpk_gaussian_w2(&pair, &out->w2);
    if (status == FPK_OK)
        status = fpk_gaussian_kl(&pair, exchanged ? &out->kl_qp : &out->kl_pq,
                                 exchanged ? &out->kl_pq : &out->kl_qp);
    fpk_gaussian_pair_clear(&pair);
    return status;
}
