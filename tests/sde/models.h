/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small models for the tests of this layer, written by hand so that they share nothing with the
 * catalogue. */
#ifndef FPK_TESTS_SDE_MODELS_H
#define FPK_TESTS_SDE_MODELS_H

#include "fpk/numeric/elementary.h"
#include "fpk/sde/ensemble.h"

#include <math.h>

static inline void ou_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = -x[i];
}

static inline void minus_one(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)x;
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = -1;
}

static inline void one(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)x;
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = 1;
}

static inline bool ou_exact(double s, double t, struct fpk_exact_law *law, const void *ctx)
{
    (void)ctx;
    law->family = FPK_EXACT_GAUSSIAN;
    law->alpha = fpk_exp(-(t - s));
    law->shift = 0;
    law->sigma = sqrt((1 - fpk_exp(-2 * (t - s))) / 2);
    return true;
}

/* dX = -X dt + dW. */
static inline struct fpk_model ou_model(void)
{
    return (struct fpk_model){.name = "ou",
                              .dim = 1,
                              .noise = 1,
                              .noise_kind = FPK_NOISE_ADDITIVE,
                              .autonomous = true,
                              .drift = ou_drift,
                              .drift_x = minus_one,
                              .diffusion = one,
                              .exact = ou_exact};
}

static inline void cubic_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = x[i] * x[i] * x[i];
}

/* dX = X^3 dt + dW: leaves every interval in finite time. */
static inline struct fpk_model exploding_model(void)
{
    struct fpk_model model = ou_model();
    model.name = "x^3";
    model.drift = cubic_drift;
    model.drift_x = NULL;
    model.exact = NULL;
    return model;
}

#define LINEAR_MU    1.01
#define LINEAR_SIGMA 0.87

static inline void linear_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)ctx;
    for (size_t i = 0; i < n; i++) {
        out[i] = LINEAR_MU * x[i];
        out[n + i] = 0;
    }
}

static inline void linear_diffusion(double t, size_t n, const double *x, double *out,
                                    const void *ctx)
{
    (void)t;
    (void)ctx;
    for (size_t i = 0; i < n; i++) {
        out[i] = LINEAR_SIGMA * x[i];
        out[n + i] = 1;
    }
}

/* (X, W): dX = 1.01 X dt + .87 X dW with its own Brownian motion as second component, so that the
 * exact solution X_0 exp((1.01 - .87^2/2) t + .87 W_t) is known on the path. */
static inline struct fpk_model linear_model(void)
{
    return (struct fpk_model){.name = "linear",
                              .dim = 2,
                              .noise = 1,
                              .noise_kind = FPK_NOISE_SCALAR,
                              .autonomous = true,
                              .drift = linear_drift,
                              .diffusion = linear_diffusion};
}

#endif
