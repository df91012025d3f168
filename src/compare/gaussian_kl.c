/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Relative entropy of Gaussians from the eigenvalues 1 + delta of B = P^-1/2 Q P^-1/2:
 *
 *     2 kl_qp = sum_i f(delta_i) + |y|^2,            f(d) = d - ln(1 + d),
 *     2 kl_pq = sum_i f(-delta_i/(1 + delta_i)) + sum_i (w_i.y)^2/(1 + delta_i),  y = P^-1/2 shift.
 *
 * Where the two are near, delta are the eigenvalues of P^-1/2 (Q - P) P^-1/2, so that nothing
 * cancels; else those of B less 1. */
#include "gaussian_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/dense.h"
#include "fpk/numeric/elementary.h"

#include <float.h>
#include <math.h>

#define NO_WIDTH  "a covariance has no width in some direction, so that there is no density"
#define UNCERTAIN "a covariance has no width in some direction within numerical error"

/* d - ln(1 + d), relative accuracy for d near 0 too, given both d and 1 + d. */
static double excess(double d, double one_more)
{
    if (fabs(d) > .25)
        return d - fpk_log(one_more);
    double sum = 0; /* d^2/2 - d^3/3 + ..., the term of d^27 is below 1e-17 of the first */
    for (int k = 27; k >= 2; k--)
        sum = (k % 2 ? -1. : 1.) / k + d * sum;
    return d * d * sum;
}

/* What is needed of the eigenproblem: [dim] each. */
struct ratios {
    double *delta, *ratio; /* ratio = 1 + delta */
    double *y;             /* along the eigenvectors */
    double *off;           /* error of delta */
};

/* A direction in which neither has width nor shift says nothing. */
static bool empty(const struct fpk_gaussian_pair *pair, size_t i)
{
    size_t stride = pair->diagonal ? 1 : pair->dim + 1;
    return pair->v[i] == 0 && pair->q[i * stride] == 0 && pair->shift[i] == 0;
}

static void ratios_diagonal(const struct fpk_gaussian_pair *pair, const struct ratios *r)
{
    for (size_t i = 0; i < pair->dim; i++) {
        double v = pair->v[i], e = pair->p_error[i], f = pair->q_error[i];
        r->ratio[i] = 1;
        if (empty(pair, i))
            continue;
        r->delta[i] = pair->e[i] / v;
        r->ratio[i] = pair->q[i] / v;
        r->y[i] = pair->shift[i] / sqrt(v);
        r->off[i] = ((2 * sqrt(pair->q[i]) + f) * f + (2 * sqrt(v) + e) * e * r->ratio[i]) / v +
                    8 * DBL_EPSILON * fabs(r->delta[i]);
    }
}

/* Frobenius norm of P^-1/2 (error of Q, or of P) P^-1/2. */
static double known_error(const struct fpk_gaussian_pair *pair)
{
    size_t dim = pair->dim;
    double sum = 0;
    for (size_t i = 0; i < dim; i++)
        for (size_t j = 0; j < dim; j++) {
            double e = pair->p_error[i], f = pair->q_error[i];
            double g = pair->p_error[j], h = pair->q_error[j];
            double s = sqrt(pair->q[i * (dim + 1)]), t = sqrt(pair->q[j * (dim + 1)]);
            double off =
                f * t + h * s + f * h + e * sqrt(pair->v[j]) + g * sqrt(pair->v[i]) + e * g;
            if (!empty(pair, i) && !empty(pair, j))
                sum += off * off / (pair->v[i] * pair->v[j]);
        }
    return sqrt(sum);
}

/* out <- P^-1/2 m P^-1/2, with `rest` on the diagonal of empty directions. */
static void scale(const struct fpk_gaussian_pair *pair, const double *m, double rest, double *out)
{
    size_t dim = pair->dim;
    for (size_t i = 0; i < dim; i++)
        for (size_t j = 0; j < dim; j++)
            out[i * dim + j] = empty(pair, i) || empty(pair, j)
                                   ? (i == j ? rest : 0)
                                   : m[i * dim + j] / (sqrt(pair->v[i]) * sqrt(pair->v[j]));
}

/* sum_i B_ii (B^-1)_ii from the eigenvectors w: with dim times it Jacobi's eigenvalues of B are off
 * relatively by rounding, whatever the scales of its rows. */
static double condition(size_t dim, const double *w, const double *ratio)
{
    double sum = 0;
    for (size_t i = 0; i < dim; i++) {
        double own = 0, inverse = 0;
        for (size_t k = 0; k < dim; k++) {
            double share = w[i * dim + k] * w[i * dim + k];
            own += share * ratio[k];
            inverse += share / ratio[k];
        }
        sum += own * inverse;
    }
    return isfinite(sum) ? (double)dim * sum : INFINITY;
}

