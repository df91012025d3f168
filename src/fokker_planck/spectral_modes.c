/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spectral_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/quadrature.h"

#include <float.h>
#include <math.h>

enum fpk_status fpk_spectral_coefficients(const struct fpk_model *model, size_t n, const double *x,
                                          double *f, double *d)
{
    for (size_t first = 0; first < n; first += FPK_BLOCK) {
        size_t count = n - first < FPK_BLOCK ? n - first : FPK_BLOCK;
        model->drift(0, count, x + first, f + first, model->ctx);
        model->diffusion(0, count, x + first, d + first, model->ctx);
    }
    for (size_t i = 0; i < n; i++) {
        d[i] *= 0.5 * d[i];
        FPK_CHECK(isfinite(f[i]) && isfinite(d[i]), FPK_NUMERIC,
                  "the drift or the diffusion is not finite at x = %.10g: give a smaller domain",
                  x[i]);
        FPK_CHECK(d[i] > 0, FPK_NUMERIC,
                  "the noise vanishes at x = %.10g, where the spectral oracle would divide by it: "
                  "give a smaller domain",
                  x[i]);
    }
    return FPK_OK;
}

/* int f/D from one x to another that is near it. */
static double integral(const struct fpk_spectral_modes *modes, double from, double to)
{
    const struct fpk_model *model = modes->model;
    double x[FPK_SPECTRAL_PANEL], weight[FPK_SPECTRAL_PANEL], f[FPK_SPECTRAL_PANEL];
    double g[FPK_SPECTRAL_PANEL], sum = 0;
    fpk_gauss_legendre_on(from, to, FPK_SPECTRAL_PANEL, modes->node, modes->rule, x, weight);
    model->drift(0, FPK_SPECTRAL_PANEL, x, f, model->ctx);
    model->diffusion(0, FPK_SPECTRAL_PANEL, x, g, model->ctx);
    for (int i = 0; i < FPK_SPECTRAL_PANEL; i++)
        sum += weight[i] * (2 * f[i] / (g[i] * g[i]));
    return sum;
}

/* ln sqrt(p_s) = 1/2 int f/D - 1/2 ln D + constant. */
static void find_root(struct fpk_spectral_modes *modes)
{
    size_t n = modes->nodes.n;
    double *l = modes->log_root, top = -INFINITY;
    fpk_gauss_legendre(FPK_SPECTRAL_PANEL, modes->node, modes->rule);
    l[0] = -0.5 * fpk_log(modes->d[0]);
    for (size_t i = 1; i < n; i++)
        l[i] = l[i - 1] + 0.5 * (integral(modes, modes->nodes.x[i - 1], modes->nodes.x[i]) -
                                 fpk_log(modes->d[i] / modes->d[i - 1]));
    for (size_t i = 0; i < n; i++)
        top = fmax(top, l[i]);
    for (size_t i = 0; i < n; i++)
        l[i] -= top;
}

double fpk_spectral_log_root(const struct fpk_spectral_modes *modes, double x)
{
    const struct fpk_nodes *nodes = &modes->nodes;
    size_t low = 0, high = nodes->n - 1;
    if (modes->flat)
        return 0;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (nodes->x[middle] <= x)
            low = middle;
        else
            high = middle;
    }
    size_t near = x - nodes->x[low] < nodes->x[high] - x ? low : high;
    if (x == nodes->x[near])
        return modes->log_root[near];
    double g;
    modes->model->diffusion(0, 1, &x, &g, modes->model->ctx);
    return modes->log_root[near] +
           0.5 * (integral(modes, nodes->x[near], x) - fpk_log(0.5 * g * g / modes->d[near]));
}

/* s = (f - D')/(2 D); D' = g g', from the model where it knows g', else the slope of the function
 * through the nodes. */
static void find_pull(const struct fpk_spectral_modes *modes, const double *f,
                      const double *derivative, double *s)
{
    const struct fpk_model *model = modes->model;
    size_t n = modes->nodes.n;
    double g[FPK_SPECTRAL_MOST + 1], slope[FPK_SPECTRAL_MOST + 1] = {0};
    bool additive = model->noise_kind == FPK_NOISE_ADDITIVE, known = model->diffusion_x != NULL;
    model->diffusion(0, n, modes->nodes.x, g, model->ctx);
    if (known && !additive)
        model->diffusion_x(0, n, modes->nodes.x, slope, model->ctx);
    for (size_t i = 0; i < n; i++) {
        double d_slope = g[i] * slope[i];
        for (size_t j = 0; j < n && !known && !additive; j++)
            d_slope += derivative[i * n + j] * modes->d[j];
        s[i] = (f[i] - d_slope) / (2 * modes->d[i]);
    }
}

