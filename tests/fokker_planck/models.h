/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hand-made models for the tests of this layer: D in *ctx, dX = f dt + sqrt(2D) dW. */
#ifndef FPK_TESTS_FOKKER_PLANCK_MODELS_H
#define FPK_TESTS_FOKKER_PLANCK_MODELS_H

#include "fpk/model/model.h"
#include "fpk/numeric/elementary.h"

#include <math.h>

#define TEST_FUNCTION(name, expression)                                                            \
    static inline void name(double t, size_t n, const double *x_, double *out, const void *ctx)    \
    {                                                                                              \
        (void)ctx;                                                                                 \
        (void)t;                                                                                   \
        for (size_t i = 0; i < n; i++) {                                                           \
            double x = x_[i];                                                                      \
            (void)x;                                                                               \
            out[i] = (expression);                                                                 \
        }                                                                                          \
    }

TEST_FUNCTION(ou_drift, -x)
TEST_FUNCTION(ou_potential, x *x / 2)
TEST_FUNCTION(well_drift, x - x * x * x)
TEST_FUNCTION(well_potential, x *x *(x *x / 4 - 0.5))
TEST_FUNCTION(benes_drift, fpk_tanh(x))
TEST_FUNCTION(root_2d, sqrt(2 * *(const double *)ctx))
TEST_FUNCTION(zero, 0)
TEST_FUNCTION(minus_one, -1)

static inline struct fpk_model ou_model(const double *d)
{
    return (struct fpk_model){.name = "ou",
                              .dim = 1,
                              .noise = 1,
                              .autonomous = true,
                              .drift = ou_drift,
                              .diffusion = root_2d,
                              .potential = ou_potential,
                              .ctx = d};
}

static inline struct fpk_model well_model(const double *d)
{
    struct fpk_model model = ou_model(d);
    model.name = "double-well";
    model.drift = well_drift;
    model.potential = well_potential;
    return model;
}

static inline double gauss(double x, double mean, double variance)
{
    return exp(-(x - mean) * (x - mean) / (2 * variance)) / sqrt(2 * FPK_PI * variance);
}

#endif
