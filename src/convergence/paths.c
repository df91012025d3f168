/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many particles of one problem at every step size, each on its own Brownian path: that of a run
 * with `fine` steps, which a run of n steps sees through refine = fine / n. */
#include "convergence_priv.h"

#include "fpk/sde/ensemble.h"

#include <math.h>
#include <string.h>

static enum fpk_status start(const struct fpk_paths *paths, size_t dim, struct fpk_points *x)
{
    FPK_TRY(fpk_points_init(x, paths->particles, dim));
    for (size_t i = 0; i < x->n; i++)
        for (size_t d = 0; d < dim; d++)
            fpk_points_set(x, i, d, paths->problem->x0[d]);
    return FPK_OK;
}

static enum fpk_status run(const struct fpk_paths *paths, const struct fpk_stepper *stepper,
                           const struct fpk_model *model, uint64_t n_step, struct fpk_points *x)
{
    struct fpk_ensemble ensemble = {.model = model,
                                    .stepper = stepper,
                                    .t1 = paths->problem->t1,
                                    .n_step = n_step,
                                    .seed = paths->seed,
                                    .particles = paths->particles,
                                    .refine = (uint32_t)(paths->fine / n_step),
                                    .threads = paths->threads};
    struct fpk_ensemble_result result;
    FPK_TRY(fpk_ensemble_result_init(&result, &ensemble));
    fpk_points_clear(&result.points);
    enum fpk_status status = start(paths, model->dim, &result.points);
    if (status == FPK_OK)
        status = fpk_ensemble_run(&ensemble, &result);
    if (status == FPK_OK) {
        *x = result.points;
        result.points = (struct fpk_points){0};
    }
    fpk_ensemble_result_clear(&result);
    return status;
}

enum fpk_status fpk_paths_run(const struct fpk_paths *paths, const struct fpk_stepper *stepper,
                              uint64_t n_step, struct fpk_points *x)
{
    struct fpk_model model;
    *x = (struct fpk_points){0};
    FPK_TRY(paths->problem->init(&model));
    enum fpk_status status = run(paths, stepper, &model, n_step, x);
    fpk_model_clear(&model);
    return status;
}

/* The exact solution of block b from its own W(t1) and integral: the fine run's steps, joined. */
static void exact_block(const struct fpk_paths *paths, size_t noise, size_t b, struct fpk_points *x)
{
    enum { NOISES = 2 };
    double w[NOISES * FPK_BLOCK], integral[NOISES * FPK_BLOCK], t1 = paths->problem->t1;
    size_t n = fpk_points_block_size(x, b);
    struct fpk_noise joined = {
        .seed = paths->seed, .first = (uint64_t)b * FPK_BLOCK, .refine = (uint32_t)paths->fine};
    for (size_t j = 0; j < noise && j < NOISES; j++) {
        double *z = w + j * n, *a = integral + j * n;
        fpk_noise_areas(&joined, (uint32_t)j, n, z, a);
        for (size_t i = 0; i < n; i++) {
            a[i] = t1 * (sqrt(t1) * z[i] / 2 + sqrt(t1 / 12) * a[i]);
            z[i] *= sqrt(t1);
        }
    }
    paths->problem->path(n, w, integral, fpk_points_block(x, b));
}

/* The method that the problem names, or that of the highest finite strong claim for it. */
static const struct fpk_stepper *reference_of(const struct fpk_problem *problem,
                                              const struct fpk_model *model)
{
    size_t n;
    const struct fpk_stepper *named;
    if (problem->reference && fpk_stepper_find(problem->reference, &named) == FPK_OK)
        return named;
    const struct fpk_stepper *const *all = fpk_steppers(&n), *best = NULL;
    for (size_t i = 0; i < n; i++) {
        struct fpk_conversion conversion;
        double claim = all[i]->order[problem->kind].strong;
        if (claim > 0 && isfinite(claim) && (!best || claim > best->order[problem->kind].strong) &&
            fpk_stepper_model(all[i], model, 0, problem->t1, &conversion) == FPK_OK)
            best = all[i];
    }
    fpk_message_clear(); /* of those that refused */
    return best;
}

enum fpk_status fpk_paths_exact(const struct fpk_paths *paths, struct fpk_points *x)
{
    struct fpk_model model;
    *x = (struct fpk_points){0};
    FPK_TRY(paths->problem->init(&model));
    enum fpk_status status;
    if (!paths->problem->path) {
        status = run(paths, reference_of(paths->problem, &model), &model, paths->fine, x);
    } else {
        status = fpk_points_init(x, paths->particles, model.dim);
        long blocks = status == FPK_OK ? (long)fpk_points_blocks(x) : 0;
        size_t noise = model.noise;
#pragma omp parallel for num_threads(paths->threads > 0 ? paths->threads : 1)
        for (long b = 0; b < blocks; b++)
            exact_block(paths, noise, (size_t)b, x);
    }
    fpk_model_clear(&model);
    return status;
}