static enum fpk_status decompose(struct fpk_spectral_modes *modes, double *f, double *derivative,
                                 double *a, double *s, double *kept)
{
    size_t n = modes->nodes.n, first = modes->ends.left == FPK_ABSORBING;
    const double *q = modes->nodes.weight;
    FPK_TRY(fpk_spectral_coefficients(modes->model, n, modes->nodes.x, f, modes->d));
    fpk_nodes_derivative(&modes->nodes, derivative);
    find_pull(modes, f, derivative, s);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < modes->n; k++) {
            size_t j = first + k;
            double entry = derivative[i * n + j] - (i == j ? s[i] : 0);
            a[i * modes->n + k] = sqrt(modes->d[i] * q[i] / q[j]) * entry;
        }
    FPK_TRY(fpk_dense_singular(n, modes->n, a, modes->sigma, kept));
    for (size_t k = 0; k < modes->n; k++)
        for (size_t j = 0; j < modes->n; j++)
            modes->vector[k * n + first + j] = kept[k * modes->n + j];
    find_root(modes);
    /* Where the answer is known, 2^-52 sigma_max / 6 is the most that is seen. */
    modes->rounding = DBL_EPSILON / 2 * modes->sigma[modes->n - 1];
    if (!fpk_ends_absorb(modes->ends))
        modes->rounding += modes->sigma[0];
    return FPK_OK;
}

enum fpk_status fpk_spectral_modes_init(struct fpk_spectral_modes *modes,
                                        const struct fpk_model *model, enum fpk_nodes_kind kind,
                                        double a, double b, struct fpk_ends ends, size_t order)
{
    double *room = NULL;
    size_t n = kind == FPK_NODES_SINC ? order : order + 1;
    enum fpk_status status;
    *modes = (struct fpk_spectral_modes){.model = model, .ends = ends, .n = n};
    modes->n -= ends.left == FPK_ABSORBING;
    modes->n -= ends.right == FPK_ABSORBING;
    FPK_TRY(fpk_nodes_init(&modes->nodes, kind, a, b, n));
    FPK_TRY_DONE(status, fpk_allocate(&room, 2 * n + 3 * n * n));
    FPK_TRY_DONE(status, fpk_allocate(&modes->sigma, n));
    FPK_TRY_DONE(status, fpk_allocate(&modes->vector, n * n));
    FPK_TRY_DONE(status, fpk_allocate(&modes->log_root, n));
    FPK_TRY_DONE(status, fpk_allocate(&modes->d, n));
    double *square = room + 2 * n;
    status = decompose(modes, room, square, square + n * n, room + n, square + 2 * n * n);
done:
    fpk_release(&room);
    if (status != FPK_OK)
        fpk_spectral_modes_clear(modes);
    return status;
}

enum fpk_status fpk_spectral_modes_flat(struct fpk_spectral_modes *modes,
                                        const struct fpk_model *model, double a, double b,
                                        struct fpk_ends ends, size_t order)
{
    double *f = NULL;
    size_t n = order + 1;
    enum fpk_status status;
    *modes = (struct fpk_spectral_modes){.model = model, .ends = ends, .flat = true};
    FPK_TRY(fpk_nodes_init(&modes->nodes, FPK_NODES_LEGENDRE, a, b, n));
    FPK_TRY_DONE(status, fpk_allocate(&f, n));
    FPK_TRY_DONE(status, fpk_allocate(&modes->log_root, n));
    FPK_TRY_DONE(status, fpk_allocate(&modes->d, n));
    status = fpk_spectral_coefficients(model, n, modes->nodes.x, f, modes->d);
done:
    fpk_release(&f);
    if (status != FPK_OK)
        fpk_spectral_modes_clear(modes);
    return status;
}

void fpk_spectral_modes_clear(struct fpk_spectral_modes *modes)
{
    fpk_nodes_clear(&modes->nodes);
    fpk_release(&modes->sigma);
    fpk_release(&modes->vector);
    fpk_release(&modes->log_root);
    fpk_release(&modes->d);
}
