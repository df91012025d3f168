/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "particles.h"

#include "equation.h"
#include "observe.h"
#include "sampling.h"

#include "fpk/base/memory.h"
#include "fpk/lab/seed.h"
#include "fpk/numeric/moments.h"
#include "fpk/record/file.h"
#include "fpk/record/npy.h"
#include "fpk/sde/ensemble.h"

#include <math.h>
#include <stdio.h>

static const struct fpk_parameter rows[] = {
    {.name = "at", .type = FPK_REALS, .doc = "points where the share of samples below is wanted"},
    {.name = "particles",
     .type = FPK_INTEGER,
     .fallback = "100000",
     .min = 1,
     .max = 1e12,
     .doc = "how many"},
    {.name = "out",
     .type = FPK_TEXT,
     .doc = "write them to this .npy file, shape (particles, dim)",
     .free_of_numbers = true},
};
const struct fpk_table fpk_table_particles = {rows, sizeof rows / sizeof *rows};

void fpk_particles_answer_seed(struct fpk_answer *a, uint64_t seed)
{
    char text[24];
    snprintf(text, sizeof text, "%llu", (unsigned long long)seed);
    fpk_answer_text(a, "seed", text);
}

enum fpk_status fpk_particles_check_out(const struct fpk_values *values)
{
    return fpk_values_has(values, "out") ? fpk_file_try(fpk_values_text(values, "out")) : FPK_OK;
}

enum fpk_status fpk_particles_of_sampler(const struct fpk_values *values, struct fpk_points *points,
                                         struct fpk_answer *answer)
{
    struct fpk_sampling sampling;
    const struct fpk_job *job = &sampling.job;
    double evaluations = 0;
    uint64_t seed;
    int threads = (int)fpk_values_integer(values, "threads");
    size_t n = (size_t)fpk_values_integer(values, "particles");
    FPK_TRY(fpk_seed_read(fpk_values_text(values, "seed"), &seed));
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_sampling_read(&sampling, values));
    FPK_TRY_DONE(status, fpk_particles_check_out(values));
    FPK_TRY_DONE(status, fpk_points_init(points, n, sampling.target.dim));
    FPK_TRY_DONE(status, fpk_job_run(job, seed, 0, points, threads, &evaluations));
    fpk_answer_text(answer, "sampler", job->plan.name);
    if (job->is_flow)
        fpk_answer_number(answer, "evaluations", evaluations);
    else
        fpk_answer_integer(answer, "evaluations", (long long)evaluations);
    if (job->has_table)
        fpk_answer_integer(answer, "interpolated_levels", (long long)job->interpolated);
    fpk_particles_answer_seed(answer, seed);
done:
    fpk_sampling_clear(&sampling);
    return status;
}

/* The final points move out of the result, so that they outlive it. */
static enum fpk_status run_ensemble(const struct fpk_ensemble *ensemble,
                                    struct fpk_ensemble_result *result, struct fpk_points *points)
{
    FPK_TRY(fpk_ensemble_result_init(result, ensemble));
    FPK_TRY(fpk_ensemble_run(ensemble, result));
    *points = result->points;
    result->points = (struct fpk_points){.dim = points->dim};
    return FPK_OK;
}

enum fpk_status fpk_particles_of_equation(const struct fpk_values *values,
                                          struct fpk_observation *observation,
                                          struct fpk_points *points, struct fpk_answer *answer)
{
    struct fpk_ensemble_result unobserved = {0}, *result = &unobserved;
    struct fpk_model model = {0};
    struct fpk_start start = {0};
    struct fpk_ensemble ensemble = {.model = &model,
                                    .start = &start,
                                    .t1 = fpk_values_real(values, "time"),
                                    .particles = (size_t)fpk_values_integer(values, "particles"),
                                    .threads = (int)fpk_values_integer(values, "threads")};
    enum fpk_status status;
    FPK_TRY(fpk_seed_read(fpk_values_text(values, "seed"), &ensemble.seed));
    FPK_TRY(fpk_stepper_find(fpk_values_text(values, "scheme"), &ensemble.stepper));
    FPK_CHECK(fpk_values_has(values, "dt"), FPK_USAGE, "an equation is stepped: give --dt H");
    FPK_TRY(fpk_step_count(0, ensemble.t1, fpk_values_real(values, "dt"), &ensemble.n_step));
    FPK_TRY_DONE(status, fpk_equation_model(values, &model));
    FPK_TRY_DONE(status, fpk_equation_start(values, &model, &start));
    FPK_TRY_DONE(status, fpk_particles_check_out(values));
    if (observation) {
        FPK_TRY_DONE(status, fpk_observation_init(observation, values, &ensemble));
        result = &observation->result;
    }
    FPK_TRY_DONE(status, run_ensemble(&ensemble, result, points));
    if (observation)
        FPK_TRY_DONE(status, fpk_observation_save(observation, values, ensemble.seed));
    fpk_answer_text(answer, "scheme", ensemble.stepper->name);
    fpk_answer_number(answer, "dt", ensemble.t1 / (double)ensemble.n_step);
    fpk_answer_integer(answer, "steps", (long long)ensemble.n_step);
    fpk_particles_answer_seed(answer, ensemble.seed);
done:
    fpk_ensemble_result_clear(&unobserved);
    fpk_start_clear(&start);
    fpk_model_clear(&model);
    return status;
}

