/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "convergence_priv.h"

#include "fpk/base/memory.h"

#include <string.h>

enum fpk_status fpk_setting_init(struct fpk_setting *setting, const struct fpk_stepper *stepper,
                                 const struct fpk_problem *problem)
{
    *setting = (struct fpk_setting){.stepper = stepper, .problem = problem};
    FPK_TRY(problem->init(&setting->model));
    enum fpk_status status =
        fpk_stepper_model(stepper, &setting->model, 0, problem->t1, &setting->conversion);
    if (status == FPK_OK)
        status =
            fpk_allocate(&setting->work, stepper->work(&setting->conversion.model) * FPK_BLOCK);
    if (status != FPK_OK)
        fpk_setting_clear(setting);
    return status;
}

void fpk_setting_clear(struct fpk_setting *setting)
{
    fpk_release(&setting->work);
    fpk_model_clear(&setting->model);
}

void fpk_setting_step(const struct fpk_setting *setting, uint64_t n_step, uint64_t k, size_t n,
                      double *x, const struct fpk_noise_given *given)
{
    double t1 = setting->problem->t1;
    struct fpk_step step = {.model = &setting->conversion.model,
                            .t = fpk_step_time(0, t1, n_step, k),
                            .dt = t1 / (double)n_step,
                            .n = n,
                            .x = x,
                            .noise = {.step = k, .refine = 1, .given = given},
                            .work = setting->work};
    setting->stepper->step(&step);
}

/* ---- counting: the model's callbacks, with counters in front ---- */

struct counter {
    const struct fpk_model *model;
    size_t *points, *diffusion_points;
};

static void count_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct counter *c = ctx;
    *c->points += n;
    c->model->drift(t, n, x, out, c->model->ctx);
}

static void count_drift_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct counter *c = ctx;
    c->model->drift_x(t, n, x, out, c->model->ctx);
}

/* Additive noise is asked at one point for the whole block, which still is one evaluation. */
static void count_diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct counter *c = ctx;
    *c->diffusion_points += n == 1 ? FPK_BLOCK : n;
    c->model->diffusion(t, n, x, out, c->model->ctx);
}

static void count_diffusion_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct counter *c = ctx;
    c->model->diffusion_x(t, n, x, out, c->model->ctx);
}

static bool count_exact(double s, double t, struct fpk_exact_law *law, const void *ctx)
{
    const struct counter *c = ctx;
    return c->model->exact(s, t, law, c->model->ctx);
}

enum fpk_status fpk_setting_count(const struct fpk_stepper *stepper,
                                  const struct fpk_problem *problem, double *drifts,
                                  double *diffusions)
{
    struct fpk_setting setting;
    FPK_TRY(fpk_setting_init(&setting, stepper, problem));
    size_t f = 0, g = 0, dim = setting.model.dim;
    const struct fpk_model inner = setting.model;
    struct counter counter = {&inner, &f, &g};
    struct fpk_model counted = inner;
    counted.drift = count_drift;
    counted.drift_x = inner.drift_x ? count_drift_x : NULL;
    counted.diffusion = count_diffusion;
    counted.diffusion_x = inner.diffusion_x ? count_diffusion_x : NULL;
    counted.exact = inner.exact ? count_exact : NULL;
    counted.potential = NULL;
    counted.ctx = &counter;
    double *x = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_stepper_model(stepper, &counted, 0, problem->t1, &setting.conversion));
    FPK_TRY_DONE(status, fpk_allocate(&x, dim * FPK_BLOCK));
    for (size_t i = 0; i < dim * FPK_BLOCK; i++)
        x[i] = problem->x0[i / FPK_BLOCK];
    f = g = 0;
    fpk_setting_step(&setting, problem->coarsest, 0, FPK_BLOCK, x, NULL);
    *drifts = (double)f / FPK_BLOCK;
    *diffusions = (double)g / FPK_BLOCK;
done:
    fpk_release(&x);
    fpk_setting_clear(&setting);
    return status;
}
