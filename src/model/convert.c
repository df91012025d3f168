/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One equation, three readings of g dW: where in the step g is asked. Kloeden, Platen, Numerical
 * Solution of Stochastic Differential Equations (1992), section 4.9; the Klimontovich reading after
 * Hanggi, Thomas, Phys. Rep. 88 (1982) 207, doi:10.1016/0370-1573(82)90045-X. */
#include "fpk/model/model.h"

#include <string.h>

enum { ROOM = 16384 }; /* doubles on the stack of a call: points are taken a few at a time */

static const double factor[][2] = {
    [FPK_ITO] = {0, 0}, [FPK_STRATONOVICH] = {0.5, 0}, [FPK_KLIMONTOVICH] = {0.5, 0.5}};

const char *fpk_convention_name(enum fpk_convention convention)
{
    static const char *const name[] = {"ito", "stratonovich", "klimontovich"};
    return name[convention];
}

const char *fpk_noise_kind_name(enum fpk_noise_kind kind)
{
    static const char *const name[] = {"additive", "scalar", "diagonal", "commutative", "general"};
    return name[kind];
}

/* f [dim] at point i of n += both corrections, from g [dim][noise][n], g_x [dim][noise][dim][n]. */
static void correct(const struct fpk_conversion *c, size_t n, size_t i, const double *g,
                    const double *g_x, double *f)
{
    size_t dim = c->from->dim, noise = c->from->noise;
    for (size_t j = 0; j < noise; j++) {
        double divergence = 0;
        for (size_t k = 0; k < dim; k++)
            divergence += g_x[((k * noise + j) * dim + k) * n + i];
        for (size_t d = 0; d < dim; d++) {
            double along = 0; /* column j of g, derived along itself */
            for (size_t k = 0; k < dim; k++)
                along += g[(k * noise + j) * n + i] * g_x[((d * noise + j) * dim + k) * n + i];
            f[d] += c->stratonovich * along;
            f[d] += c->divergence * (g[(d * noise + j) * n + i] * divergence);
        }
    }
}

static void corrected_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct fpk_conversion *c = ctx;
    const struct fpk_model *from = c->from;
    size_t dim = from->dim, g_rows = dim * from->noise, row = dim + g_rows * (1 + dim);
    size_t most = ROOM / row < FPK_BLOCK ? ROOM / row : FPK_BLOCK;
    double room[ROOM];
    from->drift(t, n, x, out, from->ctx);
    for (size_t begin = 0; begin < n; begin += most) {
        size_t m = n - begin < most ? n - begin : most;
        double *point = room, *g = room + dim * m, *g_x = g + g_rows * m;
        for (size_t d = 0; d < dim; d++)
            memcpy(point + d * m, x + d * n + begin, m * sizeof *x);
        from->diffusion(t, m, point, g, from->ctx);
        from->diffusion_x(t, m, point, g_x, from->ctx);
        for (size_t i = 0; i < m; i++) {
            double f[ROOM / 512];
            for (size_t d = 0; d < dim; d++)
                f[d] = out[d * n + begin + i];
            correct(c, m, i, g, g_x, f);
            for (size_t d = 0; d < dim; d++)
                out[d * n + begin + i] = f[d];
        }
    }
}

/* The other callbacks, with the context of the model that was converted. */
static void diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct fpk_model *from = ((const struct fpk_conversion *)ctx)->from;
    from->diffusion(t, n, x, out, from->ctx);
}

static void diffusion_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct fpk_model *from = ((const struct fpk_conversion *)ctx)->from;
    from->diffusion_x(t, n, x, out, from->ctx);
}

static bool exact(double s, double t, struct fpk_exact_law *law, const void *ctx)
{
    const struct fpk_model *from = ((const struct fpk_conversion *)ctx)->from;
    return from->exact(s, t, law, from->ctx);
}

enum fpk_status fpk_model_convert(struct fpk_conversion *out, const struct fpk_model *model,
                                  enum fpk_convention convention)
{
    *out = (struct fpk_conversion){.model = *model, .from = model};
    out->model.convention = convention;
    out->model.clear = NULL;
    if (model->convention == convention || model->noise_kind == FPK_NOISE_ADDITIVE)
        return FPK_OK;
    FPK_CHECK(model->diffusion_x, FPK_USAGE,
              "model %s is in %s form and %s form is needed, but the derivative of its diffusion "
              "is not known: write it in %s form",
              model->name, fpk_convention_name(model->convention), fpk_convention_name(convention),
              fpk_convention_name(convention));
    FPK_CHECK(model->dim + model->dim * model->noise * (1 + model->dim) <= ROOM &&
                  model->dim <= ROOM / 512,
              FPK_USAGE,
              "model %s has %zu dimensions and %zu noises, too many to be converted from %s to %s "
              "form: write it in %s form",
              model->name, model->dim, model->noise, fpk_convention_name(model->convention),
              fpk_convention_name(convention), fpk_convention_name(convention));
    out->stratonovich = factor[model->convention][0] - factor[convention][0];
    out->divergence = factor[model->convention][1] - factor[convention][1];
    out->model.drift = corrected_drift;
    out->model.drift_x = NULL;
    out->model.diffusion = diffusion;
    out->model.diffusion_x = diffusion_x;
    out->model.exact = model->exact ? exact : NULL;
    out->model.potential = NULL;
    out->model.ctx = out;
    return FPK_OK;
}
