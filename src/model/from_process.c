/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_priv.h"

#include "fpk/base/memory.h"

#include <math.h>
#include <string.h>

struct noising {
    struct fpk_process process;
    size_t dim;
};

/* -b(t) x + 0: a zero b must not give -0. */
static void drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct noising *own = ctx;
    double b = fpk_process_shrink(&own->process, t);
    for (size_t i = 0; i < own->dim * n; i++)
        out[i] = 0 - b * x[i];
}

/* value on the diagonal of [dim][dim][n], zero elsewhere. */
static void diagonal(size_t dim, size_t n, double value, double *out)
{
    memset(out, 0, dim * dim * n * sizeof *out);
    for (size_t d = 0; d < dim; d++)
        for (size_t i = 0; i < n; i++)
            out[(d * dim + d) * n + i] = value;
}

static void drift_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)x;
    const struct noising *own = ctx;
    diagonal(own->dim, n, 0 - fpk_process_shrink(&own->process, t), out);
}

static void diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)x;
    const struct noising *own = ctx;
    diagonal(own->dim, n, sqrt(fpk_process_g2(&own->process, t)), out);
}

static bool exact(double s, double t, struct fpk_exact_law *law, const void *ctx)
{
    const struct noising *own = ctx;
    struct fpk_level level = fpk_process_between(&own->process, s, t);
    law->family = FPK_EXACT_GAUSSIAN;
    law->alpha = level.alpha;
    law->shift = 0;
    law->sigma = level.sigma;
    return true;
}

static void clear(void *ctx)
{
    fpk_release_bytes(&ctx);
}

enum fpk_status fpk_model_from_process(struct fpk_model *model, struct fpk_process process,
                                       size_t dim)
{
    *model = (struct fpk_model){0};
    FPK_CHECK(dim >= 1, FPK_USAGE, "a noising process needs at least one dimension");
    FPK_TRY(fpk_process_check(&process));
    FPK_CHECK(process.kind != FPK_EDM && process.kind != FPK_FLOW, FPK_USAGE,
              "there is no model of the process %s; use vp, sub-vp or ve",
              fpk_process_name(process.kind));
    struct noising *own = NULL;
    FPK_TRY(fpk_allocate(&own, 1));
    *own = (struct noising){.process = process, .dim = dim};
    const struct fpk_model_kind *kind = process.kind == FPK_VP   ? &fpk_model_vp
                                        : process.kind == FPK_VE ? &fpk_model_ve
                                                                 : &fpk_model_sub_vp;
    *model = (struct fpk_model){
        .name = kind->name,
        .sentence = kind->sentence,
        .dim = dim,
        .noise = dim,
        .convention = FPK_ITO,
        .noise_kind = FPK_NOISE_ADDITIVE,
        .autonomous = process.kind == FPK_VP && process.low == process.high,
        .drift = drift,
        .drift_x = drift_x,
        .diffusion = diffusion,
        .exact = exact,
        .ctx = own,
        .clear = clear,
    };
    return FPK_OK;
}
