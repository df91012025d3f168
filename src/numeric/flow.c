/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/numeric/dense.h"

#include <math.h>
#include <string.h>

enum { TERMS = 14 }; /* of the series: (1/4)^14/15! is below 2^-52 of the first */

/* out <- p q, apart from both. */
static void multiply(size_t n, const double *p, const double *q, double *out)
{
    for (size_t i = 0; i < n; i++) {
        double *row = out + i * n;
        memset(row, 0, n * sizeof *row);
        for (size_t k = 0; k < n; k++)
            for (size_t j = 0; j < n; j++)
                row[j] += p[i * n + k] * q[k * n + j];
    }
}

static void apply(size_t n, const double *p, const double *v, double *out)
{
    for (size_t i = 0; i < n; i++) {
        out[i] = 0;
        for (size_t k = 0; k < n; k++)
            out[i] += p[i * n + k] * v[k];
    }
}

/* Largest sum of a row, |A|. */
static double norm(size_t n, const double *a)
{
    double most = 0;
    for (size_t i = 0; i < n; i++) {
        double sum = 0;
        for (size_t j = 0; j < n; j++)
            sum += fabs(a[i * n + j]);
        most = sum > most ? sum : most;
    }
    return most;
}

/* How often h is halved. */
static int halvings(size_t n, const double *a, double h)
{
    int k = 0;
    for (double size = norm(n, a) * h; size > 0.125 && k < 1100; size *= 0.5)
        k++;
    return k;
}

/* e <- exp(B) - 1 = B + B^2/2 + ..., by Horner from the last term: e <- B + B e/j. */
static void series_phi(size_t n, const double *b, double *e, double *room)
{
    memcpy(e, b, n * n * sizeof *e);
    for (int j = TERMS; j > 1; j--) {
        for (size_t i = 0; i < n * n; i++)
            room[i] = e[i] / j;
        multiply(n, b, room, e);
        for (size_t i = 0; i < n * n; i++)
            e[i] += b[i];
    }
}

/* shift <- h (c + B c/2 + B^2 c/6 + ...). */
static void series_shift(size_t n, const double *b, const double *c, double h, double *shift,
                         double *room)
{
    for (size_t i = 0; i < n; i++)
        shift[i] = h * c[i];
    for (int j = TERMS; j > 1; j--) {
        apply(n, b, shift, room);
        for (size_t i = 0; i < n; i++)
            shift[i] = h * c[i] + room[i] / j;
    }
}

/* q <- h (D + L D/2 + L^2 D/6 + ...), L Q = B Q + Q B^T. */
static void series_covariance(size_t n, const double *b, const double *d, double h, double *q,
                              double *room)
{
    for (size_t i = 0; i < n * n; i++)
        q[i] = h * d[i];
    for (int j = TERMS; j > 1; j--) {
        multiply(n, b, q, room);
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < n; k++)
                q[i * n + k] = h * d[i * n + k] + (room[i * n + k] + room[k * n + i]) / j;
    }
}

/* Twice the time: shift <- phi shift + shift, covariance <- phi covariance phi^T + covariance, with
 * e = phi - 1. */
static void twice_shift(size_t n, const double *e, double *shift, double *room)
{
    apply(n, e, shift, room);
    for (size_t i = 0; i < n; i++)
        shift[i] += shift[i] + room[i];
}

static void twice_covariance(size_t n, double *e, double *q, double *room)
{
    double *phi = room, *first = room + n * n;
    memcpy(phi, e, n * n * sizeof *e);
    for (size_t i = 0; i < n; i++)
        phi[i * n + i] += 1;
    multiply(n, phi, q, first);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k <= i; k++) {
            double sum = 0;
            for (size_t j = 0; j < n; j++)
                sum += first[i * n + j] * phi[k * n + j];
            q[i * n + k] += sum;
        }
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++)
            q[i * n + k] = q[k * n + i];
}

/* e <- (1 + e)^2 - 1. */
static void twice_phi(size_t n, double *e, double *room)
{
    multiply(n, e, e, room);
    for (size_t i = 0; i < n * n; i++)
        e[i] = 2 * e[i] + room[i];
}

void fpk_matrix_flow(size_t dim, const double *a, const double *c, const double *d, double h,
                     double *phi, double *shift, double *covariance, double *work)
{
    double *b = work, *room = work + dim * dim;
    int k = halvings(dim, a, h);
    double step = h;
    for (int i = 0; i < k; i++)
        step *= 0.5;
    for (size_t i = 0; i < dim * dim; i++)
        b[i] = step * a[i];
    series_phi(dim, b, phi, room);
    if (c)
        series_shift(dim, b, c, step, shift, room);
    if (d)
        series_covariance(dim, b, d, step, covariance, room);
    for (int i = 0; i < k; i++) {
        if (c)
            twice_shift(dim, phi, shift, room);
        if (d)
            twice_covariance(dim, phi, covariance, room);
        twice_phi(dim, phi, room);
    }
    for (size_t i = 0; i < dim; i++)
        phi[i * dim + i] += 1;
}
