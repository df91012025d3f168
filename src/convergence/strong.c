/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strong orders. All step sizes see the same paths, so their errors are correlated and the standard
 * error of the slope is not that of independent points: the particles are dealt into BATCHES, each
 * is fitted alone, and the scatter of those slopes is the error of their mean. */
#include "convergence_priv.h"

#include "fpk/numeric/moments.h"
#include "fpk/numeric/sum.h"

#include <math.h>

enum { BATCHES = 32 };

/* Squared distances of one size: mean and standard error over all, mean of each batch. */
struct squares {
    double mean, se, batch[BATCHES];
};

static double square_of(const struct fpk_points *x, const struct fpk_points *y, size_t i)
{
    double sum = 0;
    for (size_t d = 0; d < x->dim; d++) {
        double e = fpk_points_get(x, i, d) - fpk_points_get(y, i, d);
        sum += e * e;
    }
    return sum;
}

/* Batch by batch, a block at a time, merged in order. */
static void squares_of(const struct fpk_points *x, const struct fpk_points *y, struct squares *out)
{
    struct fpk_sample_moments all = {0};
    double e[FPK_BLOCK];
    size_t per_batch = x->n / BATCHES;
    for (size_t b = 0; b < BATCHES; b++) {
        struct fpk_sample_moments batch = {0};
        for (size_t begin = b * per_batch; begin < (b + 1) * per_batch; begin += FPK_BLOCK) {
            for (size_t i = 0; i < FPK_BLOCK; i++)
                e[i] = square_of(x, y, begin + i);
            batch = fpk_moments_merge(batch, fpk_moments_of(FPK_BLOCK, e));
        }
        out->batch[b] = batch.mean;
        all = fpk_moments_merge(all, batch);
    }
    out->mean = all.mean;
    out->se = fpk_moments_mean_se(&all);
}

/* Standard error of the slope from the batches. */
static double batch_se(const struct fpk_order_study *study, size_t n,
                       const struct squares squares[FPK_CONVERGENCE_POINTS])
{
    double weight[FPK_CONVERGENCE_POINTS], error[FPK_CONVERGENCE_POINTS], slope[BATCHES];
    fpk_order_weights(study, weight);
    for (size_t b = 0; b < BATCHES; b++) {
        for (size_t i = 0; i < n; i++)
            error[i] = sqrt(squares[i].batch[b]);
        slope[b] = fpk_line_fit(n, study->h, error, weight).slope;
    }
    struct fpk_sample_moments moments = fpk_moments_of(BATCHES, slope);
    return fpk_moments_mean_se(&moments);
}

/* The size of the solution, against which rounding is measured. */
static double scale_of(const struct fpk_points *x)
{
    struct fpk_sum sum = {0};
    for (size_t i = 0; i < x->n * x->dim; i++)
        fpk_sum_add(&sum, x->x[i] * x->x[i]);
    return sqrt(fpk_sum_value(&sum) / (double)x->n);
}

static enum fpk_status measure(const struct fpk_paths *paths, const struct fpk_stepper *stepper,
                               const struct fpk_points *exact, struct fpk_order_study *study)
{
    struct squares squares[FPK_CONVERGENCE_POINTS];
    for (size_t i = 0; i < FPK_CONVERGENCE_POINTS; i++) {
        struct fpk_points x;
        uint64_t n_step = paths->problem->coarsest << i;
        FPK_TRY(fpk_paths_run(paths, stepper, n_step, &x));
        squares_of(&x, exact, &squares[i]);
        fpk_points_clear(&x);
        study->h[i] = paths->problem->t1 / (double)n_step;
        study->error[i] = sqrt(squares[i].mean);
        study->se[i] = squares[i].mean > 0 ? squares[i].se / (2 * study->error[i]) : 0;
    }
    double floor = 1e-11 * scale_of(exact);
    size_t n = fpk_order_fitted(study, floor);
    if (n >= 4)
        study->slope_se = batch_se(study, n, squares);
    fpk_order_judge(study, floor);
    return FPK_OK;
}

static enum fpk_status check(const struct fpk_stepper *stepper, const struct fpk_problem *problem,
                             size_t particles)
{
    FPK_CHECK(problem->path || problem->fine, FPK_USAGE, "%s has no strong study", problem->name);
    FPK_CHECK(stepper->order[problem->kind].strong > 0, FPK_USAGE,
              "%s claims no strong order for noise that is %s", stepper->name,
              fpk_noise_kind_name(problem->kind));
    FPK_CHECK(particles > 0 && particles % (BATCHES * FPK_BLOCK) == 0, FPK_USAGE,
              "%zu particles: a strong study takes a multiple of %d", particles,
              BATCHES * FPK_BLOCK);
    return FPK_OK;
}

struct fpk_paths fpk_strong_paths(const struct fpk_problem *problem, size_t particles,
                                  uint64_t seed, int threads)
{
    uint64_t finest = problem->coarsest << (FPK_CONVERGENCE_POINTS - 1);
    return (struct fpk_paths){.problem = problem,
                              .particles = particles,
                              .seed = seed,
                              .fine = problem->path ? finest : finest * problem->fine,
                              .threads = threads};
}

static enum fpk_status against(const struct fpk_stepper *stepper, const struct fpk_paths *paths,
                               const struct fpk_points *exact, struct fpk_order_study *study)
{
    const struct fpk_problem *problem = paths->problem;
    *study = (struct fpk_order_study){.method = stepper->name,
                                      .problem = problem->name,
                                      .kind = problem->kind,
                                      .strong = true,
                                      .how = problem->path ? FPK_ORDER_PATHS : FPK_ORDER_FINE,
                                      .claimed = stepper->order[problem->kind].strong};
    FPK_TRY(check(stepper, problem, paths->particles));
    FPK_TRY(fpk_setting_count(stepper, problem, &study->drifts, &study->diffusions));
    struct fpk_points own = {0};
    if (!exact)
        FPK_TRY(fpk_paths_exact(paths, &own));
    enum fpk_status status = measure(paths, stepper, exact ? exact : &own, study);
    fpk_points_clear(&own);
    return status;
}

/* Points that do not make a line with a standard error of .05 are too coarse: once more, finer. */
enum fpk_status fpk_strong_study(const struct fpk_stepper *stepper, const struct fpk_paths *paths,
                                 const struct fpk_points *exact, struct fpk_order_study *study)
{
    enum { FINER = 8 };
    FPK_TRY(against(stepper, paths, exact, study));
    if (study->slope_se <= 0.05)
        return FPK_OK;
    struct fpk_problem finer = *paths->problem;
    finer.coarsest *= FINER;
    struct fpk_paths again =
        fpk_strong_paths(&finer, paths->particles, paths->seed, paths->threads);
    return against(stepper, &again, NULL, study);
}

enum fpk_status fpk_order_strong(const struct fpk_stepper *stepper,
                                 const struct fpk_problem *problem, size_t particles, uint64_t seed,
                                 int threads, struct fpk_order_study *study)
{
    struct fpk_paths paths = fpk_strong_paths(problem, particles, seed, threads);
    return fpk_strong_study(stepper, &paths, NULL, study);
}
