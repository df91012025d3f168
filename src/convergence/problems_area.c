/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A problem whose noise does not commute and which is not affine either: X_i = sinh Y_i of
 *
 *     dY_1 = dW_1,   dY_2 = Y_1 dW_2,
 *
 * that is, with c_i = sqrt(1 + X_i^2) and y = arsinh X_1,
 *
 *     dX_1 = X_1/2 dt + c_1 dW_1,   dX_2 = y^2 X_2/2 dt + y c_2 dW_2,
 *     E Y_2^2 = Y_1(0)^2 t + t^2/2. */
#include "problems_priv.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

static double c(double x)
{
    return sqrt(1 + x * x);
}

static void drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)ctx;
    fpk_asinh_block(n, x, out);
    for (size_t i = 0; i < n; i++) {
        out[n + i] = out[i] * out[i] * x[n + i] / 2;
        out[i] = x[i] / 2;
    }
}

static void drift_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)ctx;
    fpk_asinh_block(n, x, out);
    for (size_t i = 0; i < n; i++) {
        double y = out[i];
        out[i] = 0.5;
        out[n + i] = 0;
        out[2 * n + i] = y * x[n + i] / c(x[i]);
        out[3 * n + i] = y * y / 2;
    }
}

static void diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)ctx;
    fpk_asinh_block(n, x, out);
    for (size_t i = 0; i < n; i++) {
        out[3 * n + i] = out[i] * c(x[n + i]);
        out[2 * n + i] = out[n + i] = 0;
        out[i] = c(x[i]);
    }
}

static void diffusion_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)ctx;
    fpk_asinh_block(n, x, out + 7 * n);
    for (size_t i = 0; i < n; i++) {
        double y = out[7 * n + i], u = x[n + i];
        for (size_t k = 1; k < 6; k++)
            out[k * n + i] = 0;
        out[i] = x[i] / c(x[i]);
        out[6 * n + i] = c(u) / c(x[i]);
        out[7 * n + i] = y * u / c(u);
    }
}

static enum fpk_status init(struct fpk_model *model)
{
    *model = (struct fpk_model){.name = "sinh-area",
                                .sentence = "sinh-area",
                                .dim = 2,
                                .noise = 2,
                                .convention = FPK_ITO,
                                .noise_kind = FPK_NOISE_GENERAL,
                                .autonomous = true,
                                .drift = drift,
                                .drift_x = drift_x,
                                .diffusion = diffusion,
                                .diffusion_x = diffusion_x};
    return FPK_OK;
}

/* Y_2^2 */
static double phi(const double *x)
{
    double y = fpk_asinh(x[1]);
    return y * y;
}

const struct fpk_problem fpk_problem_sinh_area = {
    .name = "sinh-area",
    .sentence = "X = sinh Y: dY_1 = dW_1, dY_2 = Y_1 dW_2, written in X",
    .citation = "Clark, Cameron (1980), doi:10.1007/BFb0004007",
    .kind = FPK_NOISE_GENERAL,
    .t1 = 0.5,
    .x0 = {0.5, 0},
    .coarsest = 8,
    .init = init,
    .functional = "arsinh(x_2)^2",
    .phi = phi,
    .expected = 0.24078241028859720, /* arsinh(1/2)^2 t + t^2/2 */
    .low = -9,
    .high = 9,
    .stretched = true,
};
