/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hand-made models for the tests of this layer: D in *ctx, dX = f dt + sqrt(2D) dW. */
#ifndef FPK_TESTS_FOKKER_PLANCK_MODELS_H
#define FPK_TESTS_FOKKER_PLANCK_MODELS_H

#include "fpk/distribution/mixture.h"
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

/* VP process dX = -b X/2 dt + sqrt b dW, b(t) = .1 + 19.9 t on [0, 1], of a mixture: forwards, and
 * the two ways back in r = 1 - t with the exact score. */
struct vp {
    struct fpk_mixture *data;
    double score_weight; /* 1: reverse SDE, 1/2: probability flow */
};

static inline struct fpk_level vp_level(double t)
{
    double b = 0.1 * t + 19.9 * t * t / 2;
    return (struct fpk_level){.alpha = fpk_exp(-b / 2), .sigma = sqrt(-fpk_expm1(-b)), .t = t};
}

static inline double vp_beta(double t)
{
    return 0.1 + 19.9 * t;
}

static inline void vp_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = -0.5 * vp_beta(t) * x[i];
}

static inline void vp_diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)ctx;
    (void)x;
    for (size_t i = 0; i < n; i++)
        out[i] = sqrt(vp_beta(t));
}

static inline void back_drift(double r, size_t n, const double *x, double *out, const void *ctx)
{
    const struct vp *vp = ctx;
    double b = vp_beta(1 - r);
    fpk_mixture_score_at(vp->data, vp_level(1 - r), n, x, out);
    for (size_t i = 0; i < n; i++)
        out[i] = b * (0.5 * x[i] + vp->score_weight * out[i]);
}

static inline void back_drift_x(double r, size_t n, const double *x, double *out, const void *ctx)
{
    const struct vp *vp = ctx;
    double b = vp_beta(1 - r);
    fpk_mixture_score_x_at(vp->data, vp_level(1 - r), n, x, out);
    for (size_t i = 0; i < n; i++)
        out[i] = b * (0.5 + vp->score_weight * out[i]);
}

static inline void back_diffusion(double r, size_t n, const double *x, double *out, const void *ctx)
{
    vp_diffusion(1 - r, n, x, out, ctx);
}

static inline double gauss(double x, double mean, double variance)
{
    return exp(-(x - mean) * (x - mean) / (2 * variance)) / sqrt(2 * FPK_PI * variance);
}

#endif
