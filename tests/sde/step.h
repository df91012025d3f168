/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step of one block, and models with several dimensions and noises to take it on. */
#ifndef FPK_TESTS_SDE_STEP_H
#define FPK_TESTS_SDE_STEP_H

#include "fpk/sde/stepper.h"

#include "../check.h"

#define STEP_T  0.75
#define STEP_DT 0.0625

/* x [dim][n] <- one step from STEP_T; the work has exactly the rows that the method asks for. */
static inline void take_step(const struct fpk_stepper *stepper, const struct fpk_model *model,
                             uint64_t first, size_t n, double *x,
                             const struct fpk_noise_given *given)
{
    struct fpk_conversion converted;
    double *work = NULL;
    check_ok(fpk_stepper_model(stepper, model, STEP_T, STEP_T + STEP_DT, &converted));
    check_equal(stepper->work(model), stepper->work(&converted.model)); /* as the header says */
    check_ok(fpk_allocate(&work, stepper->work(model) * FPK_BLOCK));
    struct fpk_step step = {
        .model = &converted.model,
        .t = STEP_T,
        .dt = STEP_DT,
        .n = n,
        .x = x,
        .noise = {.seed = 3, .first = first, .step = 5, .refine = 1, .given = given},
        .work = work};
    stepper->step(&step);
    fpk_release(&work);
}

/* A full block of points, spread over [-1, 1.5] in every component. */
static inline void spread_points(size_t dim, size_t n, double *x)
{
    for (size_t d = 0; d < dim; d++)
        for (size_t i = 0; i < n; i++)
            x[d * n + i] = (double)((i * (3 + d) + 7 * d) % n) / (double)n * 2.5 - 1;
}

/* A block of points gives the bits that each gives alone. */
static inline void check_points_alone(const struct fpk_stepper *stepper,
                                      const struct fpk_model *model)
{
    enum { N = FPK_BLOCK };
    size_t dim = model->dim;
    double *all = NULL, *alone = NULL;
    check_ok(fpk_allocate(&all, dim * N));
    check_ok(fpk_allocate(&alone, dim));
    spread_points(dim, N, all);
    take_step(stepper, model, N, N, all, NULL);
    for (size_t i = 0; i < N; i += 31) {
        double *start = NULL;
        check_ok(fpk_allocate(&start, dim * N));
        spread_points(dim, N, start);
        for (size_t d = 0; d < dim; d++)
            alone[d] = start[d * N + i];
        take_step(stepper, model, N + i, 1, alone, NULL);
        for (size_t d = 0; d < dim; d++)
            check_same_bits(alone[d], all[d * N + i]);
        fpk_release(&start);
    }
    fpk_release(&alone);
    fpk_release(&all);
}

/* ---- dX_0 = (t - X_1) dt + ..., dX_1 = X_0 X_1 dt + ... with the noises below ---- */

static inline void pair_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)ctx;
    for (size_t i = 0; i < n; i++) {
        out[i] = t - x[n + i];
        out[n + i] = x[i] * x[n + i];
    }
}

static inline void pair_drift_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    (void)ctx;
    for (size_t i = 0; i < n; i++) {
        out[i] = 0;
        out[n + i] = -1;
        out[2 * n + i] = x[n + i];
        out[3 * n + i] = x[i];
    }
}

/* General: g = ((1 + t x_1, x_0^2, 0), (x_0 x_1, 1/2, x_0 - x_1)). */
static inline void general_diffusion(double t, size_t n, const double *x, double *out,
                                     const void *ctx)
{
    (void)ctx;
    for (size_t i = 0; i < n; i++) {
        double a = x[i], b = x[n + i];
        double g[6] = {1 + t * b, a * a, 0, a * b, 0.5, a - b};
        for (size_t k = 0; k < 6; k++)
            out[k * n + i] = g[k];
    }
}

static inline void general_diffusion_x(double t, size_t n, const double *x, double *out,
                                       const void *ctx)
{
    (void)ctx;
    for (size_t i = 0; i < n; i++) {
        double a = x[i], b = x[n + i];
        double g_x[12] = {0, t, 2 * a, 0, 0, 0, b, a, 0, 0, 1, -1};
        for (size_t k = 0; k < 12; k++)
            out[k * n + i] = g_x[k];
    }
}

static inline struct fpk_model general_model(void)
{
    return (struct fpk_model){.name = "pair",
                              .dim = 2,
                              .noise = 3,
                              .noise_kind = FPK_NOISE_GENERAL,
                              .drift = pair_drift,
                              .drift_x = pair_drift_x,
                              .diffusion = general_diffusion,
                              .diffusion_x = general_diffusion_x};
}