/* Largest entry of m over the least width of p: how far the rounding of a turn is seen. */
static double spread_of(const struct fpk_gaussian_pair *pair, const double *m)
{
    double most = 0, least = INFINITY;
    for (size_t k = 0; k < pair->dim * pair->dim; k++)
        most = fmax(most, fabs(m[k]));
    for (size_t i = 0; i < pair->dim; i++)
        least = empty(pair, i) ? least : fmin(least, pair->v[i]);
    return isfinite(least) ? most / least : 0;
}

/* m, w [dim][dim] are work. */
static void ratios_dense(const struct fpk_gaussian_pair *pair, const struct ratios *r, double *m,
                         double *w)
{
    size_t dim = pair->dim;
    double norm = 0, most = 0;
    scale(pair, pair->e, 0, m);
    for (size_t k = 0; k < dim * dim; k++)
        norm += m[k] * m[k];
    bool near = sqrt(norm) < .5;
    if (!near)
        scale(pair, pair->q, 1, m);
    fpk_symmetric_eigen(dim, m, w, r->delta);
    for (size_t i = 0; i < dim; i++) {
        r->ratio[i] = near ? 1 + r->delta[i] : fmax(r->delta[i], 0);
        r->delta[i] = near ? r->delta[i] : r->delta[i] - 1;
        most = fmax(most, r->ratio[i]);
        r->y[i] = 0;
        for (size_t k = 0; k < dim; k++)
            if (!empty(pair, k))
                r->y[i] += w[k * dim + i] * pair->shift[k] / sqrt(pair->v[k]);
    }
    double rounding = 8 * (double)(dim + 8) * DBL_EPSILON, off = known_error(pair);
    double turned = pair->turned * spread_of(pair, near ? pair->e : pair->q);
    double whole = near ? sqrt(norm) : most, graded = near ? INFINITY : condition(dim, w, r->ratio);
    for (size_t i = 0; i < dim; i++)
        r->off[i] = off + rounding * fmin(whole, graded * r->ratio[i]) + turned;
}

/* Values and first-order errors, and the square of what was left out of those. */
static void sum_up(const struct fpk_gaussian_pair *pair, const struct ratios *r,
                   struct fpk_number *pq, struct fpk_number *qp)
{
    size_t dim = pair->dim;
    double y2 = 0, z2 = 0, eta = 0, rounding = 8 * (double)(dim + 8) * DBL_EPSILON + pair->turned;
    *pq = *qp = (struct fpk_number){0};
    for (size_t i = 0; i < dim; i++) {
        double d = r->delta[i], b = r->ratio[i], y = r->y[i], off = r->off[i];
        double step = pair->p_error[i] + pair->q_error[i];
        pq->value += .5 * (excess(-d / b, 1 / b) + y * y / b);
        qp->value += .5 * (excess(d, b) + y * y);
        pq->error += .5 * off * (fabs(d) + y * y + off) / (b * b);
        qp->error += .5 * off * (fabs(d) / b + y * y + off / (b * b));
        y2 += y * y;
        z2 += y * y / (b * b);
        eta += empty(pair, i) ? 0 : step * step / pair->v[i];
    }
    pq->error += sqrt(z2 * eta) + eta + rounding * pq->value;
    qp->error += sqrt(y2 * eta) + eta + rounding * qp->value;
}

static void unknown(struct fpk_number *pq, struct fpk_number *qp, double value, const char *reason)
{
    *pq = *qp = (struct fpk_number){.value = value, .error = INFINITY, .reason = reason};
}

enum fpk_status fpk_gaussian_kl(const struct fpk_gaussian_pair *pair, struct fpk_number *pq,
                                struct fpk_number *qp)
{
    size_t dim = pair->dim, stride = pair->diagonal ? 1 : dim + 1;
    for (size_t i = 0; i < dim; i++)
        if (!empty(pair, i) && (pair->v[i] == 0 || pair->q[i * stride] == 0)) {
            unknown(pq, qp, INFINITY, NO_WIDTH);
            return FPK_OK;
        }
    double *work = NULL;
    FPK_TRY(fpk_allocate(&work, 4 * dim + (pair->diagonal ? 0 : 2 * dim * dim)));
    struct ratios r = {work, work + dim, work + 2 * dim, work + 3 * dim};
    if (pair->diagonal)
        ratios_diagonal(pair, &r);
    else
        ratios_dense(pair, &r, work + 4 * dim, work + 4 * dim + dim * dim);
    sum_up(pair, &r, pq, qp);
    for (size_t i = 0; i < dim; i++)
        if (!(r.ratio[i] > 2 * r.off[i]))
            unknown(pq, qp, NAN, UNCERTAIN);
    fpk_release(&work);
    return FPK_OK;
}
