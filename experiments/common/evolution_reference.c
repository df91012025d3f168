/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an evolution is compared with: its closed form, or the oracle on the same domain. */
#include "evolution.h"

#include "fpk/base/memory.h"
#include "fpk/fokker_planck/spectral.h"
#include "fpk/numeric/quadrature.h"

#include <math.h>
#include <string.h>

#define ORACLE_TOLERANCE 1e-10

double fpk_evolution_cells_tv(const struct fpk_grid *grid, const double *p, const double *q)
{
    double sum = 0;
    for (size_t i = 0; i < grid->n; i++)
        sum += fabs(p[i] - q[i]);
    return 0.5 * fpk_grid_width(grid) * sum;
}

/* Cell averages of the mixture, differences of the cdf taken from the nearer tail. */
static void average_cells(const struct fpk_mixture *mixture, const struct fpk_grid *grid,
                          double *out)
{
    double cdf0, tail0, h = fpk_grid_width(grid), x = grid->a;
    fpk_mixture_cdf(mixture, 1, &x, &cdf0);
    fpk_mixture_tail(mixture, 1, &x, &tail0);
    for (size_t i = 0; i < grid->n; i++) {
        double cdf, tail;
        x = fpk_grid_face(grid, i + 1);
        fpk_mixture_cdf(mixture, 1, &x, &cdf);
        fpk_mixture_tail(mixture, 1, &x, &tail);
        out[i] = (cdf < 0.5 ? cdf - cdf0 : tail0 - tail) / h;
        cdf0 = cdf;
        tail0 = tail;
    }
}

enum fpk_status fpk_evolution_reference_cells(const struct fpk_evolution *p, size_t n_time,
                                              const double *time, struct fpk_grid grid, double *out,
                                              double *error)
{
    if (p->exact) {
        for (size_t k = 0; k < n_time; k++) {
            struct fpk_mixture exact = {0};
            FPK_TRY(p->exact(time[k], &exact, p->ctx));
            average_cells(&exact, &grid, out + k * grid.n);
            fpk_mixture_clear(&exact);
            error[k] = 1e-14; /* rounding: a few ulp of the cdf's terms */
        }
        return FPK_OK;
    }
    struct fpk_fokker_planck_problem problem = {.model = p->model,
                                                .start = p->start,
                                                .t1 = time[n_time - 1],
                                                .a = grid.a,
                                                .b = grid.b,
                                                .tolerance = ORACLE_TOLERANCE,
                                                .n_time = n_time,
                                                .time = time,
                                                .field_cells = grid.n};
    struct fpk_fokker_planck_result result = {0};
    FPK_TRY(fpk_spectral_density(&problem, &result));
    for (size_t k = 0; k < n_time; k++) {
        memcpy(out + k * grid.n, result.field[k].value, grid.n * sizeof *out);
        error[k] = result.moments[k].tv_error;
    }
    fpk_fokker_planck_result_clear(&result);
    return FPK_OK;
}

enum fpk_status fpk_evolution_reference_pdf(const struct fpk_evolution *p,
                                            const struct fpk_evolution_views *v, double t, size_t n,
                                            const double *x, double *pdf)
{
    if (p->exact) {
        struct fpk_mixture exact = {0};
        FPK_TRY(p->exact(t, &exact, p->ctx));
        for (size_t i = 0; i < n; i += FPK_BLOCK)
            fpk_mixture_pdf(&exact, n - i < FPK_BLOCK ? n - i : FPK_BLOCK, x + i, pdf + i);
        fpk_mixture_clear(&exact);
        return FPK_OK;
    }
    struct fpk_fokker_planck_problem problem = {.model = p->model,
                                                .start = p->start,
                                                .t1 = t,
                                                .a = v->a,
                                                .b = v->b,
                                                .tolerance = ORACLE_TOLERANCE,
                                                .n_at = n,
                                                .at = x};
    struct fpk_fokker_planck_result result = {0};
    FPK_TRY(fpk_spectral_density(&problem, &result));
    memcpy(pdf, result.density, n * sizeof *pdf);
    fpk_fokker_planck_result_clear(&result);
    return FPK_OK;
}

/* ---- on nodes ---- */

enum { PANELS = 32, NODES = 16 };

/* P_0 ... P_n at x. */
static void legendre(size_t n, double x, double *value)
{
    value[0] = 1;
    value[1] = x;
    for (size_t k = 1; k < n; k++)
        value[k + 1] =
            ((double)(2 * k + 1) * x * value[k] - (double)k * value[k - 1]) / (double)(k + 1);
}

/* integral [i][j] of the polynomial that is 1 at node j and 0 at the others, from -1 to node i:
 *     l_j = w_j sum_k (2 k + 1)/2 P_k(x_j) P_k,   int P_k = (P_{k+1} - P_{k-1})/(2 k + 1). */
static void integrals(const double *x, const double *w, double integral[NODES][NODES])
{
    double value[NODES][NODES + 1];
    for (int i = 0; i < NODES; i++)
        legendre(NODES, x[i], value[i]);
    for (int i = 0; i < NODES; i++)
        for (int j = 0; j < NODES; j++) {
            double sum = 0.5 * (x[i] + 1);
            for (int k = 1; k < NODES; k++)
                sum += 0.5 * value[j][k] * (value[i][k + 1] - value[i][k - 1]);
            integral[i][j] = w[j] * sum;
        }
}

/* cdf and tail from the pdf, panel by panel. */
static void accumulate(const double *node, const double *weight, double half,
                       struct fpk_density *density)
{
    double integral[NODES][NODES], below = 0, above = 0;
    integrals(node, weight, integral);
    for (size_t first = 0; first < density->n; first += NODES) {
        const double *pdf = density->pdf + first;
        double all = 0;
        for (int j = 0; j < NODES; j++)
            all += weight[j] * pdf[j] * half;
        for (int i = 0; i < NODES; i++) {
            double part = 0;
            for (int j = 0; j < NODES; j++)
                part += integral[i][j] * pdf[j] * half;
            density->cdf[first + i] = below + part;
            density->tail[first + i] = all - part; /* the panels on the right follow */
        }
        below += all;
    }
    for (size_t first = density->n; first > 0; first -= NODES) {
        double all = 0;
        for (int i = 0; i < NODES; i++) {
            all += density->w[first - NODES + i] * density->pdf[first - NODES + i];
            density->tail[first - NODES + i] += above;
        }
        above += all;
    }
}

enum fpk_status fpk_evolution_reference_density(const struct fpk_evolution *p,
                                                const struct fpk_evolution_views *v, double t,
                                                double a, double b, struct fpk_density *density)
{
    double node[NODES], weight[NODES], width = (b - a) / PANELS;
    FPK_TRY(fpk_density_init(density, PANELS * NODES));
    fpk_gauss_legendre(NODES, node, weight);
    for (int k = 0; k < PANELS; k++)
        fpk_gauss_legendre_on(a + k * width, a + (k + 1) * width, NODES, node, weight,
                              density->x + k * NODES, density->w + k * NODES);
    enum fpk_status status =
        fpk_evolution_reference_pdf(p, v, t, density->n, density->x, density->pdf);
    if (status != FPK_OK) {
        fpk_density_clear(density);
        return status;
    }
    for (size_t i = 0; i < density->n; i++) /* rounding in the oracle's tails */
        density->pdf[i] = fmax(density->pdf[i], 0);
    accumulate(node, weight, width / 2, density);
    return FPK_OK;
}