/* Moments of component d over all blocks, in block order. */
static struct fpk_sample_moments moments_of(const struct fpk_points *points, size_t d)
{
    struct fpk_sample_moments m = {0};
    for (size_t b = 0; b < fpk_points_blocks(points); b++) {
        size_t n = fpk_points_block_size(points, b);
        m = fpk_moments_merge(m, fpk_moments_of(n, fpk_points_block(points, b) + d * n));
    }
    return m;
}

static enum fpk_status answer_moments(size_t dim, const struct fpk_sample_moments *m,
                                      struct fpk_answer *a)
{
    static const char *const key[] = {"mean", "mean_se", "variance", "variance_se"};
    double *value = NULL;
    FPK_TRY(fpk_allocate(&value, 4 * dim));
    for (size_t d = 0; d < dim; d++) {
        value[d] = m[d].mean;
        value[dim + d] = fpk_moments_mean_se(&m[d]);
        value[2 * dim + d] = fpk_moments_variance(&m[d]);
        value[3 * dim + d] = fpk_moments_variance_se(&m[d]);
    }
    for (size_t k = 0; k < 4; k++) {
        if (dim == 1)
            fpk_answer_number(a, key[k], value[k]);
        else
            (k ? fpk_answer_column : fpk_answer_list)(a, key[k], dim, value + k * dim, NULL);
    }
    fpk_release(&value);
    return FPK_OK;
}

/* Share of the 1-D points at or below each x, with its standard error. */
static enum fpk_status answer_at(const struct fpk_points *points, const struct fpk_values *values,
                                 struct fpk_answer *a)
{
    double *x = NULL, *share = NULL;
    size_t n = 0;
    enum fpk_status status;
    FPK_CHECK(points->dim == 1, FPK_USAGE, "--at: the samples have %zu dimensions; it needs one",
              points->dim);
    FPK_TRY(fpk_values_reals(values, "at", &x, &n));
    FPK_TRY_DONE(status, fpk_allocate(&share, 2 * n));
    for (size_t j = 0; j < n; j++) {
        size_t below = 0;
        for (size_t i = 0; i < points->n; i++)
            below += points->x[i] <= x[j];
        share[j] = (double)below / (double)points->n;
        share[n + j] = sqrt(share[j] * (1 - share[j]) / (double)points->n);
    }
    fpk_answer_list(a, "x", n, x, NULL);
    fpk_answer_column(a, "cdf", n, share, NULL);
    fpk_answer_column(a, "cdf_se", n, share + n, NULL);
done:
    fpk_release(&x);
    fpk_release(&share);
    return status;
}

enum fpk_status fpk_particles_report(const struct fpk_points *points,
                                     const struct fpk_sample_moments *m,
                                     const struct fpk_values *values, struct fpk_answer *answer)
{
    const char *out = fpk_values_text(values, "out");
    fpk_answer_integer(answer, "particles", (long long)m->n);
    FPK_TRY(answer_moments(points->dim, m, answer));
    if (fpk_values_has(values, "at"))
        FPK_TRY(answer_at(points, values, answer));
    if (out) {
        FPK_TRY(fpk_npy_write(points, out));
        fpk_answer_text(answer, "out", out);
    }
    return FPK_OK;
}

enum fpk_status fpk_particles_finish(const struct fpk_points *points, struct fpk_answer *answer,
                                     const struct fpk_call *call)
{
    struct fpk_sample_moments *m = NULL;
    FPK_TRY(fpk_allocate(&m, points->dim));
    for (size_t d = 0; d < points->dim; d++)
        m[d] = moments_of(points, d);
    enum fpk_status status = fpk_particles_report(points, m, call->values, answer);
    fpk_release(&m);
    FPK_TRY(status);
    return fpk_answer_print(answer, call);
}