/* Commutative: g_0 = A x, g_1 = B x, A = ((.3, .4), (-.4, .3)) and B = ((.5, -.2), (.2, .5)) scaled
 * rotations, which commute. */
static const double commuting[2][2][2] = {{{0.3, 0.4}, {-0.4, 0.3}}, {{0.5, -0.2}, {0.2, 0.5}}};

static inline void commuting_diffusion(double t, size_t n, const double *x, double *out,
                                       const void *ctx)
{
    (void)t;
    (void)ctx;
    for (size_t d = 0; d < 2; d++)
        for (size_t j = 0; j < 2; j++)
            for (size_t i = 0; i < n; i++)
                out[(d * 2 + j) * n + i] =
                    commuting[j][d][0] * x[i] + commuting[j][d][1] * x[n + i];
}

static inline void commuting_diffusion_x(double t, size_t n, const double *x, double *out,
                                         const void *ctx)
{
    (void)t;
    (void)x;
    (void)ctx;
    for (size_t d = 0; d < 2; d++)
        for (size_t j = 0; j < 2; j++)
            for (size_t k = 0; k < 2; k++)
                for (size_t i = 0; i < n; i++)
                    out[((d * 2 + j) * 2 + k) * n + i] = commuting[j][d][k];
}

static inline struct fpk_model commuting_model(void)
{
    struct fpk_model model = general_model();
    model.name = "rotations";
    model.noise = 2;
    model.noise_kind = FPK_NOISE_COMMUTATIVE;
    model.diffusion = commuting_diffusion;
    model.diffusion_x = commuting_diffusion_x;
    return model;
}

/* Diagonal: g = diag(1 + x_0^2, t x_1). */
static inline void diagonal_diffusion(double t, size_t n, const double *x, double *out,
                                      const void *ctx)
{
    (void)ctx;
    for (size_t i = 0; i < n; i++) {
        out[i] = 1 + x[i] * x[i];
        out[n + i] = out[2 * n + i] = 0;
        out[3 * n + i] = t * x[n + i];
    }
}

static inline void diagonal_diffusion_x(double t, size_t n, const double *x, double *out,
                                        const void *ctx)
{
    (void)ctx;
    memset(out, 0, 8 * n * sizeof *out);
    for (size_t i = 0; i < n; i++) {
        out[i] = 2 * x[i];
        out[7 * n + i] = t;
    }
}

static inline struct fpk_model diagonal_model(void)
{
    struct fpk_model model = commuting_model();
    model.name = "diagonal";
    model.noise_kind = FPK_NOISE_DIAGONAL;
    model.diffusion = diagonal_diffusion;
    model.diffusion_x = diagonal_diffusion_x;
    return model;
}

/* Scalar: g = (x_0 x_1, 1 + x_0^2). */
static inline void scalar_diffusion(double t, size_t n, const double *x, double *out,
                                    const void *ctx)
{
    (void)t;
    (void)ctx;
    for (size_t i = 0; i < n; i++) {
        out[i] = x[i] * x[n + i];
        out[n + i] = 1 + x[i] * x[i];
    }
}

static inline void scalar_diffusion_x(double t, size_t n, const double *x, double *out,
                                      const void *ctx)
{
    (void)t;
    (void)ctx;
    for (size_t i = 0; i < n; i++) {
        out[i] = x[n + i];
        out[n + i] = x[i];
        out[2 * n + i] = 2 * x[i];
        out[3 * n + i] = 0;
    }
}

static inline struct fpk_model scalar_model(void)
{
    struct fpk_model model = commuting_model();
    model.name = "scalar";
    model.noise = 1;
    model.noise_kind = FPK_NOISE_SCALAR;
    model.diffusion = scalar_diffusion;
    model.diffusion_x = scalar_diffusion_x;
    return model;
}

/* Additive, growing with time, three noises of which the last is not felt. */
static inline void additive_diffusion(double t, size_t n, const double *x, double *out,
                                      const void *ctx)
{
    (void)x;
    (void)ctx;
    const double g[6] = {1 + t, -0.5, 0, 0.25, 2 * t, 0};
    for (size_t k = 0; k < 6; k++)
        for (size_t i = 0; i < n; i++)
            out[k * n + i] = g[k];
}

static inline struct fpk_model additive_model(void)
{
    struct fpk_model model = general_model();
    model.name = "additive";
    model.noise_kind = FPK_NOISE_ADDITIVE;
    model.diffusion = additive_diffusion;
    model.diffusion_x = NULL;
    return model;
}

#endif
