/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two coupled equations that are not affine: X_i = sinh Y_i of
 *
 *     dY_1 = (L dW)_1,   dY_2 = Y_1 dt + (L dW)_2,   Y = 0 at t = 0,   (L L^T)_ii = 1,
 *
 * so that X is known from W(t) and its integral alone. With L the identity the noise is diagonal,
 * with a triangular L it is commutative (the columns are constant in Y). By Ito's formula
 *
 *     dX_1 = X_1/2 dt + c_1 (L dW)_1,                     c_i = sqrt(1 + X_i^2)
 *     dX_2 = (X_2/2 + c_2 arsinh X_1) dt + c_2 (L dW)_2. */
#include "problems_priv.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

struct correlation {
    double L[2][2];
};

static const struct correlation apart = {{{1, 0}, {0, 1}}};
static const struct correlation together = {{{1, 0}, {0.6, 0.8}}};

static double c(double x)
{
    return sqrt(1 + x * x);
}

/* out [n] <- arsinh x to 1e-16 absolute, which is enough here and fast. */
static void arsinh(size_t n, const double *x, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = fabs(x[i]) + c(x[i]);
    fpk_log_block(n, out, out);
    for (size_t i = 0; i < n; i++)
        out[i] = copysign(out[i], x[i]);
}

static void drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)ctx;
    arsinh(n, x, out);
    for (size_t i = 0; i < n; i++) {
        out[n + i] = x[n + i] / 2 + c(x[n + i]) * out[i];
        out[i] = x[i] / 2;
    }
}

static void drift_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)ctx;
    arsinh(n, x, out);
    for (size_t i = 0; i < n; i++) {
        out[3 * n + i] = 0.5 + x[n + i] / c(x[n + i]) * out[i];
        out[2 * n + i] = c(x[n + i]) / c(x[i]);
        out[n + i] = 0;
        out[i] = 0.5;
    }
}

static void diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct correlation *p = ctx;
    (void)t;
    for (size_t d = 0; d < 2; d++)
        for (size_t j = 0; j < 2; j++)
            for (size_t i = 0; i < n; i++)
                out[(d * 2 + j) * n + i] = p->L[d][j] * c(x[d * n + i]);
}

static void diffusion_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct correlation *p = ctx;
    (void)t;
    for (size_t d = 0; d < 2; d++)
        for (size_t j = 0; j < 2; j++)
            for (size_t k = 0; k < 2; k++)
                for (size_t i = 0; i < n; i++) {
                    double u = x[d * n + i];
                    out[((d * 2 + j) * 2 + k) * n + i] = d == k ? p->L[d][j] * u / c(u) : 0;
                }
}

static enum fpk_status init(struct fpk_model *model, const char *name, const struct correlation *p,
                            enum fpk_noise_kind kind)
{
    *model = (struct fpk_model){.name = name,
                                .sentence = name,
                                .dim = 2,
                                .noise = 2,
                                .convention = FPK_ITO,
                                .noise_kind = kind,
                                .autonomous = true,
                                .drift = drift,
                                .drift_x = drift_x,
                                .diffusion = diffusion,
                                .diffusion_x = diffusion_x,
                                .ctx = p};
    return FPK_OK;
}

static void path(const struct correlation *p, size_t n, const double *w, const double *integral,
                 double *x)
{
    for (size_t i = 0; i < n; i++) {
        x[i] = p->L[0][0] * w[i] + p->L[0][1] * w[n + i];
        x[n + i] = p->L[1][0] * w[i] + p->L[1][1] * w[n + i];
        x[n + i] += p->L[0][0] * integral[i] + p->L[0][1] * integral[n + i];
    }
    fpk_sinh_block(2 * n, x, x);
}

static enum fpk_status coupled_init(struct fpk_model *model)
{
    return init(model, "coupled", &apart, FPK_NOISE_DIAGONAL);
}

static void coupled_path(size_t n, const double *w, const double *integral, double *x)
{
    path(&apart, n, w, integral, x);
}

static enum fpk_status correlated_init(struct fpk_model *model)
{
    return init(model, "correlated", &together, FPK_NOISE_COMMUTATIVE);
}

static void correlated_path(size_t n, const double *w, const double *integral, double *x)
{
    path(&together, n, w, integral, x);
}

/* Y_2^2 */
static double phi(const double *x)
{
    double y = fpk_asinh(x[1]);
    return y * y;
}

const struct fpk_problem fpk_problem_coupled = {
    .name = "coupled",
    .sentence = "X = sinh Y: dY_1 = dW_1, dY_2 = Y_1 dt + dW_2, written in X",
    .citation = "Kloeden, Platen (1992), section 4.8, doi:10.1007/978-3-662-12616-5",
    .kind = FPK_NOISE_DIAGONAL,
    .t1 = 0.5,
    .coarsest = 8,
    .init = coupled_init,
    .path = coupled_path,
    .functional = "arsinh(x_2)^2",
    .phi = phi,
    .expected = 0.5 + 0.125 / 3, /* t + t^3/3 */
    .low = -7,
    .high = 7,
    .stretched = true,
};

const struct fpk_problem fpk_problem_correlated = {
    .name = "correlated",
    .sentence = "the coupled problem with noises correlated by .6",
    .citation = "Kloeden, Platen (1992), section 4.8, doi:10.1007/978-3-662-12616-5",
    .kind = FPK_NOISE_COMMUTATIVE,
    .t1 = 0.5,
    .coarsest = 8,
    .init = correlated_init,
    .path = correlated_path,
    .functional = "arsinh(x_2)^2",
    .phi = phi,
    .expected = 0.5 + 0.125 / 3 + 0.15, /* t + t^3/3 + .6 t^2 */
    .low = -7,
    .high = 7,
    .stretched = true,
};
