/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "convergence_priv.h"

#include "fpk/numeric/moments.h"

#include <math.h>
#include <string.h>

/* phi(X) of all points. */
static double phi_at(const struct fpk_problem *problem, const struct fpk_points *x, size_t i)
{
    double point[2] = {0};
    for (size_t d = 0; d < x->dim; d++)
        point[d] = fpk_points_get(x, i, d);
    return problem->phi(point);
}

/* *mean, *se <- of phi(method) - phi(Euler-Maruyama), particle by particle on one path. */
static enum fpk_status sampled_difference(const struct fpk_paths *paths,
                                          const struct fpk_stepper *stepper, uint64_t n_step,
                                          double *mean, double *se)
{
    struct fpk_points x, y = {0};
    struct fpk_sample_moments all = {0};
    enum fpk_status status;
    FPK_TRY(fpk_paths_run(paths, stepper, n_step, &x));
    FPK_TRY_DONE(status, fpk_paths_run(paths, &fpk_euler_maruyama, n_step, &y));
    for (size_t begin = 0; begin < x.n; begin += FPK_BLOCK) {
        double d[FPK_BLOCK];
        for (size_t i = 0; i < FPK_BLOCK; i++)
            d[i] = phi_at(paths->problem, &x, begin + i) - phi_at(paths->problem, &y, begin + i);
        all = fpk_moments_merge(all, fpk_moments_of(FPK_BLOCK, d));
    }
    *mean = all.mean;
    *se = fpk_moments_mean_se(&all);
done:
    fpk_points_clear(&x);
    fpk_points_clear(&y);
    return status;
}

/* Below it errors are rounding, or, in the plane, of the interpolation. */
static double floor_of(const struct fpk_problem *problem, const struct fpk_order_study *study)
{
    bool plane = study->how == FPK_ORDER_GRID && problem->kind != FPK_NOISE_SCALAR &&
                 problem->kind != FPK_NOISE_ADDITIVE;
    return (plane ? 1e-9 : 1e-12) * fmax(fabs(problem->expected), 1);
}

/* The error of Euler-Maruyama, computed, plus the sampled difference. Sizes share no normals with
 * refine = 1, so that the errors of the points are independent of each other. */
static enum fpk_status by_differences(const struct fpk_paths *all,
                                      const struct fpk_stepper *stepper,
                                      struct fpk_order_study *study)
{
    const struct fpk_problem *problem = all->problem;
    struct fpk_setting euler;
    FPK_TRY(fpk_setting_init(&euler, &fpk_euler_maruyama, problem));
    enum fpk_status status = FPK_OK;
    for (size_t i = 0; i < FPK_CONVERGENCE_POINTS && status == FPK_OK; i++) {
        struct fpk_paths paths = *all;
        bool found;
        double base = 0, mean = 0;
        paths.fine = problem->coarsest << i;
        paths.seed += i;
        status = fpk_moments_expect(&euler, paths.fine, &found, &base);
        if (status == FPK_OK && !found)
            status = fpk_fail(FPK_USAGE, "%s: no way to the weak error of %s is known here",
                              problem->name, stepper->name);
        if (status == FPK_OK)
            status = sampled_difference(&paths, stepper, paths.fine, &mean, &study->se[i]);
        study->error[i] = fabs(base + mean - problem->expected);
    }
    fpk_setting_clear(&euler);
    study->slope_se = 0;
    fpk_order_judge(study, floor_of(problem, study));
    return status;
}

/* By moments where the step allows it, else on a grid; how says which. */
static enum fpk_status expect(const struct fpk_setting *setting, uint64_t n_step,
                              enum fpk_order_how *how, double *value)
{
    bool found;
    FPK_TRY(fpk_moments_expect(setting, n_step, &found, value));
    *how = found ? FPK_ORDER_MOMENTS : FPK_ORDER_GRID;
    if (found)
        return FPK_OK;
    if (setting->model.dim == 1)
        return fpk_grid_expect(setting, n_step, value);
    if (setting->problem->low < setting->problem->high)
        return fpk_plane_expect(setting, n_step, value);
    *how = FPK_ORDER_DIFFERENCES;
    return FPK_OK;
}

static enum fpk_status compute_point(const struct fpk_setting *setting, uint64_t n_step, size_t i,
                                     struct fpk_order_study *study)
{
    double value = setting->problem->expected;
    study->h[i] = setting->problem->t1 / (double)n_step;
    if (study->how != FPK_ORDER_DIFFERENCES)
        FPK_TRY(expect(setting, n_step, &study->how, &value));
    study->error[i] = fabs(value - setting->problem->expected);
    return FPK_OK;
}

/* Not yet a straight line. */
static bool bent(const struct fpk_order_study *study)
{
    return fabs(study->bend) > 0.1 || study->slope_se > 0.05;
}

/* An order is a statement about small steps, and here smaller steps are only computing time: while
 * the points bend, their window moves on by one halving, at most FINER times, and not into what is
 * rounding. */
static enum fpk_status compute(const struct fpk_setting *setting, struct fpk_order_study *study)
{
    enum { LAST = FPK_CONVERGENCE_POINTS - 1, FINER = 6 };
    uint64_t coarsest = setting->problem->coarsest;
    study->how = FPK_ORDER_MOMENTS;
    for (size_t i = 0; i <= LAST; i++)
        FPK_TRY(compute_point(setting, coarsest << i, i, study));
    if (study->how == FPK_ORDER_DIFFERENCES)
        return FPK_OK;
    fpk_order_judge(study, floor_of(setting->problem, study));
    for (size_t k = 1; k <= FINER && bent(study); k++) {
        struct fpk_order_study finer = *study;
        memmove(finer.h, study->h + 1, LAST * sizeof *finer.h);
        memmove(finer.error, study->error + 1, LAST * sizeof *finer.error);
        FPK_TRY(compute_point(setting, coarsest << (LAST + k), LAST, &finer));
        if (fpk_order_fitted(&finer, floor_of(setting->problem, study)) < FPK_CONVERGENCE_POINTS)
            break;
        finer.slope_se = 0;
        fpk_order_judge(&finer, floor_of(setting->problem, study));
        *study = finer;
    }
    return FPK_OK;
}

enum fpk_status fpk_order_weak(const struct fpk_stepper *stepper, const struct fpk_problem *problem,
                               size_t particles, uint64_t seed, int threads,
                               struct fpk_order_study *study)
{
    *study = (struct fpk_order_study){.method = stepper->name,
                                      .problem = problem->name,
                                      .kind = problem->kind,
                                      .claimed = stepper->order[problem->kind].weak};
    FPK_CHECK(problem->phi, FPK_USAGE, "%s has no weak study", problem->name);
    FPK_CHECK(study->claimed > 0, FPK_USAGE, "%s claims no weak order for noise that is %s",
              stepper->name, fpk_noise_kind_name(problem->kind));
    FPK_TRY(fpk_setting_count(stepper, problem, &study->drifts, &study->diffusions));
    struct fpk_setting setting;
    FPK_TRY(fpk_setting_init(&setting, stepper, problem));
    enum fpk_status status = compute(&setting, study);
    fpk_setting_clear(&setting);
    struct fpk_paths paths = {
        .problem = problem, .particles = particles, .seed = seed, .threads = threads};
    if (status == FPK_OK && study->how == FPK_ORDER_DIFFERENCES)
        status = by_differences(&paths, stepper, study);
    return status;
}
