/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dX = (A X + c) dt + G dW and its exact law: Gaussian, by the flow of numeric/dense.h. */
#include "model_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/dense.h"
#include "fpk/numeric/elementary.h"

#include <math.h>
#include <string.h>

struct linear {
    size_t dim, noise;
    double *a, *c, *g, *d; /* [dim][dim], [dim], [dim][noise], [dim][dim]; owned */
};

/* In one dimension: e^{ah} x + c (e^{ah} - 1)/a, variance d (e^{2ah} - 1)/(2a). */
static void line_law(double a, double c, double d, double h, struct fpk_exact_law *law)
{
    double rate = a == 0 ? h : fpk_expm1(a * h) / a;
    double spread = a == 0 ? h : fpk_expm1(2 * a * h) / (2 * a);
    law->family = FPK_EXACT_GAUSSIAN;
    law->alpha = fpk_exp(a * h);
    law->shift = c * rate;
    law->sigma = sqrt(d * spread);
}

bool fpk_linear_law(size_t dim, const double *a, const double *c, const double *d, double h,
                    struct fpk_exact_law *law)
{
    double work[FPK_MATRIX_WORK(FPK_MODEL_LINEAR_DIM)];
    if (dim == 1) {
        line_law(*a, *c, *d, h, law);
        return true;
    }
    law->family = FPK_EXACT_MATRIX;
    if (!law->matrix) /* asked for the family alone */
        return true;
    fpk_matrix_flow(dim, a, c, d, h, law->matrix, law->mean, law->factor, work);
    fpk_matrix_cholesky(dim, law->factor, law->factor);
    return true;
}

void fpk_linear_square(size_t dim, size_t noise, const double *g, double *d)
{
    for (size_t i = 0; i < dim; i++)
        for (size_t k = 0; k < dim; k++) {
            d[i * dim + k] = 0;
            for (size_t j = 0; j < noise; j++)
                d[i * dim + k] += g[i * noise + j] * g[k * noise + j];
        }
}

static void drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    const struct linear *own = ctx;
    for (size_t i = 0; i < own->dim; i++) {
        double *row = out + i * n;
        for (size_t p = 0; p < n; p++)
            row[p] = own->c[i];
        for (size_t j = 0; j < own->dim; j++) {
            double a = own->a[i * own->dim + j];
            for (size_t p = 0; a != 0 && p < n; p++)
                row[p] += a * x[j * n + p];
        }
    }
}

static void constants(size_t rows, size_t n, const double *value, double *out)
{
    for (size_t i = 0; i < rows; i++)
        for (size_t p = 0; p < n; p++)
            out[i * n + p] = value[i];
}

static void drift_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)x;
    const struct linear *own = ctx;
    constants(own->dim * own->dim, n, own->a, out);
}

static void diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)x;
    const struct linear *own = ctx;
    constants(own->dim * own->noise, n, own->g, out);
}

static bool exact(double s, double t, struct fpk_exact_law *law, const void *ctx)
{
    const struct linear *own = ctx;
    return fpk_linear_law(own->dim, own->a, own->c, own->d, t - s, law);
}

static void clear(void *ctx)
{
    struct linear *own = ctx;
    fpk_release(&own->a);
    fpk_release(&own->c);
    fpk_release(&own->g);
    fpk_release(&own->d);
    fpk_release(&own);
}

static enum fpk_status copy(double **out, size_t n, const double *from, const char *what)
{
    FPK_TRY(fpk_allocate(out, n));
    for (size_t i = 0; from && i < n; i++) {
        FPK_CHECK(isfinite(from[i]), FPK_USAGE,
                  "linear model: entry %zu of %s is %g; it must be "
                  "finite",
                  i, what, from[i]);
        (*out)[i] = from[i];
    }
    return FPK_OK;
}

static enum fpk_status fill(struct linear *own, const double *a, const double *c, const double *g)
{
    FPK_TRY(copy(&own->a, own->dim * own->dim, a, "A"));
    FPK_TRY(copy(&own->c, own->dim, c, "c"));
    FPK_TRY(copy(&own->g, own->dim * own->noise, g, "G"));
    FPK_TRY(fpk_allocate(&own->d, own->dim * own->dim));
    fpk_linear_square(own->dim, own->noise, own->g, own->d);
    return FPK_OK;
}

enum fpk_status fpk_model_linear(struct fpk_model *model, size_t dim, const double *a,
                                 const double *c, size_t noise, const double *g)
{
    *model = (struct fpk_model){0};
    FPK_CHECK(dim >= 1 && dim <= FPK_MODEL_LINEAR_DIM && noise >= 1 &&
                  noise <= FPK_MODEL_LINEAR_DIM,
              FPK_USAGE, "linear model: %zu dimensions with %zu noises; 1 to %d of each", dim,
              noise, FPK_MODEL_LINEAR_DIM);
    struct linear *own = NULL;
    FPK_TRY(fpk_allocate(&own, 1));
    own->dim = dim;
    own->noise = noise;
    enum fpk_status status = fill(own, a, c, g);
    if (status != FPK_OK) {
        clear(own);
        return status;
    }
    *model = (struct fpk_model){.name = "linear",
                                .sentence = "dX = (A X + c) dt + G dW with constant A, c, G",
                                .dim = dim,
                                .noise = noise,
                                .convention = FPK_ITO,
                                .noise_kind = FPK_NOISE_ADDITIVE,
                                .autonomous = true,
                                .drift = drift,
                                .drift_x = drift_x,
                                .diffusion = diffusion,
                                .exact = exact,
                                .ctx = own,
                                .clear = clear};
    return FPK_OK;
}
