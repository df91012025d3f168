/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spectral_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

#include <math.h>

#define NEWTON 12 /* steps; four are enough */

/* P_k(x), k = 0 ... n. */
static void legendre(size_t n, double x, double *p)
{
    p[0] = 1;
    p[1] = x;
    for (size_t k = 1; k < n; k++)
        p[k + 1] = ((double)(2 * k + 1) * x * p[k] - (double)k * p[k - 1]) / (double)(k + 1);
}

/* Zeros of (1 - x^2) P_n'(x) by Newton's iteration from the Chebyshev points, symmetric; weights
 * 2/(n (n+1) P_n^2); barycentric weights (-1)^i sqrt(weight) (Wang, Huybrechs, Vandewalle 2014,
 * doi:10.1090/S0025-5718-2014-02821-4). p [n + 1]. */
static void gauss_lobatto(struct fpk_nodes *nodes, double *p)
{
    size_t n = nodes->n - 1;
    double centre = 0.5 * (nodes->a + nodes->b), half = 0.5 * (nodes->b - nodes->a);
    for (size_t i = 0; 2 * i <= n; i++) {
        double z = 2 * i == n ? 0 : -fpk_cos(FPK_PI * (double)i / (double)n);
        for (int step = 0; step < NEWTON && i > 0; step++) {
            legendre(n, z, p);
            z -= (z * p[n] - p[n - 1]) / ((double)(n + 1) * p[n]);
        }
        z = i == 0 ? -1 : z;
        legendre(n, z, p);
        double w = 2 / ((double)n * (double)(n + 1) * p[n] * p[n]);
        nodes->x[i] = i == 0 ? nodes->a : centre + half * z;
        nodes->x[n - i] = i == 0 ? nodes->b : centre - half * z;
        nodes->weight[i] = nodes->weight[n - i] = half * w;
        nodes->bary[i] = i % 2 ? -sqrt(w) : sqrt(w);
        nodes->bary[n - i] = (n - i) % 2 ? -sqrt(w) : sqrt(w);
    }
}

static void equal_distances(struct fpk_nodes *nodes)
{
    double h = (nodes->b - nodes->a) / (double)(nodes->n - 1);
    for (size_t i = 0; i < nodes->n; i++) {
        nodes->x[i] = nodes->a + h * (double)i;
        nodes->weight[i] = h;
    }
}

enum fpk_status fpk_nodes_init(struct fpk_nodes *nodes, enum fpk_nodes_kind kind, double a,
                               double b, size_t n)
{
    double *p = NULL;
    enum fpk_status status;
    *nodes = (struct fpk_nodes){.kind = kind, .n = n, .a = a, .b = b};
    FPK_TRY_DONE(status, fpk_allocate(&p, n + 1));
    FPK_TRY_DONE(status, fpk_allocate(&nodes->x, n));
    FPK_TRY_DONE(status, fpk_allocate(&nodes->weight, n));
    FPK_TRY_DONE(status, fpk_allocate(&nodes->bary, n));
    if (kind == FPK_NODES_SINC)
        equal_distances(nodes);
    else
        gauss_lobatto(nodes, p);
done:
    fpk_release(&p);
    if (status != FPK_OK)
        fpk_nodes_clear(nodes);
    return status;
}

void fpk_nodes_clear(struct fpk_nodes *nodes)
{
    fpk_release(&nodes->x);
    fpk_release(&nodes->weight);
    fpk_release(&nodes->bary);
}

void fpk_nodes_derivative(const struct fpk_nodes *nodes, double *out)
{
    size_t n = nodes->n;
    const double *x = nodes->x, *w = nodes->bary;
    for (size_t i = 0; i < n; i++) {
        double sum = 0;
        for (size_t j = 0; j < n; j++) {
            double value = 0;
            if (i != j && nodes->kind == FPK_NODES_SINC)
                value = ((i + j) % 2 ? -1 : 1) / (x[i] - x[j]);
            else if (i != j)
                value = w[j] / w[i] / (x[i] - x[j]);
            out[i * n + j] = value;
            sum += value;
        }
        /* A constant polynomial has no slope, to the last bit (Baltensperger, Trummer 2003,
         * doi:10.1137/S1064827501388182). */
        out[i * n + i] = nodes->kind == FPK_NODES_SINC ? 0 : -sum;
    }
}

static void sinc_row(const struct fpk_nodes *nodes, double x, double *row)
{
    double u = (x - nodes->a) * (double)(nodes->n - 1) / (nodes->b - nodes->a), near = rint(u);
    double sine = fpk_sin(FPK_PI * (u - near)) / FPK_PI;
    bool odd = fmod(near, 2) != 0;
    for (size_t j = 0; j < nodes->n; j++) {
        double apart = u - (double)j;
        row[j] = apart == 0 ? 1 : (((j % 2 != 0) != odd) ? -sine : sine) / apart;
    }
}

static void polynomial_row(const struct fpk_nodes *nodes, double x, double *row)
{
    double sum = 0;
    size_t here = nodes->n;
    for (size_t j = 0; j < nodes->n; j++) {
        here = x == nodes->x[j] ? j : here;
        row[j] = nodes->bary[j] / (x - nodes->x[j]);
        sum += row[j];
    }
    for (size_t j = 0; j < nodes->n; j++)
        row[j] = here < nodes->n ? (double)(j == here) : row[j] / sum;
}

void fpk_nodes_row(const struct fpk_nodes *nodes, double x, double *row)
{
    if (nodes->kind == FPK_NODES_SINC)
        sinc_row(nodes, x, row);
    else
        polynomial_row(nodes, x, row);
}

/* With z on [-1, 1], int_-1^z P_k = (P_{k+1}(z) - P_{k-1}(z))/(2k + 1), and the polynomial that is
 * 1 at node j is sum_k c_k P_k(z), c_k = (k + 1/2) w_j P_k(z_j), but n/2 for the last k = n. */
enum fpk_status fpk_nodes_integral(const struct fpk_nodes *nodes, double *out)
{
    size_t n = nodes->n, top = n - 1;
    double *p = NULL, half = 0.5 * (nodes->b - nodes->a), centre = 0.5 * (nodes->a + nodes->b);
    FPK_TRY(fpk_allocate(&p, n * (n + 1)));
    for (size_t i = 0; i < n; i++)
        legendre(n, i == 0 ? -1 : i == top ? 1 : (nodes->x[i] - centre) / half, p + i * (n + 1));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            const double *at = p + i * (n + 1), *of = p + j * (n + 1);
            double sum = 0.5 * (at[1] + 1);
            for (size_t k = 1; k < n; k++) {
                double gain = k == top ? (double)top / (double)(2 * k + 1) : 1;
                sum += 0.5 * gain * of[k] * (at[k + 1] - at[k - 1]);
            }
            out[i * n + j] = sum * nodes->weight[j];
        }
    fpk_release(&p);
    return FPK_OK;
}
